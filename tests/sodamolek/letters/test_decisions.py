"""Every move by every role: what the table allows happens, everything else is refused and changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents.models import Document
from core.notifications.models import Message
from core.regions.models import Office
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.workflow import DECISIONS, LETTER, Status
from tests.factories import letters as factories
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE, kecamatan_above
from tests.factories.letters import LetterRequestFactory
from tests.factories.regions import OfficeFactory

# What the database asks to be written together with these moves.
WITH_MOVE = {
    "submit": lambda: {"submitted_at": timezone.now(), "due_at": timezone.now()},
    "file": lambda: {"submitted_at": timezone.now(), "due_at": timezone.now()},
    "give_up": lambda: {"document": None},
    "decline": lambda: {"document": None},
}
GIVES_A_NUMBER = {"sign", "sign_first", "reserve", "print"}
OF_TWO = {"sign_first", "confirm_first", "countersign", "decline"}
BY_PEOPLE = sorted(move for move, step in LETTER.moves.items() if step.roles)

# What an operator does in the place of an applicant who came to the counter.
AT_COUNTER = frozenset({"file", "refile", "withdraw"})


def last_entry(letter_request):
    return Entry.objects.filter(subject_id=letter_request.pk).order_by("-id").first()


def make(move, row, by):
    fields = {"document": factories.document_row()} if move in GIVES_A_NUMBER else WITH_MOVE.get(move, dict)()
    with transaction.atomic():
        return LETTER.apply(move, row, by=by, fields=fields)


def ready_for(move, office, applicant, status=None) -> LetterRequest:
    """A request on which this move can be made by who may make it."""
    return LetterRequestFactory(
        kind=factories.kind_of_two() if move in OF_TWO else factories.kind(),
        office=office,
        owner=applicant,
        status=status or min(LETTER.moves[move].sources),
        needs_endorsement=move == "endorse",
        filed_by=staff(Role.OPERATOR, office) if move in AT_COUNTER else None,
    )


def place(move, office) -> Office:
    """Where the roles of a move are held."""
    return kecamatan_above(office) if LETTER.moves[move].at == "countersign_office_id" else office


@pytest.mark.parametrize("move", BY_PEOPLE)
def test_every_other_role_is_refused(move, office, applicant, stranger):
    step = LETTER.moves[move]
    row = ready_for(move, office, applicant)
    at = place(move, office)
    for by in [stranger, *(staff(role, at) for role in set(Role) - step.roles)]:
        with pytest.raises(NotYourMove):
            make(move, row, by)
    row.refresh_from_db()
    assert row.status == min(step.sources)
    assert Entry.objects.filter(subject_id=row.pk).count() == 0


@pytest.mark.parametrize("move", BY_PEOPLE)
def test_each_role_of_a_move_makes_it_from_each_of_its_states(move, office, applicant):
    step = LETTER.moves[move]
    for role in step.roles:
        for status in step.sources:
            by = applicant if role is Role.CITIZEN else staff(role, place(move, office))
            row = ready_for(move, office, applicant, status)
            assert make(move, row, by).status == step.target
            assert (last_entry(row).action, last_entry(row).actor) == (move, by)


@pytest.mark.parametrize("move", sorted(LETTER.moves))
def test_a_move_starts_only_from_its_states(move, office, applicant):
    step = LETTER.moves[move]
    at = place(move, office)
    by = applicant if Role.CITIZEN in step.roles else (staff(min(step.roles), at) if step.roles else None)
    for status in set(Status) - step.sources:
        row = ready_for(move, office, applicant, status)
        if step.at == "countersign_office_id":
            LetterRequest.objects.filter(pk=row.pk).update(countersign_office=at)
        with pytest.raises(IllegalMove), transaction.atomic():
            LETTER.apply(move, row, by=by)


@pytest.mark.parametrize("move", sorted(DECISIONS))
def test_the_same_role_elsewhere_may_not(move, office, applicant):
    step = LETTER.moves[move]
    row = ready_for(move, office, applicant)
    for role in step.roles:
        with pytest.raises(NotYourMove), transaction.atomic():
            LETTER.apply(move, row, by=staff(role, OfficeFactory()))


def test_every_move_of_an_office_is_a_decision():
    by_office = {move for move, step in LETTER.moves.items() if step.roles - {Role.CITIZEN}}
    assert by_office - AT_COUNTER == DECISIONS
    assert by_office >= AT_COUNTER


@pytest.mark.parametrize("move", sorted(AT_COUNTER))
def test_at_the_counter_nobody_moves_what_an_applicant_sent_from_home(move, office, applicant, operator):
    row = LetterRequestFactory(office=office, owner=applicant, status=min(LETTER.moves[move].sources))
    with pytest.raises(NotYourMove):
        make(move, row, operator)
    assert move not in LETTER.available(row, operator)


def test_accepting_tells_the_applicant_and_is_recorded(submitted, operator, applicant):
    row = services.accept_request(submitted, by=operator)
    assert row.status == Status.ACCEPTED
    entry = last_entry(row)
    assert (entry.action, entry.actor, entry.office) == ("accept", operator, row.office)
    assert list(Message.objects.values_list("user", "kind")) == [(applicant.pk, "letters/accepted")]


def test_accepting_twice_is_refused(submitted, operator):
    services.accept_request(submitted, by=operator)
    with pytest.raises(IllegalMove):
        services.accept_request(submitted, by=operator)
    assert Message.objects.count() == 1


def test_nobody_decides_on_their_own_request(sktm, office, operator):
    factories.ResidentFactory(user=operator, domicile=office.region)
    row = LetterRequestFactory(kind=sktm, office=office, owner=operator, status="submitted")
    for decide in (
        lambda: services.accept_request(row, by=operator),
        lambda: services.reject_request(row, by=operator, reason="x"),
        lambda: services.return_request(row, by=operator, reasons={}, note="x"),
    ):
        with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
            decide()
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED


def test_a_return_marks_the_named_documents_only(submitted, operator):
    row = services.return_request(submitted, by=operator, reasons={"pernyataan": "Meterai tidak terlihat."}, note="")
    assert (row.status, row.returned_reasons) == (Status.RETURNED, {"pernyataan": "Meterai tidak terlihat."})
    states = dict(RequestDocument.objects.filter(request=row).values_list("requirement", "state"))
    assert states == {"pengantar_rt": "ok", "pernyataan": "returned"}
    assert "Meterai" not in str(last_entry(row).detail)


@pytest.mark.parametrize(
    ("reasons", "note", "field"), [({}, "", "note"), ({"paspor": "x"}, "", "paspor"), ({}, "x" * 1001, "note")]
)
def test_a_return_needs_a_reason_that_fits(submitted, operator, reasons, note, field):
    with pytest.raises(ValidationError) as caught:
        services.return_request(submitted, by=operator, reasons=reasons, note=note)
    assert list(caught.value.message_dict) == [field]
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_rejection_needs_a_reason(submitted, operator):
    with pytest.raises(ValidationError) as caught:
        services.reject_request(submitted, by=operator, reason="  ")
    assert list(caught.value.message_dict) == ["reason"]
    row = services.reject_request(submitted, by=operator, reason="Bukan warga kelurahan ini.")
    assert (row.status, row.note, row.decided_by) == (Status.REJECTED, "Bukan warga kelurahan ini.", operator)


def test_a_lurah_hands_back_to_the_desk(accepted, lurah):
    row = services.reopen_request(accepted, by=lurah, note="Nama ibu salah.")
    assert (row.status, row.note) == (Status.SUBMITTED, "Nama ibu salah.")


def test_signing_makes_the_letter(accepted, signing_lurah, applicant):
    row = services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert row.status == Status.SIGNED
    document = Document.objects.get()
    assert (row.document, document.subject_name, document.kind_name) == (document, row.snapshot["name"], row.kind.name)
    assert document.office == accepted.office
    assert list(Message.objects.values_list("user", "kind")) == [(applicant.pk, "letters/signed")]
    assert services.read_letter(row, by=applicant)[:5] == b"%PDF-"


def test_a_wrong_passphrase_leaves_nothing(accepted, signing_lurah):
    with pytest.raises(ValidationError) as caught:
        services.sign_request(accepted, by=signing_lurah.user, passphrase="salah sekali")
    assert list(caught.value.message_dict) == ["passphrase"]
    accepted.refresh_from_db()
    assert (accepted.status, Document.objects.count(), Message.objects.count()) == (Status.ACCEPTED, 0, 0)


def test_an_operator_does_not_sign(accepted, operator):
    with pytest.raises(NotYourMove):
        services.sign_request(accepted, by=operator, passphrase=PASSPHRASE)


def test_many_are_signed_and_the_rest_is_told(sktm, office, signing_lurah):
    rows = [LetterRequestFactory(kind=sktm, office=office, status=s) for s in ("accepted", "submitted", "accepted")]
    elsewhere = LetterRequestFactory(kind=sktm, status="accepted")
    result = services.sign_many([*rows, elsewhere], by=signing_lurah.user, passphrase=PASSPHRASE)
    assert [row.pk for row in result.signed] == [rows[0].pk, rows[2].pk]
    assert [row.pk for row, _reason in result.failed] == [rows[1].pk, elsewhere.pk]
    numbers = Document.objects.order_by("entry__number").values_list("entry__number", flat=True)
    assert list(numbers) == [1, 2]


def test_a_revoked_letter_is_void(accepted, signing_lurah):
    row = services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE)
    row = services.revoke_request(row, by=signing_lurah.user, reason="Data keliru.")
    row.document.refresh_from_db()
    assert (row.status, row.document.state, row.note) == (Status.REVOKED, "revoked", "Data keliru.")


def two_letters(kind, office, owner, signer):
    """Two signed letters of one person."""
    rows = LetterRequestFactory.create_batch(2, kind=kind, office=office, owner=owner, status="accepted")
    return [services.sign_request(row, by=signer, passphrase=PASSPHRASE) for row in rows]


def test_a_replaced_letter_points_to_the_new_one(client, sktm, office, applicant, signing_lurah):
    old, new = two_letters(sktm, office, applicant, signing_lurah.user)
    with pytest.raises(ValidationError):
        services.replace_request(new, by=signing_lurah.user, replacement=new)
    client.force_login(signing_lurah.user)
    assert new.document.number_text in client.get(reverse("letters:revoke", args=[old.pk])).content.decode()
    address = reverse("letters:replace", args=[old.pk])
    assert client.post(address, {"replacement": old.pk}).status_code == 422
    assert client.post(address, {"replacement": new.pk}).status_code == 302
    old.refresh_from_db()
    assert (old.status, old.document.replaced_by) == (Status.REPLACED, new.document)


def test_no_letter_of_somebody_else_takes_the_place(sktm, office, applicant, stranger, signing_lurah):
    (old, _one), (other, _two) = (two_letters(sktm, office, who, signing_lurah.user) for who in (applicant, stranger))
    assert other not in queries.replacements_for(old, signing_lurah.user)
    with pytest.raises(ValidationError, match="orang yang sama"):
        services.replace_request(old, by=signing_lurah.user, replacement=other)


def test_only_a_signed_letter_is_collected(accepted, operator, signing_lurah):
    with pytest.raises(IllegalMove):
        services.mark_collected(accepted, by=operator)
    services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert services.mark_collected(accepted, by=operator).status == Status.COLLECTED


def test_a_letter_read_by_an_officer_is_recorded(accepted, signing_lurah, operator, applicant):
    row = services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE)
    services.read_letter(row, by=applicant)
    assert Entry.objects.filter(action="read_letter").count() == 0
    services.read_letter(row, by=operator)
    assert list(Entry.objects.filter(action="read_letter").values_list("actor", flat=True)) == [operator.pk]


def test_a_letter_that_is_not_signed_cannot_be_read(accepted, applicant):
    with pytest.raises(ValidationError):
        services.read_letter(accepted, by=applicant)


def test_the_signer_has_no_certificate(accepted, lurah):
    with pytest.raises((ValidationError, PermissionDenied)):
        services.sign_request(accepted, by=lurah, passphrase=PASSPHRASE)
    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED


def test_the_letter_says_what_was_submitted(accepted, signing_lurah):
    content = services.letter_content(accepted, signing_lurah)
    texts = dict(content.rows)
    assert texts["Nama"] == accepted.snapshot["known"]["nama"]
    assert texts["NIK"] == accepted.snapshot["nik"]
    assert "Rp 1.250.000" in content.paragraphs[0]
    assert content.paragraphs[1].endswith("mengurus beasiswa KIP Kuliah.")
    assert content.signer_name == signing_lurah.user.name
    assert "{" not in "".join([content.opening, content.closing, *content.paragraphs, *texts.values()])


def test_a_register_that_changed_later_does_not_change_the_letter(accepted):
    accepted.resident.name = "Nama Lain"
    accepted.resident.save()
    assert services.letter_content(accepted).subject_name == accepted.snapshot["name"]


def test_a_preview_needs_no_signer(submitted):
    assert services.preview_pdf(submitted)[:5] == b"%PDF-"
