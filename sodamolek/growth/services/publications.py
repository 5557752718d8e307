"""The stunting figure of a month goes public, once and for good."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from sodamolek.growth.models import Publication
from sodamolek.growth.queries import city_cells, city_children, has_samples
from sodamolek.growth.rules.gain import month_of, months_before
from sodamolek.growth.rules.publishing import Earlier, group_tells, release_beside

SOURCE = "Penimbangan posyandu, diukur ulang puskesmas, dihitung dengan standar WHO 2006 (Permenkes 2/2020)"

# Months before and after with which a figure is compared; over a year nearly every child has changed.
COMPARED = 12


def publish(month: date, *, by: User) -> Publication:
    """Freeze the figure of the month that begins on `month`, with small cells hidden.

    A figure that changed later could be compared with the earlier one and give children away, so there is one only.
    ValidationError: the month goes on, it is out already, too few were measured, or too few changed in the whole city.
    """
    if not by.has_role(Role.DINKES):
        raise PermissionDenied
    today = timezone.localdate()
    if month >= month_of(today):
        raise ValidationError(_("Bulan ini belum selesai. Terbitkan setelah bulannya berakhir."))
    now, published = city_children(month), _near(month)
    if any(group_tells({*now, *earlier.children}, now, earlier.children) for earlier in published):
        raise ValidationError(
            _("Terlalu sedikit anak yang berubah sejak angka yang sudah terbit; selisihnya dapat mengenali anak.")
        )
    found = release_beside(city_cells(month), now, published)
    if found.total is None:
        raise ValidationError(
            _("Terlalu sedikit anak yang diukur pada bulan itu untuk diterbitkan tanpa mengenali anak.")
        )
    cells = {code: [cell.stunted, cell.measured] if cell else None for code, cell in found.shown.items()}
    try:
        with transaction.atomic():
            row = Publication.objects.create(
                month=month, stunted=found.total.stunted, measured=found.total.measured, cells=cells,
                source=SOURCE, counted_on=today, published_by=by, is_sample=has_samples(),
            )  # fmt: skip
            audit.record("publish_stunting", row, by=by, detail={"month": month.isoformat()})
    except IntegrityError:
        raise ValidationError(_("Angka bulan itu sudah terbit dan tidak diubah lagi.")) from None
    return row


def _near(month: date) -> list[Earlier[UUID]]:
    """The figures that are out and near enough to be subtracted, with the children behind them."""
    near = (months_before(month, COMPARED), months_before(month, -COMPARED))
    rows = Publication.objects.filter(month__range=near)
    return [Earlier(row.cells, city_children(row.month)) for row in rows]
