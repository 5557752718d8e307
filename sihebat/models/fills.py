"""Fills, and the roll-ups that the database keeps of them."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.regions.models import Office
from sihebat.models.fleet import Product, Vehicle
from sihebat.models.imports import ImportBatch
from sihebat.models.scope import OfficeQuerySet
from sihebat.rules.flags import Flag


def city_day() -> Func:
    """The day of `filled_at` in the city's time (WITA), as the database reckons it."""
    template = "((%(expressions)s AT TIME ZONE 'Asia/Makassar')::date)"
    return Func(F("filled_at"), template=template, output_field=models.DateField())


class FillQuerySet(OfficeQuerySet):
    """Fills, or their roll-up, by the office that filled."""


class Fill(BaseModel):
    """One fill of one vehicle. The database refuses changes: a correction is a new row that names the old one.

    `number` is the provider's transaction number; a correction keeps it and has the next `revision`.
    `flags` maps a flag to its explanation, as it stood when the fill or its neighbours were last entered.
    """

    class Method(models.TextChoices):
        FORM = "form", _("formulir")
        FILE = "file", _("berkas")

    vehicle = models.ForeignKey(Vehicle, verbose_name=_("kendaraan"), on_delete=models.PROTECT, related_name="fills")
    # The vehicle's office on that day (queries.fleet.history_of); a corrected fill of that vehicle keeps it.
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    filled_at = models.DateTimeField(_("waktu pengisian"))
    day = models.GeneratedField(expression=city_day(), output_field=models.DateField(), db_persist=True)
    product = models.CharField(_("jenis BBM"), max_length=16, choices=Product.choices)
    litres = models.DecimalField(_("liter"), max_digits=8, decimal_places=3)
    price = models.PositiveIntegerField(_("harga per liter (Rp)"))
    total = models.PositiveIntegerField(_("total (Rp)"))
    odometer = models.PositiveIntegerField(_("odometer (km)"), null=True, blank=True)
    station = models.CharField(_("SPBU"), max_length=60, blank=True)
    provider = models.CharField(_("penyedia"), max_length=30)
    number = models.CharField(_("nomor transaksi"), max_length=40)
    revision = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    reason = models.CharField(_("alasan koreksi"), max_length=300, blank=True)
    method = models.CharField(max_length=4, choices=Method.choices, default=Method.FORM)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="fills", db_index=False)
    flags = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = FillQuerySet.as_manager()

    class Meta:
        ordering = ["-filled_at"]
        constraints = (
            models.UniqueConstraint(fields=["provider", "number", "revision"], name="fill_transaction_unique"),
            models.CheckConstraint(condition=Q(litres__gt=Decimal(0)), name="fill_litres_positive"),
            models.CheckConstraint(condition=Q(price__gt=0, total__gt=0), name="fill_money_positive"),
            models.CheckConstraint(
                condition=Q(revision=0, corrects=None) | Q(revision__gt=0, corrects__isnull=False),
                name="fill_correction_names_its_original",
            ),
        )
        indexes = (
            models.Index(fields=["vehicle", "filled_at"], name="fill_vehicle_time"),
            models.Index(fields=["office", "-filled_at"], name="fill_office_time"),
            models.Index(fields=["-filled_at"], name="fill_time"),
            models.Index(
                fields=["office", "-filled_at"], condition=~Q(flags={}) & Q(is_current=True), name="fill_flagged"
            ),
            models.Index(fields=["-filled_at"], condition=~Q(flags={}) & Q(is_current=True), name="fill_flagged_time"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="fill_batch"),
        )

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"

    @property
    def flag_labels(self) -> list[str]:
        """What the flags are called."""
        return [str(flag.label) for flag in Flag if flag in self.flags]


class RollUp(models.Model):
    """Sums of current fills by office and product. Only the database's triggers write them."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.CharField(max_length=16, choices=Product.choices)
    fills = models.IntegerField()
    litres = models.DecimalField(max_digits=14, decimal_places=3)
    total = models.BigIntegerField()
    # Sum of price x litres, exact: what the price effect needs.
    priced = models.DecimalField(max_digits=20, decimal_places=3)

    objects = FillQuerySet.as_manager()

    class Meta:
        abstract = True


class DailyTotal(RollUp):
    """A day's sums."""

    pk = models.CompositePrimaryKey("day", "office", "product")
    day = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["office", "day"], name="daily_total_office"),)

    def __str__(self) -> str:
        return f"{self.day} {self.office_id} {self.product}"


class MonthlyTotal(RollUp):
    """A month's sums, `month` being its first day: a year's report reads a thirtieth of the days' rows."""

    pk = models.CompositePrimaryKey("month", "office", "product")
    month = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["office", "month"], name="monthly_total_office"),)

    def __str__(self) -> str:
        return f"{self.month} {self.office_id} {self.product}"
