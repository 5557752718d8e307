"""A version of a ceiling, and its months."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.days import DayField
from core.wording import MONTHS
from sihebat.forms.common import WholeField
from sihebat.models import Ceiling
from sihebat.models.budget import MOST_RUPIAH
from sihebat.services.budget import NewVersion


class MonthsForm(forms.Form):
    """What each month gets, in rupiah."""

    def __init__(self, data: Any = None, *, months: list[int] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        for month, name in enumerate(MONTHS, start=1):
            self.fields[f"month_{month}"] = WholeField(
                label=name,
                min_value=0,
                max_value=MOST_RUPIAH,
                initial=months[month - 1] if months else None,
                error_messages={"required": _("Isi 0 bila bulan ini tidak mendapat alokasi.")},
            )

    @property
    def month_fields(self) -> list[forms.BoundField]:
        return [self[f"month_{month}"] for month in range(1, 13)]

    def months(self) -> list[int]:
        return [self.cleaned_data[f"month_{month}"] for month in range(1, 13)]


class CeilingForm(MonthsForm):
    """A version: which, since when, how much, by what decree; the months follow."""

    version = forms.ChoiceField(label=_("Versi"), choices=Ceiling.Version.choices)
    in_force_from = DayField(label=_("Berlaku mulai"))
    amount = WholeField(
        label=_("Pagu setahun (Rp)"),
        help_text=_("Jumlah untuk setahun penuh, juga bila versi ini berlaku di tengah tahun."),
        max_value=MOST_RUPIAH,
        min_value=0,
    )
    decree = forms.CharField(
        label=_("Dasar hukum"), help_text=_("Misalnya: Perda Nomor 9 Tahun 2025 tentang APBD."), max_length=120
    )

    def __init__(self, data: Any = None, *, newest: Ceiling | None, months: list[int] | None) -> None:
        initial = {"version": Ceiling.Version.CHANGE, "amount": newest.amount} if newest else {}
        super().__init__(data, months=months, initial=initial)
        first = {Ceiling.Version.ORIGINAL.value}
        offered = set(Ceiling.Version.values) - first if newest else first
        choices = [choice for choice in Ceiling.Version.choices if choice[0] in offered]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]

    @property
    def head_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("version", "in_force_from", "amount", "decree")]

    def said(self) -> NewVersion:
        values = self.cleaned_data
        return NewVersion(values["version"], values["in_force_from"], values["amount"], values["decree"], self.months())
