"""States and moves: who may move what from where, once, and on the record."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from core.accounts.models import User
from core.accounts.rules import TOTP_ROLES, Capacity, Role
from core.audit.models import Entry
from core.workflow import IllegalMove, NotYourMove, Workflow, move
from kabashoax.workflow import CLAIM, ClaimStatus
from smartcity_eval.workflow import ASSESSMENT, AssessmentStatus
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import LETTER, Status
from sodamolek.prices.workflow import ROUND
from sodamolek.prices.workflow import Status as RoundStatus
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.letters import LetterRequestFactory


def refuse(row) -> None:
    raise ValidationError(f"Tunggu: {row.status}")


# A table of our own over the letters' rows: what is tested is the machine, not the letters' rules.
FLOW = Workflow(
    "uji",
    {
        "accept": move({Status.SUBMITTED}, Status.ACCEPTED, {Role.OPERATOR}),
        "cancel": move({Status.SUBMITTED, Status.RETURNED}, Status.CANCELLED, {Role.CITIZEN}),
        "expire": move({Status.SUBMITTED}, Status.EXPIRED),
        "wait": move({Status.SUBMITTED}, Status.REJECTED, {Role.OPERATOR}, refuse),
    },
)


@pytest.fixture
def row(db):
    return LetterRequestFactory(status=Status.SUBMITTED)


def operator_of(row) -> User:
    return staff(Role.OPERATOR, row.office)


def apply(name, row, by, **options):
    with transaction.atomic():
        return FLOW.apply(name, row, by=by, **options)


def unchanged(row) -> bool:
    before = row.status
    row.refresh_from_db()
    return row.status == before and not Entry.objects.filter(subject_id=row.pk).exists()


def test_a_move_writes_the_status_and_the_fields_and_is_recorded(row):
    operator = operator_of(row)
    moved = apply("accept", row, operator, note="lengkap", fields={"note": "diambil hari Senin"})
    stored = LetterRequest.objects.get(pk=row.pk)
    assert (stored.status, stored.note) == (Status.ACCEPTED, "diambil hari Senin")
    assert (moved.status, moved.note) == (Status.ACCEPTED, "diambil hari Senin")
    entries = Entry.objects.filter(subject_id=row.pk).values_list("action", "actor", "office", "detail")
    assert list(entries) == [
        ("accept", operator.pk, row.office_id, {"from": "submitted", "to": "accepted", "note": "lengkap"})
    ]


def test_a_move_from_another_state_is_refused(row):
    operator = operator_of(row)
    apply("accept", row, operator)
    with pytest.raises(IllegalMove) as error:
        apply("accept", row, operator)
    assert error.value.messages == ["Sudah diproses: keadaannya sekarang “Menunggu tanda tangan”."]
    assert Entry.objects.filter(subject_id=row.pk).count() == 1


@pytest.mark.parametrize("who", ["a stranger", "another role here", "the role elsewhere", "the portal", "the owner"])
def test_a_move_by_somebody_else_is_refused(row, who):
    by = {
        "a stranger": UserFactory,
        "another role here": lambda: staff(Role.LURAH, row.office),
        "the role elsewhere": lambda: staff(Role.OPERATOR),
        "the portal": lambda: None,
        "the owner": lambda: row.owner,
    }[who]()
    with pytest.raises(NotYourMove):
        apply("accept", row, by)
    assert FLOW.available(row, by) == (["cancel"] if who == "the owner" else ["expire"] if by is None else [])
    assert unchanged(row)


@pytest.mark.parametrize(("starts", "ends", "may"), [(0, 0, True), (0, None, True), (1, None, False), (-9, -1, False)])
def test_a_role_counts_on_the_days_of_its_assignment(row, starts, ends, may):
    today = timezone.localdate()
    day = {
        "starts_on": today + timedelta(days=starts),
        "ends_on": None if ends is None else today + timedelta(days=ends),
    }
    user = AssignmentFactory(role=Role.OPERATOR, office=row.office, **day).user
    assert ("accept" in FLOW.available(row, user)) is may


def test_the_owner_makes_the_citizens_move_and_no_other_citizen_does(row):
    with pytest.raises(NotYourMove):
        apply("cancel", row, UserFactory())
    assert apply("cancel", row, row.owner).status == Status.CANCELLED


def test_the_portal_alone_makes_a_move_without_roles(row):
    with pytest.raises(NotYourMove):
        apply("expire", row, operator_of(row))
    assert apply("expire", row, None).status == Status.EXPIRED
    assert Entry.objects.get(subject_id=row.pk).actor is None


@pytest.mark.parametrize("capacity", [Capacity.AN, Capacity.UB, Capacity.PLH])
def test_the_trail_names_in_whose_name_somebody_acts(row, capacity):
    acting = AssignmentFactory(role=Role.OPERATOR, office=row.office, capacity=capacity).user
    head = operator_of(row)
    staff(Role.OPERATOR)
    apply("accept", row, acting)
    entry = Entry.objects.get(subject_id=row.pk)
    assert (entry.actor, entry.on_behalf_of, entry.detail["capacity"]) == (acting, head, capacity)


@pytest.mark.parametrize("case", ["vacant", "also definitive", "for a citizen"])
def test_who_acts_for_nobody_else_or_for_a_citizen(row, case):
    acting = AssignmentFactory(role=Role.OPERATOR, office=row.office, capacity=Capacity.PLT).user
    if case == "also definitive":
        operator_of(row)
        AssignmentFactory(user=acting, role=Role.OPERATOR, office=row.office)
    apply("accept", row, acting, on_behalf_of=row.owner if case == "for a citizen" else None)
    entry = Entry.objects.get(subject_id=row.pk)
    assert entry.on_behalf_of == (row.owner if case == "for a citizen" else None)
    assert ("capacity" in entry.detail) is (case != "also definitive")


def test_a_guard_stops_the_move_and_sees_the_row_as_it_was(row):
    with pytest.raises(ValidationError, match="Tunggu: submitted"):
        apply("wait", row, operator_of(row))
    assert unchanged(row)


def test_the_stale_row_in_hand_is_not_believed(row):
    LetterRequest.objects.filter(pk=row.pk).update(status=Status.RETURNED)
    assert row.status == Status.SUBMITTED
    with pytest.raises(IllegalMove):
        apply("accept", row, operator_of(row))


def test_a_row_without_an_office_gives_nobody_a_role(row):
    operator = operator_of(row)
    row.office_id = None
    assert FLOW.available(row, operator) == []


def test_apply_needs_a_transaction(committed):
    row = LetterRequestFactory(status=Status.SUBMITTED)
    with pytest.raises(RuntimeError, match="needs a transaction"):
        FLOW.apply("accept", row, by=operator_of(row))
    assert unchanged(row)


def test_a_rolled_back_move_leaves_no_record(row):
    with transaction.atomic():
        FLOW.apply("accept", row, by=operator_of(row))
        transaction.set_rollback(True)
    assert unchanged(row)


def test_of_two_at_once_one_moves_and_the_other_is_told(committed):
    row = LetterRequestFactory(status=Status.SUBMITTED)
    people = [operator_of(row), operator_of(row)]
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def decide(user: User) -> None:
        start.wait()
        try:
            apply("accept", row, user)
            outcomes.append("moved")
        except IllegalMove:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "told"]
    assert Entry.objects.filter(subject_id=row.pk, action="accept").count() == 1


def test_two_different_moves_at_once_are_one_after_the_other(committed):
    row = LetterRequestFactory(status=Status.SUBMITTED)
    operator, owner = operator_of(row), row.owner
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def decide(name: str, user: User) -> None:
        start.wait()
        try:
            outcomes.append(apply(name, row, user).status)
        except IllegalMove:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in (("accept", operator), ("cancel", owner))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert outcomes == [row.status]


def test_the_diagram_has_a_line_for_every_arrow():
    assert FLOW.diagram().splitlines() == [
        "stateDiagram-v2",
        "    submitted --> accepted: accept",
        "    returned --> cancelled: cancel",
        "    submitted --> cancelled: cancel",
        "    submitted --> expired: expire",
        "    submitted --> rejected: wait",
    ]


def test_every_state_of_a_letter_is_reached_and_named():
    targets = {step.target for step in LETTER.moves.values()} | {Status.DRAFT}
    assert targets == set(Status)
    assert {source for step in LETTER.moves.values() for source in step.sources} <= set(Status)


@pytest.mark.parametrize(
    ("flow", "public"),
    [
        (LETTER, {Status.ENDORSED, Status.SIGNING}),
        (ROUND, {RoundStatus.VALIDATED}),
        (CLAIM, {ClaimStatus.PUBLISHED}),
        (ASSESSMENT, {AssessmentStatus.PUBLISHED}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_whoever_signs_or_publishes_needs_a_second_factor(flow, public):
    """Dinkes and BKAD publish without a table of moves: growth.services.publications, sihebat.services.reports."""
    roles = {role for move in flow.moves.values() if move.target in public for role in move.roles}
    assert roles
    assert roles | {Role.DINKES, Role.BKAD_OFFICER} <= TOTP_ROLES
