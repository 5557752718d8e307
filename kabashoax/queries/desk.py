"""What waits at the desk of fact-checkers and editors."""

from django.db.models import Count, QuerySet
from django.utils import timezone

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.regions.models import Office
from kabashoax.models import DESK_ROLES, Claim, Confirmation, Report
from kabashoax.queries import matching
from kabashoax.queries.archive import LIKE_ENOUGH
from kabashoax.queries.matching import Match
from kabashoax.workflow import ClaimStatus, ConfirmationStatus, ReportStatus

CANDIDATES = 5


def reports(user: User, status: str = ReportStatus.SUBMITTED) -> QuerySet[Report]:
    """Reports at the person's office in one state, longest waiting first."""
    return Report.objects.visible_to(user).filter(status=status).defer("contact").order_by("id")


def claims(user: User, *statuses: str) -> QuerySet[Claim]:
    """Claims that the person's office works on, with how many people reported each."""
    mine = Claim.objects.filter(office_id__in=user.offices_with(*DESK_ROLES), status__in=statuses)
    return mine.annotate(report_count=Count("reports")).order_by("-id")


def candidates(report: Report) -> list[tuple[Claim, Match]]:
    """Claims that the report may belong to, published or being checked."""
    found = [match for match in matching.find(report.text, limit=CANDIDATES) if match.score >= LIKE_ENOUGH]
    rows = Claim.objects.filter(office_id=report.office_id).in_bulk([match.claim_id for match in found])
    return [(rows[match.claim_id], match) for match in found if match.claim_id in rows]


def confirmations(user: User) -> QuerySet[Confirmation]:
    """What the offices are asked for which this person answers, newest first."""
    mine = Confirmation.objects.filter(office_id__in=user.offices_with(Role.OFFICE_CONTACT))
    return mine.select_related("claim", "office").order_by("-id")


def offices_with_contact() -> QuerySet[Office]:
    """Offices where somebody answers questions today."""
    posts = Assignment.objects.valid_on(timezone.localdate()).filter(role=Role.OFFICE_CONTACT)
    return Office.objects.filter(pk__in=posts.values("office")).order_by("name")


def waiting_for(user: User) -> dict[str, int]:
    """How many reports, checks and proposals wait for this person's roles."""
    counts = {}
    if offices := user.offices_with(Role.FACT_CHECKER):
        counts["reports"] = Report.objects.filter(office_id__in=offices, status=ReportStatus.SUBMITTED).count()
        counts["checks"] = Claim.objects.filter(office_id__in=offices, status=ClaimStatus.CHECKING).count()
    if offices := user.offices_with(Role.EDITOR):
        statuses = [ClaimStatus.PROPOSED, ClaimStatus.CORRECTING]
        counts["proposals"] = Claim.objects.filter(office_id__in=offices, status__in=statuses).count()
    if offices := user.offices_with(Role.OFFICE_CONTACT):
        waiting = Confirmation.objects.filter(office_id__in=offices, status=ConfirmationStatus.ASKED)
        counts["questions"] = waiting.count()
    return counts
