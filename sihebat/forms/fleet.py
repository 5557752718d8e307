"""Vehicles and prices."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.days import DayField
from core.regions.models import Office
from sihebat.forms.common import LitresField, OfficeFilterForm, WholeField
from sihebat.models import Product, Vehicle
from sihebat.queries.budget import offices_of
from sihebat.queries.fleet import VehicleFilter
from sihebat.rules.sheet import plate_of
from sihebat.services.fleet import VehicleFacts


class VehicleForm(forms.Form):
    """What is known of a vehicle or machine."""

    plate = forms.CharField(
        label=_("Nomor polisi"),
        help_text=_("Untuk alat berat tanpa nomor polisi: nomor inventarisnya."),
        max_length=16,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    office = forms.ModelChoiceField(label=_("Perangkat daerah"), queryset=Office.objects.none())
    kind = forms.ChoiceField(label=_("Jenis"), choices=Vehicle.Kind.choices)
    name = forms.CharField(label=_("Merek dan tipe"), max_length=60, required=False)
    product = forms.ChoiceField(label=_("Jenis BBM"), choices=Product.choices)
    tank_litres = LitresField(
        label=_("Isi tangki (liter)"),
        help_text=_("Tanpa isi tangki, pengisian yang melebihinya tidak bisa ditandai."),
        max_digits=6,
        decimal_places=1,
        required=False,
    )

    def __init__(self, user: User, data: Any = None, *, vehicle: Vehicle | None = None) -> None:
        names = ("plate", "office", "kind", "name", "product", "tank_litres")
        super().__init__(data, initial={name: getattr(vehicle, name) for name in names} if vehicle else {})
        self.fields["office"].queryset = offices_of(user)  # type: ignore[attr-defined]

    def clean_plate(self) -> str:
        return plate_of(self.cleaned_data["plate"])

    def clean_tank_litres(self) -> Any:
        litres = self.cleaned_data["tank_litres"]
        if litres is not None and litres <= 0:
            raise ValidationError(_("Isi tangki harus lebih dari nol, atau kosongkan."))
        return litres

    def facts(self) -> VehicleFacts:
        return VehicleFacts(**self.cleaned_data)


class RetireForm(forms.Form):
    """Why a vehicle is used no longer."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya: dilelang, rusak berat, dipinjam pakai instansi lain."),
        max_length=200,
        error_messages={"required": _("Tulis mengapa kendaraan ini tidak dipakai lagi.")},
    )


class VehicleFilterForm(OfficeFilterForm):
    """Which vehicles to list."""

    cari = forms.CharField(label=_("Nomor polisi atau nama"), max_length=60, required=False)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *Vehicle.Kind.choices])
    pensiun = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[("", _("Dipakai")), ("ya", _("Tidak dipakai lagi"))]
    )

    def wanted(self) -> VehicleFilter:
        """What was asked for; a field that is wrong narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        text = values.get("cari", "").strip()
        return VehicleFilter(
            text=text,
            plate=plate_of(text),
            office=values.get("kantor"),
            kind=values.get("jenis", ""),
            retired=bool(values.get("pensiun")),
        )


class FuelPriceForm(forms.Form):
    """A pump price from a day on."""

    product = forms.ChoiceField(label=_("Jenis BBM"), choices=Product.choices)
    starts_on = DayField(label=_("Berlaku mulai"), initial=timezone.localdate)
    price = WholeField(label=_("Harga per liter (Rp)"), max_value=100_000)
    source = forms.CharField(
        label=_("Sumber"), help_text=_("Alamat pengumuman atau nama surat yang menyebut harga ini."), max_length=200
    )


class StandardPriceForm(forms.Form):
    """The price that a year's budget reckons with."""

    product = forms.ChoiceField(label=_("Jenis BBM"), choices=Product.choices)
    in_force_from = DayField(label=_("Berlaku mulai"), initial=lambda: timezone.localdate().replace(month=1, day=1))
    price = WholeField(label=_("Harga standar per liter (Rp)"), max_value=100_000)
    decree = forms.CharField(
        label=_("Dasar hukum"), help_text=_("Misalnya: Perwali tentang standar harga satuan."), max_length=120
    )
