"""Regions with Kemendagri codes and the offices (perangkat daerah) of the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel

WEEKDAYS = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))


class Region(BaseModel):
    """A kecamatan or a kelurahan; `code` is Kemendagri's, such as 53.71.06.1008."""

    class Level(models.TextChoices):
        KECAMATAN = "kecamatan", _("kecamatan")
        KELURAHAN = "kelurahan", _("kelurahan")

    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=60)
    level = models.CharField(_("tingkat"), max_length=9, choices=Level.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("bagian dari"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # Place on the tile map that we arranged from the centroids; null for a kecamatan.
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    # A city's own polygon as GeoJSON geometry, from `manage.py load_boundaries`.
    boundary = models.JSONField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("wilayah"), _("wilayah")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Office(BaseModel):
    """An office of the city: a kelurahan, a kecamatan or a dinas."""

    class Kind(models.TextChoices):
        KELURAHAN = "kelurahan", _("kelurahan")
        KECAMATAN = "kecamatan", _("kecamatan")
        DINAS = "dinas", _("perangkat daerah")

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    # As it stands in a letter's number, such as "Ftbs" in 71/Kel.Ftbs.475/X/2025.
    abbreviation = models.CharField(_("singkatan"), max_length=12, blank=True)
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind.choices)
    region = models.OneToOneField(
        Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, null=True, blank=True, related_name="office"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("bagian dari"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True)
    email = models.EmailField(_("surel"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("perangkat daerah"), _("perangkat daerah")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OfficeHours(BaseModel):
    """When an office is open on a weekday; without an office: every office that has no hours of its own."""

    office = models.ForeignKey(
        Office,
        verbose_name=_("perangkat daerah"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="hours",
    )
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=list(enumerate(WEEKDAYS)))
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))

    class Meta:
        verbose_name, verbose_name_plural = _("jam kantor"), _("jam kantor")
        ordering = ["office", "weekday"]
        constraints = (
            models.UniqueConstraint(fields=["office", "weekday"], name="office_hours_unique", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="office_closes_after_opening"
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="office_hours_weekday"),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}-{self.closes:%H.%M}"


class Holiday(BaseModel):
    """A day on which no office of the city works."""

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=80)

    class Meta:
        verbose_name, verbose_name_plural = _("hari libur"), _("hari libur")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
