"""Money that offices may spend on fuel: ceilings in versions, months within them, standard prices."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.regions.models import Office
from sihebat.models.fleet import Product
from sihebat.models.scope import OfficeQuerySet

# 10^15 rupiah: far above any budget, far below what a bigint holds.
MOST_RUPIAH = 10**15


class CeilingQuerySet(OfficeQuerySet):
    """Ceilings by their office."""

    def in_force(self, on: date) -> Self:
        """Of each office, the version of its year's ceiling that was in force on a day."""
        rows = self.filter(year=on.year, in_force_from__lte=on)
        return rows.order_by("office_id", "-in_force_from").distinct("office_id")


class Ceiling(BaseModel):
    """An office's ceiling (pagu) for fuel in a year, in force from a day until a newer version is.

    `amount` is the whole year's money, in whole rupiah, also for a version that comes in autumn.
    """

    class Version(models.TextChoices):
        ORIGINAL = "murni", _("murni")
        SHIFT = "pergeseran", _("pergeseran")
        CHANGE = "perubahan", _("perubahan")

    office = models.ForeignKey(Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    version = models.CharField(_("versi"), max_length=10, choices=Version.choices)
    in_force_from = models.DateField(_("berlaku mulai"))
    amount = models.BigIntegerField(_("pagu setahun (Rp)"))
    decree = models.CharField(_("dasar"), max_length=120, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CeilingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "office", "-in_force_from"]
        constraints = (
            models.UniqueConstraint(fields=["office", "year", "in_force_from"], name="ceiling_one_version_a_day"),
            models.UniqueConstraint(
                fields=["office", "year"], condition=Q(version="murni"), name="ceiling_one_original_a_year"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=MOST_RUPIAH), name="ceiling_amount_in_range"),
            models.CheckConstraint(
                condition=Q(in_force_from__year=models.F("year")), name="ceiling_in_force_in_its_year"
            ),
        )
        indexes = (models.Index(fields=["year", "office", "-in_force_from"], name="ceiling_in_force"),)

    def __str__(self) -> str:
        return f"{self.office} {self.year} {self.version}"


class MonthlyAllocationQuerySet(OfficeQuerySet):
    office_path = "ceiling__office_id"


class MonthlyAllocation(BaseModel):
    """What a version of a ceiling gives to one month; the months never exceed it (the database adds them up)."""

    ceiling = models.ForeignKey(Ceiling, on_delete=models.CASCADE, related_name="allocations")
    month = models.PositiveSmallIntegerField(_("bulan"))
    amount = models.BigIntegerField(_("alokasi (Rp)"))

    objects = MonthlyAllocationQuerySet.as_manager()

    class Meta:
        ordering = ["ceiling", "month"]
        constraints = (
            models.UniqueConstraint(fields=["ceiling", "month"], name="allocation_unique"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="allocation_month"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=MOST_RUPIAH), name="allocation_amount_in_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ceiling} {self.month}"


class StandardPrice(BaseModel):
    """The price of a litre that the year's budget was reckoned with (standar harga satuan), from a day on."""

    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    product = models.CharField(_("jenis BBM"), max_length=16, choices=Product.choices)
    in_force_from = models.DateField(_("berlaku mulai"))
    price = models.PositiveIntegerField(_("harga per liter (Rp)"))
    decree = models.CharField(_("dasar"), max_length=120, blank=True)

    class Meta:
        ordering = ["-year", "product", "-in_force_from"]
        constraints = (
            models.UniqueConstraint(fields=["year", "product", "in_force_from"], name="standard_price_unique"),
            models.CheckConstraint(condition=Q(price__gt=0), name="standard_price_positive"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_product_display()} {self.price}"
