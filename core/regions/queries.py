"""Reads that several callers share."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.regions import rules
from core.regions.models import Holiday, Office, OfficeHours, Region


def kelurahan_list() -> QuerySet[Region]:
    """All kelurahan with their kecamatan, by kecamatan and name."""
    kelurahan = Region.objects.filter(level=Region.Level.KELURAHAN)
    return kelurahan.select_related("parent").order_by("parent__name", "name")


def offices_at_work(day: date) -> QuerySet[Office]:
    """Offices that work on `day`, each by its own hours or, where it has none, by the city's; none on a holiday."""
    if Holiday.objects.filter(day=day).exists():
        return Office.objects.none()
    own = OfficeHours.objects.filter(office=OuterRef("pk"))
    at_work = Q(Exists(own.filter(weekday=day.weekday())))
    if OfficeHours.objects.filter(office=None, weekday=day.weekday()).exists():
        at_work |= Q(~Exists(own))
    return Office.objects.filter(at_work)


def calendar_of(office: Office) -> rules.WorkingCalendar:
    """The office's own hours, or the city's where it has none. Two queries; keep it while you loop."""
    rows = list(OfficeHours.objects.filter(Q(office=office) | Q(office=None)))
    own = [row for row in rows if row.office_id == office.pk]
    return rules.WorkingCalendar(
        hours={row.weekday: (row.opens, row.closes) for row in own or rows},
        zone=timezone.get_default_timezone(),
        holidays=frozenset(Holiday.objects.values_list("day", flat=True)),
    )


def add_working_hours(start: datetime, hours: float, office: Office) -> datetime:
    """The moment when `office` will have worked `hours` hours since `start`."""
    return rules.add_working_time(start, timedelta(hours=hours), calendar_of(office))


def working_hours_between(start: datetime, end: datetime, office: Office) -> float:
    """Hours that `office` worked from `start` to `end`."""
    return rules.working_time_between(start, end, calendar_of(office)) / timedelta(hours=1)
