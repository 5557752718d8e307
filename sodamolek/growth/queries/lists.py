"""Lists of children, weighing days and re-measurements. A posyandu has some hundred children at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core.accounts.models import User
from sodamolek.growth.models import Check, Child, Measurement, Posyandu, Publication, WeighingSession
from sodamolek.growth.rules.gain import Gain
from sodamolek.growth.workflow import Status


def five_years_before(day: date) -> date:
    """Whoever was born after it is under five on `day`."""
    # 29 February has no such day five years before: the next one.
    return date(day.year - 5, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 5)


def active_children(posyandu: Iterable[Posyandu], first: date, last: date | None = None) -> QuerySet[Child]:
    """Children under five whom the posyandu had at some time from `first` to `last`."""
    last = last or first
    return Child.objects.filter(
        Q(left_on=None) | Q(left_on__gte=first),
        posyandu__in=posyandu,
        joined_on__lte=last,
        birth_date__gt=five_years_before(first),
        birth_date__lte=last,
    )


@dataclass(frozen=True)
class DayRow:
    child: Child
    measurement: Measurement | None


def day_list(session: WeighingSession) -> list[DayRow]:
    """The children of a weighing day with what was measured, by name; two queries."""
    done = {row.child_id: row for row in Measurement.objects.filter(session=session)}
    children = active_children([session.posyandu], session.day)
    rows = [DayRow(child, done.get(child.pk)) for child in children]
    return sorted(rows, key=lambda row: (row.measurement is not None, row.child.name.casefold()))


def scored(child: Child) -> list[Measurement]:
    """Everything measured of a child, oldest first."""
    return list(Measurement.objects.filter(child=child).select_related("session").order_by("day", "created_at"))


def open_checks(user: User) -> QuerySet[Check]:
    """Re-measurements that wait for `user`'s puskesmas, the oldest first."""
    waiting = Check.objects.visible_to(user).filter(status=Status.WAITING)
    return waiting.select_related("child__posyandu__kelurahan", "found").order_by("asked_on", "id")


def two_not_gained(children: QuerySet[Child], first: date, last: date) -> set[object]:
    """Primary keys of children whose last two weighings up to `last`, the latest since `first`, were without gain."""
    rows = (
        Measurement.objects.filter(child__in=children, session__isnull=False, weight__isnull=False, day__lte=last)
        .order_by("child_id", "-day")
        .values_list("child_id", "day", "gain")
    )
    marks: dict[object, list[tuple[date, str]]] = {}
    for child, day, gain in rows:
        marks.setdefault(child, []).append((day, gain))
    return {
        child
        for child, found in marks.items()
        if len(found) > 1 and found[0][0] >= first and [gain for _day, gain in found[:2]] == [Gain.NOT_GAINED] * 2
    }


def latest_publication() -> Publication | None:
    return Publication.objects.visible_to(None).first()


def has_samples() -> bool:
    return Posyandu.objects.filter(is_sample=True).exists()
