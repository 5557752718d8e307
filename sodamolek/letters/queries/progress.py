"""What happened to a request so far, and why it came back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.functional import Promise

from core.audit.models import Entry
from sodamolek.letters.models import LetterRequest, WordingChange
from sodamolek.letters.rules.relations import PROOF_KEY, proof_of
from sodamolek.letters.rules.timeline import TITLES, TONES, ahead


@dataclass(frozen=True)
class Event:
    """One line of the progress, for components/timeline.html."""

    title: str | Promise
    moment: datetime | None
    text: str = ""
    tone: str = ""
    pending: bool = False


def timeline(letter_request: LetterRequest, *, staff: bool = False) -> list[Event]:
    """What happened so far, oldest first, from the trail. `staff` adds who did it: a citizen sees the office."""
    entries = Entry.objects.filter(
        subject_type=LetterRequest._meta.label_lower, subject_id=letter_request.pk, action__in=TITLES
    ).order_by("id")
    rows = entries.annotate(actor_name=F("actor__name")).values_list("action", "at", "actor_name")
    done = [
        Event(TITLES[action], at, (name or "") if staff else "", TONES.get(action, "")) for action, at, name in rows
    ]
    steps = ahead(letter_request.status, letter_request.kind.spec, needs_endorsement=letter_request.needs_endorsement)
    return [*done, *(Event(title, None, pending=True) for title in steps)]


def wording_changes(letter_request: LetterRequest, events: list[Event]) -> list[WordingChange]:
    """What an operator changed in the words of the letter, oldest first; asked only where `events` tell of it."""
    if TITLES["mend_wording"] not in [event.title for event in events]:
        return []
    return list(WordingChange.objects.filter(request=letter_request))


def reasons_by_label(letter_request: LetterRequest) -> list[tuple[str, str]]:
    """Why a request came back: the label of each document or field, and the office's reason."""
    spec = letter_request.kind.spec
    found: list[tuple[str, str]] = []
    for key, reason in letter_request.returned_reasons.items():
        proof = proof_of(letter_request.relation) if key == PROOF_KEY else None
        part = proof or spec.requirement(key) or spec.field(key)
        found.append((part.label if part else key, reason))
    return found
