"""A fill from a receipt, its correction, and what to find."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from sihebat.models import Fill, Product, Vehicle
from sihebat.queries import screens
from sihebat.rules.sheet import plate_of
from sihebat.services.fills import Entry

PHONE_MOMENT = "%Y-%m-%dT%H:%M"


class FillForm(forms.Form):
    """What stands on a receipt. `price` is filled in from the day's price where the clerk leaves it empty."""

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
    litres = forms.DecimalField(
        label=_("Liter"), max_digits=8, decimal_places=3, min_value=0, localize=True,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )  # fmt: skip
    price = forms.IntegerField(
        label=_("Harga per liter (Rp)"),
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    total = forms.IntegerField(
        label=_("Total pada nota (Rp)"),
        min_value=1,
        max_value=2_000_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    odometer = forms.IntegerField(
        label=_("Odometer (km)"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    station = forms.CharField(label=_("SPBU"), max_length=60, required=False)
    number = forms.CharField(label=_("Nomor nota"), max_length=40, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_plate(self) -> Vehicle:
        plate = plate_of(self.cleaned_data["plate"])
        vehicle: Vehicle | None = screens.vehicles_of(self.user).select_related("office").filter(plate=plate).first()
        if vehicle is None:
            raise ValidationError(_("Kendaraan ini tidak terdaftar di kantor Anda. Periksa nomor polisinya."))
        return vehicle

    def clean_litres(self) -> Any:
        litres = self.cleaned_data["litres"]
        if litres <= 0:
            raise ValidationError(_("Liter harus lebih dari nol."))
        return litres

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


class FillFilterForm(forms.Form):
    """Which fills to list."""

    plat = forms.CharField(label=_("Nomor polisi"), max_length=16, required=False)
    tanda = forms.BooleanField(label=_("Hanya yang perlu penjelasan"), required=False)

    def clean_plat(self) -> str:
        text: str = self.cleaned_data["plat"]
        return plate_of(text) if text else ""


def add_service_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused beside its fields; what belongs to no field of this form stands at the top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
