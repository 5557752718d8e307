"""Single figures for the frame."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, Sum

from core.accounts.models import User
from core.jobs.rules import State
from sihebat.models import DailyTotal, EfficiencyReport, MonthlyTotal
from sihebat.queries.efficiency import ceilings_in_force
from sihebat.rules.money import half_up, percent
from sihebat.rules.period import Period


def year_so_far(today: date) -> tuple[Decimal, date, bool] | None:
    """Percent saved against the ceiling by days, up to which day, and whether it is a worked example.

    Up to the last day that has a fill: an office that has sent nothing for a week has saved nothing.
    """
    start = date(today.year, 1, 1)
    last = DailyTotal.objects.filter(day__range=(start, today)).aggregate(last=Max("day"))["last"]
    if last is None:
        return None
    spent = MonthlyTotal.objects.filter(month__range=(start, today)).aggregate(total=Sum("total"))["total"]
    ceilings = list(ceilings_in_force(last))
    part: Fraction = Period(start, last).part_of_year(today.year)
    basis = half_up(sum(row.amount for row in ceilings) * part)
    ratio = percent(basis - spent, basis)
    return None if ratio is None else (ratio, last, any(row.is_demo for row in ceilings))


def failed_reports(user: User) -> int:
    """Reports of this person that no attempt could make and that nobody asked for again."""
    return EfficiencyReport.objects.filter(requested_by=user, digest="", job__state=State.FAILED).count()
