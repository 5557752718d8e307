"""What several forms share: how people type numbers and days, and where a service's refusal stands."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from sihebat.queries.budget import offices_of

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


class WholeField(forms.IntegerField):
    """Whole rupiah or kilometres, also as `1.250.000`, `Rp 1.250.000` or `1.250.000,00`.

    Django's own field reads `305.000` as 305.
    """

    widget = forms.TextInput(NUMERIC)

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, **options})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().removeprefix("Rp").strip().removesuffix(",00")
        plain = text.replace(".", "") if THOUSANDS.fullmatch(text) else text
        if plain and not re.fullmatch(r"-?\d{1,18}", plain):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(plain)


class LitresField(forms.DecimalField):
    """Litres with a comma or a point, which is never one of thousands: a pump prints `32.500` for 32.5 litres."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().replace(",", "."))


class OfficeFilterForm(forms.Form):
    """A list's filter with a choice among the offices that this person sees; without it for who sees one alone."""

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data)
        offices = offices_of(user)
        if len(offices[:2]) > 1:
            self.fields["kantor"] = forms.ModelChoiceField(
                label=_("Perangkat daerah"),
                queryset=offices,
                to_field_name="code",
                required=False,
                empty_label=_("Semua kantor"),
            )
        for field in self.fields.values():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
