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
from sodamolek.growth.rules.publishing import difference_tells, release

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
    telling, whole = _telling(month)
    if whole:
        raise ValidationError(
            _("Terlalu sedikit anak yang berubah sejak angka yang sudah terbit; selisihnya dapat mengenali anak.")
        )
    found = release(city_cells(month), telling)
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


def _telling(month: date) -> tuple[set[str], bool]:
    """Kelurahan whose difference to a figure that is out speaks of few children, and whether the whole city's does."""
    now, telling, whole = city_children(month), set(), False
    near = (months_before(month, COMPARED), months_before(month, -COMPARED))
    for row in Publication.objects.filter(month__range=near):
        earlier = city_children(row.month)
        shown = [code for code, cell in row.cells.items() if cell and code in now]
        telling |= {code for code in shown if difference_tells(now[code], earlier.get(code, {}))}
        whole |= difference_tells(_together(now), _together(earlier))
    return telling, whole


def _together(cells: dict[str, dict[UUID, bool]]) -> dict[UUID, bool]:
    return {pk: stunted for children in cells.values() for pk, stunted in children.items()}
