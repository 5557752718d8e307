"""A fill from a receipt, its correction, and what to find."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.days import DayField
from sihebat.forms.common import LitresField, OfficeFilterForm, WholeField
from sihebat.models import Fill, Product, Vehicle
from sihebat.queries.fills import ANY_FLAG, FillFilter
from sihebat.queries.fleet import price_of, vehicles_to_fill
from sihebat.rules.flags import Flag
from sihebat.rules.sheet import plate_of
from sihebat.services.fills import Entry

PHONE_MOMENT = "%Y-%m-%dT%H:%M"


class FillForm(forms.Form):
    """What stands on a receipt; a price that is left empty is the day's."""

    plate = forms.CharField(
        label=_("Nomor polisi"),
        max_length=16,
        widget=forms.TextInput({"list": "kendaraan", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    filled_at = forms.DateTimeField(
        label=_("Waktu pengisian (WITA)"),
        input_formats=[PHONE_MOMENT, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, PHONE_MOMENT),
    )
    product = forms.ChoiceField(label=_("Jenis BBM"), choices=Product.choices)
    litres = LitresField(label=_("Liter"), max_digits=8, decimal_places=3, min_value=0)
    price = WholeField(
        label=_("Harga per liter (Rp)"),
        help_text=_("Kosongkan bila sama dengan harga hari itu."),
        required=False,
        max_value=100_000,
    )
    total = WholeField(label=_("Total pada nota (Rp)"), max_value=2_000_000_000)
    odometer = WholeField(label=_("Odometer (km)"), required=False, min_value=0, max_value=10_000_000)
    station = forms.CharField(label=_("SPBU"), max_length=60, required=False)
    number = forms.CharField(label=_("Nomor nota"), max_length=40, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_plate(self) -> Vehicle:
        plate = plate_of(self.cleaned_data["plate"])
        vehicle: Vehicle | None = vehicles_to_fill(self.user).filter(plate=plate).first()
        if vehicle is None:
            raise ValidationError(_("Kendaraan ini tidak terdaftar di kantor Anda. Periksa nomor polisinya."))
        return vehicle

    def clean_litres(self) -> Any:
        litres = self.cleaned_data["litres"]
        if litres <= 0:
            raise ValidationError(_("Liter harus lebih dari nol."))
        return litres

    def clean(self) -> dict[str, Any]:
        """An empty price is the day's."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        moment: datetime | None = values.get("filled_at")
        if values.get("price") is None and "price" not in self.errors and moment and values.get("product"):
            values["price"] = price_of(values["product"], timezone.localtime(moment).date())
            if values["price"] is None:
                self.add_error("price", _("Harga hari itu belum diketahui. Salin dari nota."))
        return values

    def entry(self) -> Entry:
        """The typed values, for the service."""
        values = dict(self.cleaned_data)
        values.pop("reason", None)
        return Entry(vehicle=values.pop("plate"), **values)


class CorrectionForm(FillForm):
    """The same once more, and why. The number stays the original's."""

    reason = forms.CharField(
        label=_("Alasan koreksi"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Tulis mengapa pengisian ini dikoreksi.")},
    )

    def __init__(self, user: User, fill: Fill, data: Any = None) -> None:
        initial = {
            "plate": fill.vehicle.plate,
            "filled_at": timezone.localtime(fill.filled_at),
            "product": fill.product,
            "litres": fill.litres,
            "price": fill.price,
            "total": fill.total,
            "odometer": fill.odometer,
            "station": fill.station,
        }
        super().__init__(user, data, initial=initial)
        del self.fields["number"]


class FillFilterForm(OfficeFilterForm):
    """Which fills to list."""

    plat = forms.CharField(
        label=_("Nomor polisi"), max_length=16, required=False, widget=forms.TextInput({"placeholder": "DH 1234 AB"})
    )
    dari = DayField(label=_("Dari tanggal"), required=False)
    sampai = DayField(label=_("Sampai tanggal"), required=False)
    tanda = forms.ChoiceField(
        label=_("Tanda"),
        required=False,
        choices=[("", _("Semua pengisian")), (ANY_FLAG, _("Semua yang perlu penjelasan")), *Flag.choices],
    )

    def clean_plat(self) -> str:
        text: str = self.cleaned_data["plat"]
        return plate_of(text) if text else ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = values.get("dari"), values.get("sampai")
        if start and end and end < start:
            self.add_error("sampai", _("Tanggal akhir mendahului tanggal awal."))
        return values

    def wanted(self) -> FillFilter:
        """What was asked for; a field that is wrong narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        return FillFilter(
            office=values.get("kantor"),
            plate=values.get("plat", ""),
            start=values.get("dari"),
            end=values.get("sampai"),
            flag=values.get("tanda", ""),
        )
