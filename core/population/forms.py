"""The period of a usage report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.days import DayField


class UsagePeriodForm(forms.Form):
    """From a day to a day, both included."""

    dari = DayField(label=_("Dari tanggal"))
    sampai = DayField(label=_("Sampai tanggal"))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("dari"), cleaned.get("sampai")
        if start and end and start > end:
            self.add_error("sampai", _("Tanggal akhir harus sesudah tanggal awal."))
        return cleaned
