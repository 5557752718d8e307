"""What surveyors and validators type."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from sodamolek.prices.models import Commodity, Market
from sodamolek.prices.rules.weeks import Week

WRITTEN = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?:,-|,0+)?", re.IGNORECASE)


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: 15000, 15.000, Rp 15.000. Empty or 0 means no price."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, max_length=20, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return 0
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValidationError(_("Tulis harga dengan angka saja, misalnya 15.000."))
        return int(re.sub(r"\D", "", found[1]))


class RoundForm(forms.Form):
    """One round: market, day, and a field for each commodity. `token` makes sending twice harmless."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    market = forms.ModelChoiceField(
        label=gettext_lazy("Pasar"), queryset=Market.objects.none(), to_field_name="code", empty_label=None
    )
    day = DayField(
        label=gettext_lazy("Tanggal"),
        widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d"),
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, commodities: Iterable[tuple[Commodity, int | None]], **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "day": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        self.fields["market"].queryset = Market.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.rows: list[tuple[Commodity, int | None]] = list(commodities)
        for commodity, _before in self.rows:
            self.fields[f"price_{commodity.code}"] = RupiahField(label=f"{commodity.name} ({commodity.unit})")

    @property
    def price_fields(self) -> list[tuple[Any, Commodity, int | None]]:
        return [(self[f"price_{commodity.code}"], commodity, before) for commodity, before in self.rows]

    @property
    def prices(self) -> dict[str, int]:
        """Prices by code of commodity, 0 where nothing was typed."""
        return {commodity.code: self.cleaned_data[f"price_{commodity.code}"] for commodity, _before in self.rows}


class CorrectionForm(RoundForm):
    """The same round again: its market and day stay."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("token", "market", "day"):
            del self.fields[name]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Yang harus diperbaiki"), max_length=300, widget=forms.Textarea({"rows": 3})
    )


class WeekField(forms.CharField):
    """An ISO week such as 2025-W30."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return Week.parse(text)
        except ValueError:
            raise ValidationError(_("Tulis minggu seperti 2025-W30.")) from None


class WeekForm(forms.Form):
    minggu = WeekField(label=gettext_lazy("Minggu"), required=False)


class DayForm(forms.Form):
    """Which day and market the public wants to see."""

    tanggal = DayField(label=gettext_lazy("Tanggal"), required=False)
    pasar = forms.ModelChoiceField(
        label=gettext_lazy("Pasar"),
        queryset=Market.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Semua pasar"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasar"].queryset = Market.objects.filter(is_active=True)  # type: ignore[attr-defined]


class OpenDataForm(forms.Form):
    """A range of at most a year."""

    MOST_DAYS = 366

    dari = DayField(label=gettext_lazy("Dari tanggal"))
    sampai = DayField(label=gettext_lazy("Sampai tanggal"))
    komoditas = forms.SlugField(required=False)
    pasar = forms.SlugField(required=False)

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        first, last = clean.get("dari"), clean.get("sampai")
        if first and last and not 0 <= (last - first).days < self.MOST_DAYS:
            raise ValidationError(_("Pilih rentang paling lama satu tahun, dari tanggal yang lebih awal."))
        return clean


class QuoteFilterForm(forms.Form):
    """What a program asks of the published prices; everything may be left out."""

    dari = DayField(required=False)
    sampai = DayField(required=False)
    komoditas = forms.SlugField(required=False)
    pasar = forms.SlugField(required=False)
