"""Asking an office: who may ask, answer and take back, what the answer becomes, who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from kabashoax.models import Confirmation, Source
from kabashoax.services import confirming, verdicts
from tests.factories.accounts import staff
from tests.factories.kabashoax import TITLE, claim, propose
from tests.factories.regions import OfficeFactory


def office_of(contact):
    return contact.assignments.get().office


@pytest.fixture
def asked(checker, contact):
    return confirming.ask(claim(checker), office=office_of(contact), question="Benarkah ada racun?", by=checker)


def test_the_contact_is_told_and_the_answer_becomes_a_source(asked, checker, contact):
    assert [(m.user, m.url) for m in Message.objects.all()] == [(contact, f"/hoaks/konfirmasi/{asked.pk}/")]
    source = confirming.answer(asked, text="Tidak ada racun. Air aman.", by=contact)
    asked.refresh_from_db()
    assert (asked.status, asked.answered_by, asked.source) == ("done", contact, source)
    assert (source.claim, source.publisher, source.excerpt) == (
        asked.claim,
        "Dinas Kesehatan",
        "Tidak ada racun. Air aman.",
    )
    assert source.published_on == timezone.localdate()
    assert list(Message.objects.filter(user=checker).values_list("title", flat=True)) == [
        "Dinas Kesehatan sudah menjawab"
    ]
    assert list(Trail.objects.filter(subject_id=asked.pk).order_by("id").values_list("action", flat=True)) == [
        "ask",
        "answer",
    ]


def test_only_the_contact_of_that_office_answers_and_only_once(asked, checker, contact, office):
    for stranger in (checker, staff(Role.OFFICE_CONTACT, office), staff(Role.EDITOR, office_of(contact))):
        with pytest.raises(NotYourMove):
            confirming.answer(asked, text="Bukan saya yang ditanya.", by=stranger)
    assert Source.objects.filter(confirmation=asked).count() == 0
    confirming.answer(asked, text="Aman.", by=contact)
    with pytest.raises(IllegalMove):
        confirming.answer(asked, text="Sekali lagi.", by=contact)
    assert Source.objects.filter(excerpt="Sekali lagi.").count() == 0


def test_an_answer_needs_words(asked, contact):
    for text in ("  ", "a" * 2001):
        with pytest.raises(ValidationError) as refused:
            confirming.answer(asked, text=text, by=contact)
        assert list(refused.value.message_dict) == ["text"]


def test_an_office_is_asked_once_and_needs_a_contact(asked, checker, contact):
    with pytest.raises(ValidationError) as refused:
        confirming.ask(asked.claim, office=asked.office, question="Sekali lagi?", by=checker)
    assert list(refused.value.message_dict) == ["office"]
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.filter(user=contact).update(starts_on=yesterday, ends_on=yesterday)
    confirming.withdraw(asked, by=checker)
    with pytest.raises(ValidationError, match="narahubung"):
        confirming.ask(asked.claim, office=asked.office, question="Dan sekarang?", by=checker)
    assert Confirmation.objects.count() == 1


def test_only_who_asked_takes_it_back(asked, checker, contact, editor):
    for other in (contact, editor, staff(Role.FACT_CHECKER, OfficeFactory(dinas=True))):
        with pytest.raises(NotYourMove):
            confirming.withdraw(asked, by=other)
    assert confirming.withdraw(asked, by=checker).status == "cancelled"
    with pytest.raises(IllegalMove):
        confirming.answer(asked, text="Terlambat.", by=contact)


def test_an_answer_may_come_while_the_editor_reads_the_proposal(asked, checker, editor, contact):
    propose(asked.claim, checker)
    confirming.answer(asked, text="Aman.", by=contact)
    made = verdicts.publish(asked.claim, by=editor)
    assert [source.publisher for source in made.sources.all()] == ["PERUMDA Air Minum", "Dinas Kesehatan"]
    waiting = claim(checker, title="Lain lagi", text="Kabar lain sama sekali")
    propose(waiting, checker)
    with pytest.raises(IllegalMove):
        confirming.ask(waiting, office=asked.office, question="Benar?", by=checker)


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_a_question(role, asked, office):
    here, there = staff(role, office), staff(role, asked.office)
    asks = role in (Role.FACT_CHECKER, Role.EDITOR)
    assert set(Confirmation.objects.visible_to(here)) == ({asked} if asks else set())
    assert set(Confirmation.objects.visible_to(there)) == ({asked} if role == Role.OFFICE_CONTACT else set())


def test_the_path_in_pages(client, checker, contact):
    made = claim(checker)
    client.force_login(checker)
    data = {"tanya-office": office_of(contact).pk, "tanya-question": "Benarkah airnya beracun?"}
    assert client.post(reverse("kabashoax:ask", args=[made.pk]), {**data, "tanya-question": ""}).status_code == 422
    client.post(reverse("kabashoax:ask", args=[made.pk]), data)
    assert "Benarkah airnya beracun?" in client.get(reverse("kabashoax:work", args=[made.pk])).text
    client.force_login(contact)
    assert "menunggu jawaban kantor Anda" in client.get(reverse("web:my_day")).text
    assert TITLE in client.get(reverse("kabashoax:confirmations")).text
    page = reverse("kabashoax:confirmation", args=[Confirmation.objects.get().pk])
    assert client.post(page, {"text": ""}).status_code == 422
    assert client.post(page, {"text": "Sudah diuji, aman."}).status_code == 302
    assert "Sudah diuji, aman." in client.get(page).text
    client.force_login(staff(Role.OFFICE_CONTACT, OfficeFactory(dinas=True)))
    assert client.get(page).status_code == 404
    assert client.get(reverse("kabashoax:confirmations")).context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_contacts_list_takes_the_same_number_of_queries(client, checker, contact, django_assert_num_queries, count):
    for number in range(count):
        made = claim(checker, title=f"Klaim {number}", text=f"Bunyi klaim nomor {number}")
        confirming.ask(made, office=office_of(contact), question="Benar?", by=checker)
    client.force_login(contact)
    client.get(reverse("kabashoax:confirmations"))
    with django_assert_num_queries(4):
        client.get(reverse("kabashoax:confirmations"))
