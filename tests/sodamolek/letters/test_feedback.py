"""Complaints about a request: who writes, who is told, who sees it, and which state follows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters.models import OFFICE_ROLES, Complaint, LetterRequest
from sodamolek.letters.queries.complaints import open_complaints, waiting_complaints
from sodamolek.letters.services.complaints import MOST_MESSAGES, answer_complaint, close_complaint, complain
from sodamolek.letters.views.complaints import tasks_of
from sodamolek.letters.workflow import COMPLAINT
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

WORDS = "Sudah tiga hari belum ada kabar."


@pytest.fixture
def complaint(submitted, applicant, operator) -> Complaint:
    return complain(submitted, WORDS, by=applicant)


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def outsiders(row: LetterRequest) -> list:
    return [
        ResidentFactory(domicile=row.office.region).user,
        staff(Role.OPERATOR, OfficeFactory()),
        staff(Role.CAMAT, OfficeFactory(kecamatan=True)),
        staff(Role.AUDITOR, row.office),
        staff(Role.ADMINISTRATOR, row.office),
    ]


def test_a_thread_goes_back_and_forth(complaint, operator, applicant):
    assert complaint.status == "open"
    complaint = answer_complaint(complaint, "Suratnya ditandatangani besok.", by=operator)
    assert complaint.status == "answered"
    complaint = complain(complaint.request, "Terima kasih, saya tunggu.", by=applicant)
    assert complaint.status == "open"
    complaint = answer_complaint(complaint, "Sudah jadi.", by=operator)
    assert close_complaint(complaint, by=applicant).status == "closed"
    assert [m.from_office for m in complaint.messages.all()] == [False, True, False, True]
    assert complain(complaint.request, "Ternyata salah nama.", by=applicant).status == "open"


def test_the_other_side_is_told_without_the_words(complaint, operator, applicant):
    told = Message.objects.get(user=operator, kind="letters/complaint_received")
    assert told.url == url("desk_complaint", complaint.request)
    answer_complaint(complaint, "Suratnya rahasia.", by=operator)
    answered = Message.objects.get(user=applicant, kind="letters/complaint_answered")
    assert "lapor.go.id" in answered.body
    assert not any(WORDS in m.body or "rahasia" in m.body for m in (told, answered))


def test_the_words_are_encrypted(complaint):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM letters_complaintmessage")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_everybody_at_the_office_may_answer(complaint, role):
    by = staff(role, complaint.office)
    assert answer_complaint(complaint, "Baik.", by=by).status == "answered"


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE_ROLES])
def test_no_other_role_answers_or_ends_one(complaint, role):
    by = staff(role, complaint.office)
    with pytest.raises(NotYourMove):
        answer_complaint(complaint, "Baik.", by=by)
    with pytest.raises(NotYourMove):
        close_complaint(complaint, by=by)
    assert complaint.messages.count() == 1


def test_another_office_does_not_answer(complaint, neighbour_operator):
    with pytest.raises(NotYourMove):
        answer_complaint(complaint, "Baik.", by=neighbour_operator)


def test_only_the_applicant_complains(submitted, operator, stranger):
    for who in (operator, stranger):
        with pytest.raises(NotYourMove):
            complain(submitted, WORDS, by=who)
    assert not Complaint.objects.exists()


def test_an_office_ends_nothing_that_it_has_not_answered(complaint, operator):
    with pytest.raises(IllegalMove):
        close_complaint(complaint, by=operator)
    answer_complaint(complaint, "Baik.", by=operator)
    assert close_complaint(complaint, by=operator).status == "closed"
    with pytest.raises(IllegalMove):
        answer_complaint(complaint, "Satu lagi.", by=operator)


def test_an_officer_does_not_answer_the_own_complaint(sktm, office, operator):
    row = LetterRequestFactory(kind=sktm, office=office, owner=operator, status="submitted")
    complaint = complain(row, WORDS, by=operator)
    with pytest.raises(ValidationError, match="keluhan Anda sendiri"):
        answer_complaint(complaint, "Baik.", by=operator)
    assert not Message.objects.filter(user=operator, kind="letters/complaint_received").exists()


@pytest.mark.parametrize("text", ["", "  ", "\x00", "x" * 1001])
def test_what_can_not_be_taken_is_said(submitted, applicant, text):
    with pytest.raises(ValidationError) as refused:
        complain(submitted, text, by=applicant)
    assert list(refused.value.message_dict) == ["text"]
    assert not Complaint.objects.exists()


def test_drafts_have_nothing_to_complain_about(client, draft, applicant):
    with pytest.raises(ValidationError, match="belum dikirim"):
        complain(draft, WORDS, by=applicant)
    client.force_login(applicant)
    assert client.get(url("complaint", draft)).status_code == 404


def test_a_thread_has_an_end(complaint, operator, monkeypatch):
    monkeypatch.setattr("sodamolek.letters.services.complaints.MOST_MESSAGES", 1)
    assert MOST_MESSAGES > 1
    with pytest.raises(ValidationError, match="SP4N-LAPOR"):
        answer_complaint(complaint, "Baik.", by=operator)
    complaint.refresh_from_db()
    assert complaint.status == "open"


def test_both_sides_read_and_write_on_their_page(client, submitted, applicant, operator):
    page, desk = url("complaint", submitted), url("desk_complaint", submitted)
    client.force_login(applicant)
    assert "https://www.lapor.go.id/" in client.get(page).content.decode()
    assert client.post(page, {"text": ""}).status_code == 422
    assert client.post(page, {"text": WORDS}).status_code == 302
    client.force_login(operator)
    text = client.get(desk).content.decode()
    assert WORDS in text
    assert "https://www.lapor.go.id/" in text
    assert client.post(desk, {"text": "Besok jadi."}).status_code == 302
    client.force_login(applicant)
    text = client.get(page).content.decode()
    assert "Besok jadi." in text
    assert operator.name not in text
    assert client.post(url("close_complaint", submitted)).status_code == 302
    assert Complaint.objects.get().status == "closed"


def test_nobody_else_finds_it(client, complaint):
    row = complaint.request
    for who in outsiders(row):
        assert not Complaint.objects.visible_to(who).exists()
        client.force_login(who)
        for name in ("complaint", "close_complaint"):
            assert client.post(url(name, row), {"text": "x"}).status_code == 404
        assert client.get(url("complaint", row)).status_code == 404
        # Whoever works at no office is turned away before anything is looked up.
        expected = 404 if who.has_role(*OFFICE_ROLES) else 403
        for name in ("desk_complaint", "settle_complaint"):
            assert client.post(url(name, row), {"text": "x"}).status_code == expected
        assert client.get(url("desk_complaint", row)).status_code == expected
    assert complaint.messages.count() == 1


def test_without_a_complaint_the_office_writes_nothing(client, submitted, operator):
    client.force_login(operator)
    assert client.get(url("desk_complaint", submitted)).status_code == 200
    assert client.post(url("desk_complaint", submitted), {"text": "Halo."}).status_code == 404
    assert client.post(url("settle_complaint", submitted)).status_code == 404


def test_the_queue_is_the_offices_own_oldest_first(client, sktm, office, complaint, operator, neighbour_operator):
    later = complain(LetterRequestFactory(kind=sktm, office=office, status="submitted"), WORDS, by=_owner())
    assert list(waiting_complaints(operator)) == [complaint, later]
    assert list(waiting_complaints(neighbour_operator)) == []
    assert [task.count for task in tasks_of(operator)] == [2]
    assert tasks_of(neighbour_operator) == []
    answer_complaint(complaint, "Baik.", by=operator)
    assert open_complaints(operator)[0] == 1
    client.force_login(operator)
    text = client.get(reverse("letters:complaints")).content.decode()
    assert later.request.reference in text
    assert complaint.request.reference not in text
    answered = client.get(reverse("letters:complaints"), {"status": "answered"}).content.decode()
    assert complaint.request.reference in answered


def _owner():
    return LetterRequest.objects.latest("created_at").owner


def test_a_citizen_has_no_complaints_to_answer(complaint, applicant, django_assert_num_queries):
    assert applicant.assignments_today == []
    with django_assert_num_queries(0):
        assert open_complaints(applicant) == (0, None)


def test_who_writes_on_while_waiting_keeps_the_place_in_the_line(complaint, operator, applicant):
    since = complaint.waiting_since
    assert complain(complaint.request, "Masih menunggu.", by=applicant).waiting_since == since
    answer_complaint(complaint, "Sedang kami periksa.", by=operator)
    assert complain(complaint.request, "Belum juga.", by=applicant).waiting_since > since


def test_the_table_is_the_whole_truth(complaint, operator, applicant):
    assert COMPLAINT.available(complaint, applicant) == ["ask", "close"]
    assert COMPLAINT.available(complaint, operator) == ["answer"]
    assert complaint.waiting_since <= timezone.now()
