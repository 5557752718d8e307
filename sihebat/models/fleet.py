"""Vehicles, and what a litre costs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.regions.models import Office
from sihebat.models.scope import OfficeQuerySet


class Product(models.TextChoices):
    PERTALITE = "pertalite", "Pertalite"
    PERTAMAX = "pertamax", "Pertamax"
    PERTAMAX_TURBO = "pertamax_turbo", "Pertamax Turbo"
    BIOSOLAR = "biosolar", "Biosolar"
    DEXLITE = "dexlite", "Dexlite"
    PERTAMINA_DEX = "pertamina_dex", "Pertamina Dex"


class VehicleQuerySet(OfficeQuerySet):
    """Vehicles by their office."""


class Vehicle(BaseModel):
    """A vehicle or machine of an office. It keeps its fills when it moves to another office: they name theirs."""

    class Kind(models.TextChoices):
        CAR = "car", _("mobil")
        MOTORCYCLE = "motorcycle", _("sepeda motor")
        TRUCK = "truck", _("truk")
        MACHINE = "machine", _("alat berat")

    office = models.ForeignKey(Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="+")
    # In capitals with single spaces: DH 1234 AB.
    plate = models.CharField(_("nomor polisi"), max_length=16, unique=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("merek dan tipe"), max_length=60, blank=True)
    product = models.CharField(_("jenis BBM"), max_length=16, choices=Product.choices)
    tank_litres = models.DecimalField(_("isi tangki (liter)"), max_digits=6, decimal_places=1, null=True, blank=True)
    is_active = models.BooleanField(_("dipakai"), default=True)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=200, blank=True, db_default="")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        ordering = ["plate"]
        constraints = (
            models.CheckConstraint(condition=Q(tank_litres=None) | Q(tank_litres__gt=0), name="vehicle_tank_positive"),
        )

    def __str__(self) -> str:
        return self.plate


class TransferQuerySet(OfficeQuerySet):
    """Transfers by the office that was left."""


class Transfer(BaseModel):
    """A vehicle left `office` on the day `moved_on`: until the day before, what it fills is that office's."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="transfers")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    moved_on = models.DateField()

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["vehicle", "moved_on"]
        constraints = (models.UniqueConstraint(fields=["vehicle", "moved_on"], name="transfer_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.moved_on}"


class FuelPrice(BaseModel):
    """What a litre of a product costs at the pump from a day on, in whole rupiah, with its source."""

    product = models.CharField(_("jenis BBM"), max_length=16, choices=Product.choices)
    starts_on = models.DateField(_("berlaku mulai"))
    price = models.PositiveIntegerField(_("harga per liter (Rp)"))
    source = models.CharField(_("sumber"), max_length=200, blank=True)

    class Meta:
        ordering = ["product", "-starts_on"]
        constraints = (
            models.UniqueConstraint(fields=["product", "starts_on"], name="fuel_price_unique"),
            models.CheckConstraint(condition=Q(price__gt=0), name="fuel_price_positive"),
        )

    def __str__(self) -> str:
        return f"{self.get_product_display()} {self.starts_on} {self.price}"
