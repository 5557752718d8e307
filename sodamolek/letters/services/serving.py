"""How long an office took over a letter, in its own working time."""

from datetime import datetime

from core.audit.models import Entry
from core.regions.queries import working_hours_between
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import SENDS


def served_minutes(row: LetterRequest, until: datetime) -> int | None:
    """Working minutes from the last submission to `until`: while a request lies with the citizen no clock runs.

    None where an office has no hours: its letters are signed all the same.
    """
    sent = Entry.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk, action__in=SENDS)
    begun = sent.order_by("-id").values_list("at", flat=True).first() or row.submitted_at
    if begun is None:
        return None
    try:
        return round(working_hours_between(begun, until, row.office) * 60)
    except ValueError:
        return None
