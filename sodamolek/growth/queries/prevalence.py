"""How many of the children measured in a month are stunted, by kelurahan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, FloatField, OuterRef, Q, QuerySet, Subquery

from core.accounts.models import User
from sodamolek.growth.models import Check, Child, Measurement
from sodamolek.growth.rules.gain import month_of, months_before
from sodamolek.growth.rules.publishing import Cell
from sodamolek.growth.rules.zscores import LIMITS
from sodamolek.growth.workflow import Status

# What the puskesmas found holds until the next weighing month: they are half a year apart (February, August).
HOLDS = timedelta(days=183)


@dataclass(frozen=True)
class KelurahanRow:
    """`waiting`: short by the posyandu's measurement, not yet measured again, so not among `cell.stunted`."""

    code: str
    name: str
    kecamatan: str
    cell: Cell
    waiting: int


def _counted(children: QuerySet[Child], month: date) -> QuerySet[Any, Any]:
    """The children measured in the month, with `is_short`, `is_confirmed` and `is_waiting`.

    A child counts by its last plausible height of the month, and as stunted only when the puskesmas confirmed it.
    """
    last = months_before(month, -1) - timedelta(days=1)
    heights = Measurement.objects.filter(
        child=OuterRef("pk"), session__isnull=False, day__range=(month, last), z_lhfa__range=LIMITS["lhfa"]
    ).order_by("-day")
    checks = Check.objects.filter(child=OuterRef("pk"))
    confirmed = checks.filter(status=Status.CONFIRMED, asked_on__range=(month - HOLDS, last))
    return children.annotate(
        z=Subquery(heights.values("z_lhfa")[:1], output_field=FloatField()),
        is_short=Q(z__lt=-2),
        is_confirmed=Exists(confirmed),
        is_waiting=Exists(checks.filter(status=Status.WAITING)),
    ).filter(z__isnull=False)


def kelurahan_rows(children: QuerySet[Child], month: date) -> list[KelurahanRow]:
    """A row for each kelurahan where children were measured in the month; one query."""
    rows = (
        _counted(children, month)
        .values("posyandu__kelurahan__code", "posyandu__kelurahan__name", "posyandu__kelurahan__parent__name")
        .annotate(
            measured=Count("pk"),
            stunted=Count("pk", filter=Q(is_short=True, is_confirmed=True)),
            waiting=Count("pk", filter=Q(is_short=True, is_confirmed=False, is_waiting=True)),
        )
        .order_by("posyandu__kelurahan__code")
    )
    return [
        KelurahanRow(
            row["posyandu__kelurahan__code"],
            row["posyandu__kelurahan__name"],
            row["posyandu__kelurahan__parent__name"],
            Cell(row["stunted"], row["measured"]),
            row["waiting"],
        )
        for row in rows
    ]


def latest_month(user: User) -> date | None:
    """The last month in which a height was measured at a posyandu that `user` works for."""
    heights = Measurement.objects.visible_to(user).filter(session__isnull=False, z_lhfa__range=LIMITS["lhfa"])
    day = heights.order_by("-day").values_list("day", flat=True).first()
    return month_of(day) if day else None


def city_cells(month: date) -> dict[str, Cell]:
    """The cells of the whole city, small ones too: for publishing, never to be shown as they are."""
    return {row.code: row.cell for row in kelurahan_rows(Child.objects.all(), month)}


def city_children(month: date) -> dict[str, dict[UUID, bool]]:
    """Who is behind the cells: by kelurahan, each child measured in the month and whether it counts as stunted.

    For comparing two months before publishing, never to be shown.
    """
    found: dict[str, dict[UUID, bool]] = {}
    rows = _counted(Child.objects.all(), month).values_list(
        "posyandu__kelurahan__code", "pk", "is_short", "is_confirmed"
    )
    for code, pk, is_short, is_confirmed in rows:
        found.setdefault(code, {})[pk] = is_short and is_confirmed
    return found
