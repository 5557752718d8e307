"""What becomes of a child's data when the posyandu no longer needs it."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from core.audit import services as audit
from sodamolek.growth.models import Check, Child, Measurement

# A posyandu follows a child to the fifth birthday. Two years more answer questions about its growth and the figures
# that were published; then nothing of the child is needed (UU 27/2022 art. 43).
KEEP_YEARS = 7
KEEP_YEARS_AFTER_LEAVING = 2
BATCH = 500


def forget_children(today: date) -> int:
    """Delete children past their seventh birthday, or two years after they left, with all their measurements.

    How many children; at most BATCH a day. Published figures are frozen and hold no child.
    """
    old = Q(birth_date__lte=_years_before(today, KEEP_YEARS))
    gone = Q(left_on__lte=_years_before(today, KEEP_YEARS_AFTER_LEAVING))
    children = list(Child.objects.filter(old | gone).order_by("birth_date")[:BATCH])
    with transaction.atomic():
        for child in children:
            audit.record("forget_child", child, by=None)
        Check.objects.filter(child__in=children).delete()
        Measurement.objects.filter(child__in=children).delete()
        Child.objects.filter(pk__in=[child.pk for child in children]).delete()
    return len(children)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
