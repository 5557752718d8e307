"""Whether a child gained enough since last month: N, T, O, B of the growth card (KMS, Buku KIA)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

# Least gain (KBM) in grams for the month of age that was just completed; from the growth card of the Ministry of
# Health (Permenkes 155/2010, the same row in Buku KIA 2023). Boys need 400 g in the seventh month, girls 300 g.
FIRST_MONTHS = (800, 900, 800, 600, 500, 400)
DAYS_A_MONTH = 30.4375


class Gain(models.TextChoices):
    GAINED = "N", _("naik")
    NOT_GAINED = "T", _("tidak naik")
    ABSENT_BEFORE = "O", _("bulan lalu tidak ditimbang")
    NEW = "B", _("baru pertama ditimbang")


def least_gain(sex: str, months: int) -> int:
    """Grams that a child of `months` completed months should have gained within the month."""
    if months <= len(FIRST_MONTHS):
        return FIRST_MONTHS[max(months, 1) - 1]
    if months == 7 and sex == "M":
        return 400
    return 300 if months <= 11 else 200


def completed_months(born: date, day: date) -> int:
    """Months of age by the calendar: the number on the growth card."""
    return (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    """The first day of the month `count` months before (after, if negative)."""
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)


def gains(sex: str, born: date, weighings: Iterable[tuple[date, Decimal]]) -> dict[date, Gain]:
    """The mark of each weighing day. Of two in one month the later counts as that month's for the next."""
    marks: dict[date, Gain] = {}
    by_month: dict[date, Decimal] = {}
    for day, weight in sorted(weighings):
        before = by_month.get(months_before(month_of(day), 1))
        earlier = any(month < month_of(day) for month in by_month)
        if before is None:
            marks[day] = Gain.ABSENT_BEFORE if earlier else Gain.NEW
        else:
            enough = (weight - before) * 1000 >= least_gain(sex, completed_months(born, day))
            marks[day] = Gain.GAINED if enough else Gain.NOT_GAINED
        by_month[month_of(day)] = weight
    return marks
