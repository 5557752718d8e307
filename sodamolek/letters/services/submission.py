"""Sending a request to the office, once, however often the button is pressed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.files import services as files
from core.jobs import services as jobs
from core.population import services as population
from core.regions.queries import add_working_hours
from core.workflow import NotYourMove
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.rules import sheet as sheets
from sodamolek.letters.rules.sheet import Sheet
from sodamolek.letters.services.common import locked, may_type, on_behalf, ready, tell, tell_person
from sodamolek.letters.services.tracking import pin_of
from sodamolek.letters.workflow import LETTER


@dataclass(frozen=True)
class Submission:
    """What the applicant takes away. `repeated`: it had been sent before with the same token."""

    letter_request: LetterRequest
    pin: str
    repeated: bool


def submit_request(letter_request: LetterRequest, *, by: User, token: UUID) -> Submission:
    """Send a draft to the office; `token` is the row's `submit_token` that the form carried.

    The same token again gives the same answer and changes nothing, also in parallel. Raises ValidationError
    with the key of each field and requirement that is missing or wrong.
    """
    _renew_facts(letter_request, by)
    with transaction.atomic():
        row = locked(letter_request)
        if row.submitted_at is not None and row.submit_token == token and by.pk in (row.owner_id, row.filed_by_id):
            return Submission(row, pin_of(row), repeated=True)
        move = "submit" if row.owner_id == by.pk else "file"
        if not may_type(row, by):
            raise NotYourMove
        ready(move, row, by)
        if row.submit_token != token:
            raise ValidationError(_("Formulir ini sudah usang. Muat ulang halaman, lalu kirim lagi."))
        fields = _checked_fields(row)
        now = timezone.now()
        fields |= {"submitted_at": now, "due_at": add_working_hours(now, row.spec.standard.hours, row.office)}
        if move == "file":
            # From now on it stands among the applicant's own, if there is an account.
            fields["owner"] = row.resident.user
        sent = _sent(move, row, by, fields)
        tell_person(row)
    return Submission(sent, pin_of(sent), repeated=False)


def resubmit_request(letter_request: LetterRequest, *, by: User) -> LetterRequest:
    """Send a corrected request back. The clock starts anew: the office could not work on it meanwhile."""
    _renew_facts(letter_request, by)
    with transaction.atomic():
        row = locked(letter_request)
        move = "resubmit" if row.owner_id == by.pk else "refile"
        ready(move, row, by)
        fields = _checked_fields(row)
        _drop_returned_pages(row)
        due = add_working_hours(timezone.now(), row.spec.standard.hours, row.office)
        # Words that were mended for the old answers say nothing of the new ones.
        fields |= {"due_at": due, "returned_reasons": {}, "note": "", "returned_at": None, "wording": None}
        return _sent(move, row, by, fields)


def _renew_facts(letter_request: LetterRequest, by: User) -> None:
    """The letter quotes what the register says now. Asked before any lock; a silent register stops nobody."""
    if letter_request.is_editable and may_type(letter_request, by):
        population.renew_facts(letter_request.resident, by=by)


def _sent(move: str, row: LetterRequest, by: User, fields: dict[str, Any]) -> LetterRequest:
    sent: LetterRequest = LETTER.apply(move, row, by=by, fields=fields, on_behalf_of=on_behalf(row, by))
    jobs.enqueue("letters.render_previews", {"letter_request": str(sent.pk)}, key=str(sent.pk))
    tell(sent, "submitted" if move in ("submit", "file") else "resubmitted")
    return sent


def _checked_fields(row: LetterRequest) -> dict[str, Any]:
    """Snapshot and clean answers, when everything that the kind asks is there and right."""
    resident = row.resident
    person = queries.person_of(resident)
    known = sheets.known_values(row.spec, person, proven=resident.is_proven)
    sheet = queries.sheet_with(row, known, proven=resident.is_proven)
    errors = {**sheet.cleaned.errors, **_missing_documents(row, sheet)}
    if errors:
        raise ValidationError({key: [text] for key, text in errors.items()})
    snapshot = {
        "known": known,
        "proven": resident.is_proven,
        "match_state": resident.match_state,
        "nik": resident.nik,
        "name": known.get("nama") or sheet.cleaned.values.get("nama") or resident.name,
        "taken_at": timezone.now().isoformat(),
    }
    return {
        "snapshot": snapshot,
        "answers": sheet.cleaned.values,
        "subject_name": snapshot["name"][:120],
        "touched_at": timezone.now(),
    }


def _missing_documents(row: LetterRequest, sheet: Sheet) -> dict[str, str]:
    """A compulsory document without a good page or an original seen, or a returned one that was not replaced."""
    good = set(
        RequestDocument.objects.filter(request=row, state=RequestDocument.State.OK).values_list(
            "requirement", flat=True
        )
    )
    good.update(row.seen_originals)
    found = {}
    for requirement in sheet.requirements:
        if requirement.key in good:
            continue
        if requirement.key in row.returned_reasons:
            found[requirement.key] = _("Dokumen ini dikembalikan. Unggah penggantinya.")
        elif requirement.compulsory:
            found[requirement.key] = _("Dokumen ini belum diunggah.")
    return found


def _drop_returned_pages(row: LetterRequest) -> None:
    pages = RequestDocument.objects.filter(request=row, state=RequestDocument.State.RETURNED).select_related("file")
    for page in pages:
        stored = page.file
        page.delete()
        files.delete(stored)
