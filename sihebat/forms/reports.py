"""Asking for a report."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.days import DayField
from core.regions.models import Office
from sihebat.rules.efficiency import Basis


class ReportForm(forms.Form):
    """Period, basis, and one office or the whole city."""

    starts_on = DayField(label=_("Dari tanggal"))
    ends_on = DayField(label=_("Sampai tanggal"))
    basis = forms.ChoiceField(label=_("Dasar hitung"), choices=Basis.choices, widget=forms.RadioSelect)
    office = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("Seluruh kota"),
    )

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        first = today.replace(month=1, day=1)
        super().__init__(data, initial={"starts_on": first, "ends_on": today, "basis": Basis.PRORATA})
        self.fields["office"].queryset = Office.objects.order_by("name")  # type: ignore[attr-defined]
