"""Who has no account is told by mail, if they left an address at the counter; who a letter is about is told too."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import User
from core.audit.models import Entry
from core.notifications.models import Delivery, Message
from core.population.models import Resident
from core.regions.models import Office
from core.workflow import NotYourMove
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.relations import PROOF_KEY, Relation
from sodamolek.letters.services import common, upkeep
from sodamolek.letters.services.counter import adopt_requests
from sodamolek.letters.services.drafts import About, open_draft
from sodamolek.letters.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.letters import ANSWERS, kind, with_documents
from tests.factories.population import ResidentFactory

pytestmark = pytest.mark.django_db
ADDRESS = "maria@contoh.test"
COMPULSORY = ("pengantar_rt", "pernyataan")
NAME = "Surat Keterangan Tidak Mampu"


@pytest.fixture
def draft(office: Office, operator: User) -> LetterRequest:
    """Begun at the counter for somebody without an account."""
    visitor = ResidentFactory(user=None, domicile=office.region, name="MARIA CONTOH")
    return services.begin_at_counter(kind(), visitor, office=office, by=operator)


@pytest.fixture
def counter(client: Any, operator: User) -> Any:
    client.force_login(operator)
    return client


def typed(draft: LetterRequest, **fields: Any) -> dict[str, Any]:
    given = {**ANSWERS["SKTM"], "dilihat": COMPULSORY, "statement": "on", "token": draft.submit_token}
    return {**given, **fields}


def address(name: str, row: Any) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def mails() -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(message=None).order_by("id").values_list("address", "title"))


def fresh(row: LetterRequest) -> LetterRequest:
    return LetterRequest.objects.get(pk=row.pk)


def test_who_left_an_address_is_told_of_each_step_without_an_account(counter, operator, draft):
    counter.post(address("counter_form", draft), typed(draft, contact_email=ADDRESS))
    assert f"dikirim ke <b>{ADDRESS}</b>" in text(counter.get(address("counter_receipt", draft)))
    services.return_request(fresh(draft), by=operator, reasons={"pernyataan": "Meterai hilang."})
    assert mails() == [
        (ADDRESS, f"{NAME}: menunggu diperiksa ({draft.reference})"),
        (ADDRESS, f"{NAME}: perlu diperbaiki ({draft.reference})"),
    ]
    body = Delivery.objects.latest("id").body
    assert reverse("letters:track_reference", args=[draft.reference]) in body
    assert f"Datanglah ke loket {draft.office.name}" in body
    for kept_back in ("MARIA", "Meterai", services.pin_of(draft)):
        assert kept_back not in body
    assert Entry.objects.get(action="note_contact").detail == {"given": True}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("signed", "Ambillah di loket"),
        ("reminder", "dalam 10 hari"),
        ("rejected", "lapor.go.id"),
        ("collected", "tanpa nama"),
        ("accepted", "tidak perlu melakukan apa-apa"),
    ],
)
def test_a_mail_says_what_to_do_next(draft, message, words):
    draft.contact_email = ADDRESS
    common.tell(draft, message)
    assert words in Delivery.objects.get().body


def test_without_an_address_the_receipt_says_how_to_follow(counter, draft):
    sent = counter.post(address("counter_form", draft), typed(draft))
    shown = text(counter.get(sent["Location"]))
    assert "portal tidak mengirim kabar" in shown
    assert reverse("letters:track") in shown
    assert mails() == []


def test_a_wrong_address_is_refused_and_the_earlier_one_stays(counter, operator, draft):
    services.note_contact(draft, ADDRESS, by=operator)
    answer = counter.post(address("counter_form", draft), typed(draft, contact_email="maria@"))
    assert (answer.status_code, list(answer.context["counter_form"].errors)) == (422, ["contact_email"])
    assert (fresh(draft).status, fresh(draft).contact_email) == (Status.DRAFT, ADDRESS)


def test_who_has_an_account_is_asked_for_no_address(counter, office, operator):
    resident = ResidentFactory(domicile=office.region)
    row = services.begin_at_counter(kind(), resident, office=office, by=operator)
    assert "contact_email" not in counter.get(address("counter_form", row)).context["counter_form"].fields
    services.note_contact(row, ADDRESS, by=operator)
    assert fresh(row).contact_email is None


def test_an_address_is_noted_at_the_counter_alone(draft, neighbour_operator, lurah):
    for somebody in (neighbour_operator, lurah, UserFactory()):
        with pytest.raises(NotYourMove):
            services.note_contact(draft, ADDRESS, by=somebody)
    assert fresh(draft).contact_email is None


def test_an_address_goes_a_year_after_the_end(counter, operator, draft):
    counter.post(address("counter_form", draft), typed(draft, contact_email=ADDRESS))
    services.reject_request(fresh(draft), by=operator, reason="Contoh.")
    today = timezone.localdate()
    upkeep.delete_old_scans(today + timedelta(days=300))
    assert fresh(draft).contact_email == ADDRESS
    upkeep.delete_old_scans(today + timedelta(days=367))
    assert fresh(draft).contact_email is None


def test_an_address_goes_when_the_person_has_an_account(counter, draft):
    counter.post(address("counter_form", draft), typed(draft, contact_email=ADDRESS))
    user = UserFactory()
    adopt_requests(draft.resident, user)
    assert (fresh(draft).owner, fresh(draft).contact_email) == (user, None)


def ask_for(person: Resident, applicant: User, office: Office, relation: Relation, *, same_card: bool) -> LetterRequest:
    row = open_draft(kind(), About(person, relation, same_card), office=office, by=applicant)
    services.save_answers(row, ANSWERS["SKTM"], by=applicant)
    with_documents(row, *COMPULSORY, *([] if same_card else [PROOF_KEY]))
    return services.submit_request(row, by=applicant, token=row.submit_token).letter_request


@pytest.mark.parametrize(
    ("relation", "same_card", "claim"),
    [
        (Relation.CHILD, True, "orang tua Anda"),
        (Relation.PARENT, False, "anak Anda"),
        (Relation.OTHER, False, "pemegang surat kuasa dari Anda"),
    ],
)
def test_the_person_of_the_letter_is_told_as_whom_somebody_asks(office, applicant, relation, same_card, claim):
    person = ResidentFactory(domicile=office.region)
    row = ask_for(person, applicant, office, relation, same_card=same_card)
    message = Message.objects.get(user=person.user)
    assert (message.kind, message.url) == ("letters/about_you", "")
    assert f"yang menyatakan diri {claim} meminta {NAME}" in message.body
    assert row.reference in message.body
    assert ("satu kartu keluarga" in message.body) is same_card
    assert applicant.name not in message.body
    assert not LetterRequest.objects.visible_to(person.user).exists()


def test_nobody_is_told_of_a_letter_of_their_own_or_without_an_account(office, applicant):
    without = ResidentFactory(domicile=office.region, user=None)
    ask_for(without, applicant, office, Relation.SIBLING, same_card=False)
    own = open_draft(kind(), About(applicant.resident), office=office, by=applicant)
    services.save_answers(own, ANSWERS["SKTM"], by=applicant)
    services.submit_request(with_documents(own), by=applicant, token=own.submit_token)
    assert not Message.objects.filter(kind="letters/about_you").exists()
