"""What waits for whom, and the evidence of an indicator level by level."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.accounts.models import User
from core.accounts.rules import Role
from smartcity_eval.models import Assessment, Evidence, IndicatorLevel
from smartcity_eval.rules.instrument import LEVELS
from smartcity_eval.rules.levels import LevelState, level_state, reached
from smartcity_eval.workflow import AssessmentStatus, EvidenceStatus

OPEN = Q(indicator_level__assessment__status=AssessmentStatus.OPEN)


@dataclass(frozen=True)
class LevelRow:
    """One level of an indicator: its name, its evidence, whether it is complete and whether it counts."""

    level: int
    name: str
    state: LevelState
    counts: bool
    evidence: list[Evidence] = field(default_factory=list)


def states(rows: list[Evidence]) -> dict[int, LevelState]:
    """The state of each level from an indicator's evidence."""
    by_level: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_level[row.level].append(row.status)
    return {
        level: level_state(
            accepted=found.count(EvidenceStatus.ACCEPTED),
            waiting=found.count(EvidenceStatus.SUBMITTED),
            returned=found.count(EvidenceStatus.RETURNED),
        )
        for level, found in by_level.items()
    }


def level_rows(row: IndicatorLevel) -> list[LevelRow]:
    """The five levels of an indicator with what is there for each."""
    evidence = list(row.evidence.select_related("owner", "decided_by", "file").order_by("level", "id"))
    found, indicator = states(evidence), row.indicator
    spec, top = row.assessment.instrument.spec, reached(found)
    return [
        LevelRow(
            level,
            spec.level_name(indicator, level),
            found.get(level, LevelState.EMPTY),
            row.given is None and level <= top,
            [piece for piece in evidence if piece.level == level],
        )
        for level in LEVELS
    ]


def desk(user: User) -> QuerySet[Assessment]:
    """The assessments that `user` works on."""
    return Assessment.objects.worked_on_by(user).select_related("instrument", "office", "assessor_office")


def indicators(user: User, assessment: Assessment) -> QuerySet[IndicatorLevel]:
    """The indicators of an assessment that `user` works on, with how much evidence waits or came back."""
    return (
        IndicatorLevel.objects.visible_to(user)
        .filter(assessment=assessment)
        .select_related("office")
        .annotate(
            waiting=Count("evidence", filter=Q(evidence__status=EvidenceStatus.SUBMITTED)),
            returned=Count("evidence", filter=Q(evidence__status=EvidenceStatus.RETURNED)),
            accepted=Count("evidence", filter=Q(evidence__status=EvidenceStatus.ACCEPTED)),
        )
        .order_by("number")
    )


def assessor_queue(user: User) -> QuerySet[Evidence]:
    """Evidence that waits for an assessor of the offices of `user`, oldest first."""
    return (
        Evidence.objects.filter(OPEN, office_id__in=user.offices_with(Role.ASSESSOR), status=EvidenceStatus.SUBMITTED)
        .select_related("indicator_level__assessment__instrument", "indicator_level__office", "owner")
        .order_by("id")
    )


def led_and_open(user: User) -> int:
    """How many assessments this coordinator leads that are not published yet."""
    offices = user.offices_with(Role.SPBE_COORDINATOR)
    return Assessment.objects.filter(office_id__in=offices, status=AssessmentStatus.OPEN).count()


def returned_to(user: User) -> int:
    """How many pieces of evidence came back to the offices of this respondent."""
    offices = user.offices_with(Role.RESPONDENT)
    return Evidence.objects.filter(OPEN, indicator_level__office_id__in=offices, status=EvidenceStatus.RETURNED).count()


def unanswered(user: User) -> int:
    """How many indicators of open assessments this respondent's offices have not answered yet."""
    offices = user.offices_with(Role.RESPONDENT)
    being_filled = Assessment.objects.shown_by_evidence().filter(status=AssessmentStatus.OPEN)
    return IndicatorLevel.objects.filter(
        assessment__in=being_filled, office_id__in=offices, claimed=None, given=None
    ).count()


def keys_by_number(user: User, assessment: Assessment) -> dict[int, UUID]:
    """The primary keys of the indicators that `user` may open."""
    rows = IndicatorLevel.objects.visible_to(user).filter(assessment=assessment)
    return dict(rows.values_list("number", "pk"))
