"""What several services need: locks in one order, and the level that counts."""

from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.workflow import IllegalMove, NotYourMove
from smartcity_eval.models import Assessment, IndicatorLevel
from smartcity_eval.queries.desk import states
from smartcity_eval.rules.instrument import LOWEST
from smartcity_eval.rules.levels import reached

LONGEST_TEXT = 2000


def locked_open(assessment_id: UUID) -> Assessment:
    """The locked assessment, if it is open: all writes of one assessment queue here, so none meets a publication."""
    row = Assessment.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=assessment_id)
    if not row.is_open:
        raise IllegalMove(_("Penilaian ini sudah terbit. Koordinator dapat membukanya lagi."))
    return row


def locked_level(row: IndicatorLevel) -> IndicatorLevel:
    """The fresh indicator of an open assessment that is locked with it."""
    assessment = locked_open(row.assessment_id)
    fresh = IndicatorLevel.objects.select_related("office").get(pk=row.pk)
    fresh.assessment = assessment
    return fresh


def must_lead(assessment: Assessment, by: User) -> None:
    """Raise unless `by` coordinates at the office that leads the assessment."""
    if not by.has_role(Role.SPBE_COORDINATOR, office_id=assessment.office_id):
        raise NotYourMove


def must_answer(row: IndicatorLevel, by: User) -> None:
    """Raise unless `by` answers for the office that the indicator was given to."""
    if row.office_id is None or not by.has_role(Role.RESPONDENT, office_id=row.office_id):
        raise NotYourMove


def clean(text: str, field: str, *, required: str = "") -> str:
    """A text of a person; ValidationError names `field`. `required` is what to say when it is empty."""
    text = text.replace("\x00", "").strip()
    if required and not text:
        raise ValidationError({field: required})
    if len(text) > LONGEST_TEXT:
        raise ValidationError({field: _("Paling banyak %d huruf.") % LONGEST_TEXT})
    return text


def recount(row: IndicatorLevel) -> Decimal:
    """Write which level counts: what was given, else the highest complete one, at least 1."""
    if row.given is not None:
        row.counted = row.given
    else:
        # Without any evidence an indicator stands on the lowest level of its scale; the page says so.
        row.counted = max(LOWEST, Decimal(reached(states(list(row.evidence.all())))))
    row.save(update_fields=["counted", "given", "given_source"])
    return row.counted
