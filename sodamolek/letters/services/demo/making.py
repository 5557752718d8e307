"""The requests: sent by their applicants or at the counter, each brought as far as the demo wants it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.accounts.models import User
from core.accounts.rules import Role
from core.files import services as files
from core.population import services as population
from core.regions.models import Office
from core.regions.queries import add_working_hours
from core.signup import demo as demo_people
from sodamolek.letters import queries
from sodamolek.letters.models import LetterKind, LetterRequest, OfficeSetting, RequestDocument
from sodamolek.letters.rules.relations import Relation
from sodamolek.letters.services import counter, drafts, kinds, offices, relatives, submission
from sodamolek.letters.services.demo import around, books, steps
from sodamolek.letters.services.demo.paper import paper
from sodamolek.letters.services.demo.people import applicants, staff_at
from sodamolek.letters.services.examples import example_answers

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "demo_requests.json"

# Where the register does not say where somebody lives.
HOME = {"alamat": "Jalan Contoh 5", "rt": "003", "rw": "001"}


def make_requests() -> None:
    """Make what is missing of the demo's requests, books and survey figures; a second run changes nothing."""
    data = json.loads(DATA.read_text())
    kinds.load_kinds()
    tokens = {_token(row): row for row in data["requests"]}
    made = LetterRequest.objects.filter(submit_token__in=tokens).values_list("submit_token", flat=True)
    missing = [row for token, row in tokens.items() if token not in set(made)]
    books.begin_book()
    if missing:
        people = applicants(data["applicants"])
        _ask_for_paraf(data["paraf_at"])
        for row in missing:
            _make(row, people)
    books.fill_book()
    around.make_survey_figures()


def _token(row: dict[str, Any]) -> UUID:
    """By it a request of the demo is known again: the key in the file, and the row's `submit_token`."""
    return uuid5(NAMESPACE_URL, f"https://portal.contoh/demo/{row['key']}")


def _ask_for_paraf(code: str) -> None:
    office = Office.objects.get(code=code)
    administrator = demo_people.find("administrator")
    if administrator is not None and not OfficeSetting.objects.filter(office=office).exists():
        offices.ask_endorsement(office, True, by=administrator)


def _make(row: dict[str, Any], people: dict[str, User]) -> None:
    kind = queries.kind_in_force(row["kind"])
    if kind is None:
        raise ValueError(row["kind"])
    try:
        draft, by = _draft(row, kind, people)
    except ValidationError:
        # The register's stand-in does not run beside `manage.py make_demo`; the next start makes what it answers for.
        return
    draft.submit_token = _token(row)
    draft.save(update_fields=["submit_token"])
    prefilled = {key: value for key, value in queries.start_values(draft).items() if value}
    answers = {**HOME, **prefilled, **example_answers(row["kind"], timezone.localdate())}
    drafts.save_answers(draft, answers, by=by)
    draft.refresh_from_db()
    _show_documents(draft, by)
    sent = submission.submit_request(draft, by=by, token=draft.submit_token).letter_request
    around.before(sent, row)
    around.after(steps.carry_on(sent, row["until"]), row)
    _move_back(sent, timedelta(days=row["days_ago"]))


def _draft(row: dict[str, Any], kind: LetterKind, people: dict[str, User]) -> tuple[LetterRequest, User]:
    """A draft and who fills it in. Raises ValidationError where the register has to answer and does not."""
    if "counter" in row:
        office = Office.objects.get(code=row["counter"]["office"])
        operator = staff_at(office, Role.OPERATOR)
        said = _identity(row["counter"])
        resident = population.receive_at_counter(said, office=office, seen=False, by=operator)
        draft = counter.begin_at_counter(kind, resident, office=office, by=operator)
        return counter.note_contact(draft, row["counter"].get("email", ""), by=operator), operator
    owner = people[row["applicant"]]
    if "relative" in row:
        home = Office.objects.select_related("region").get(code=row["relative"]["office"])
        relation = Relation(row["relative"]["relation"])
        return relatives.start_for(kind, _identity(row["relative"]), relation, home=home, by=owner), owner
    return drafts.start_draft(kind, by=owner), owner


def _identity(row: dict[str, str]) -> population.Identity:
    given = {name: row[name] for name in ("address", "rt", "rw") if name in row}
    return population.Identity(row["nik"], row["kk"], date.fromisoformat(row["birth_date"]), **given)


def _show_documents(draft: LetterRequest, by: User) -> None:
    """A page for each compulsory document; at the counter the operator saw the originals."""
    asked = [r for r in queries.sheet_of(draft).requirements if r.compulsory]
    if draft.counter_office_id is not None:
        counter.see_originals(draft, [r.key for r in asked], by=by)
        return
    for requirement in asked:
        page = files.store_generated(
            paper(requirement.label, by.name), content_type="image/jpeg", purpose=drafts.FILES_PURPOSE, by=by
        )
        RequestDocument.objects.create(request=draft, requirement=requirement.key, file=page, position=1)


def _move_back(sent: LetterRequest, days: timedelta) -> None:
    """Let a request look as old as the demo wants; the trail keeps the moment when it was really made."""
    row = LetterRequest.objects.get(pk=sent.pk)
    if row.submitted_at is None or row.due_at is None:
        return
    row.submitted_at -= days
    # By the office's hours: a deadline moved by days could fall on a Sunday.
    row.due_at = add_working_hours(row.submitted_at, row.spec.standard.hours, row.office)
    row.save(update_fields=["submitted_at", "due_at"])
