"""What readers see: the archive, its search, and the newest verdicts."""

from django.db.models import Prefetch, QuerySet

from kabashoax.models import Claim, Source, Verdict
from kabashoax.queries import matching
from kabashoax.queries.matching import Match
from kabashoax.rules.verdicts import Kind

MOST_FOUND = 20
# Below this the words merely meet by chance.
LIKE_ENOUGH = 0.22
SUGGESTIONS = 3
SUGGEST_FROM = 0.34
NEWEST = 3


def archive(kind: str = "") -> QuerySet[Claim]:
    """Published claims, newest verdict first; `kind` narrows."""
    found = Claim.objects.published().defer("wording", "note")
    return found.filter(verdict=kind) if kind in Kind.values else found


def search(words: str, kind: str = "", *, limit: int = MOST_FOUND) -> list[Claim]:
    """Published claims most like `words`, best first."""
    matches = [m for m in matching.find(words, limit=2 * limit) if m.is_public and m.score >= LIKE_ENOUGH]
    rows = archive(kind).in_bulk([match.claim_id for match in matches])
    return [rows[match.claim_id] for match in matches if match.claim_id in rows][:limit]


def suggestions(words: str) -> list[tuple[Claim, Match]]:
    """What was checked already and may be what somebody is about to report."""
    matches = [m for m in matching.find(words, limit=2 * SUGGESTIONS) if m.is_public and m.score >= SUGGEST_FROM]
    rows = archive().in_bulk([match.claim_id for match in matches])
    return [(rows[match.claim_id], match) for match in matches if match.claim_id in rows][:SUGGESTIONS]


def answer(words: str) -> Claim | None:
    """The published claim that is certainly what is asked, else None."""
    found = matching.find(words, limit=1)
    if not found or not found[0].is_answer or not found[0].is_public:
        return None
    claim: Claim | None = archive().filter(pk=found[0].claim_id).first()
    return claim


def page_of(queryset: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with all that a verdict's page shows, in a fixed number of queries."""
    published = Verdict.objects.filter(published_at__isnull=False).order_by("-version")
    return queryset.select_related("office", "kelurahan").prefetch_related(
        Prefetch("sources", queryset=Source.objects.order_by("id")), Prefetch("verdicts", queryset=published)
    )


def newest(limit: int = NEWEST) -> list[Claim]:
    """The verdicts that readers saw change last: published or corrected."""
    return list(archive().order_by("-revised_at", "-id")[:limit])
