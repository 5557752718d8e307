"""A letter signed by a service outside: the number is reserved and kept, and no counter is held meanwhile."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from core.documents import services as documents
from core.documents.models import RegisterEntry, SignatureMode
from core.documents.services.registers import allocate
from core.documents.services.signers import set_mode
from core.files import services as files
from core.notifications.models import Message
from core.workflow import IllegalMove
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.steps import to_sign
from sodamolek.letters.workflow import Status
from tests.factories.bsre import camat_of, known, officer
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import LetterRequestFactory, kind_of_two


@pytest.fixture
def remote_lurah(bsre, office):
    return officer(bsre, office=office)


def sign(row: LetterRequest, by, passphrase: str = PASSPHRASE) -> LetterRequest:
    return services.sign_request(row, by=by, passphrase=passphrase)


def fails(row: LetterRequest, by, words: str, passphrase: str = PASSPHRASE) -> LetterRequest:
    with pytest.raises(ValidationError, match=words):
        sign(row, by, passphrase)
    row.refresh_from_db()
    return row


def test_reserved_signed_and_confirmed(bsre, accepted, remote_lurah, applicant):
    row = sign(accepted, remote_lurah.user)
    assert (row.status, row.document.state, bsre.signed) == (Status.SIGNED, "valid", 1)
    assert documents.check_pdf(files.read(row.document.file)).valid
    assert [str(event.title) for event in queries.timeline(row)] == [
        "Nomor diberikan, sedang ditandatangani",
        "Surat ditandatangani",
    ]
    assert list(Message.objects.filter(user=applicant).values_list("kind", flat=True)) == ["letters/signed"]


def test_a_retry_keeps_its_number(bsre, accepted, remote_lurah):
    bsre.switches.nonsense = True
    row = fails(accepted, remote_lurah.user, "bukan dari BSrE")
    number, code = row.document.number_text, row.document.code
    assert (row.status, row.document.state) == (Status.SIGNING, "pending")
    assert list(to_sign(remote_lurah.user)) == [row]
    bsre.switches.nonsense = False
    row = fails(row, remote_lurah.user, "BSrE salah", "bukan frasa saya")
    row = sign(row, remote_lurah.user)
    assert (row.status, row.document.number_text, row.document.code) == (Status.SIGNED, number, code)
    assert RegisterEntry.objects.count() == 1


def test_when_the_service_is_down_no_number_is_taken(bsre, accepted, remote_lurah):
    bsre.switches.down = True
    row = fails(accepted, remote_lurah.user, "tidak menjawab")
    assert (row.status, RegisterEntry.objects.count()) == (Status.ACCEPTED, 0)


def test_one_that_is_given_up_stays_in_the_book_as_cancelled(bsre, accepted, remote_lurah, operator):
    bsre.switches.nonsense = True
    row = fails(accepted, remote_lurah.user, "bukan dari BSrE")
    row = services.give_up(row, by=operator, reason="Layanan BSrE terganggu.")
    entry = RegisterEntry.objects.get()
    assert (row.status, row.document) == (Status.SUBMITTED, None)
    assert (entry.state, entry.reason) == ("cancelled", "Layanan BSrE terganggu.")
    bsre.switches.nonsense = False
    again = services.accept_request(row, by=operator)
    assert sign(again, remote_lurah.user).document.entry.number == 2


def test_an_answer_that_comes_after_the_number_was_given_up_is_dropped(
    bsre,
    accepted,
    remote_lurah,
    operator,
    monkeypatch,
):
    from sodamolek.letters.services import remote

    real = remote.reserving.sign_reserved

    def given_up_meanwhile(*args, **kwargs):
        signed = real(*args, **kwargs)
        services.give_up(LetterRequest.objects.get(pk=accepted.pk), by=operator, reason="Keliru.")
        return signed

    monkeypatch.setattr(remote.reserving, "sign_reserved", given_up_meanwhile)
    with pytest.raises(IllegalMove):
        sign(accepted, remote_lurah.user)
    accepted.refresh_from_db()
    assert (accepted.status, accepted.document) == (Status.SUBMITTED, None)
    assert RegisterEntry.objects.get().state == "cancelled"


def test_with_a_camat_both_sign_there_and_the_camat_sees_it_only_after_the_lurah(
    bsre,
    office,
    applicant,
    remote_lurah,
):
    camat = camat_of(bsre, remote_lurah).user
    row = LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted")
    bsre.switches.nonsense = True
    row = fails(row, remote_lurah.user, "bukan dari BSrE")
    assert list(LetterRequest.objects.visible_to(camat)) == []
    bsre.switches.nonsense = False
    row = sign(row, remote_lurah.user)
    assert (row.status, list(LetterRequest.objects.visible_to(camat))) == (Status.AWAITING_CAMAT, [row])
    row = services.countersign_request(row, by=camat, passphrase=PASSPHRASE)
    assert documents.check_pdf(files.read(row.document.file)).valid


def test_two_signers_of_different_providers_are_refused_before_a_number_is_taken(bsre, office, applicant, remote_lurah):
    camat = camat_of(bsre, remote_lurah)
    set_mode(camat.user, SignatureMode.ELECTRONIC, by=camat.user, provider="local")
    row = LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted")
    fails(row, remote_lurah.user, "penyedia yang berbeda")
    assert (row.status, row.document, RegisterEntry.objects.count()) == (Status.ACCEPTED, None, 0)


def test_several_at_once_stop_at_a_wrong_passphrase(bsre, sktm, office, remote_lurah):
    rows = LetterRequestFactory.create_batch(2, kind=sktm, office=office, status="accepted")
    with pytest.raises(ValidationError) as refused:
        services.sign_many(rows, by=remote_lurah.user, passphrase="bukan frasa saya")
    assert list(refused.value.message_dict) == ["passphrase"]
    assert RegisterEntry.objects.count() == 1
    result = services.sign_many(rows, by=remote_lurah.user, passphrase=PASSPHRASE)
    assert [len(result.signed), result.failed] == [2, []]


def test_the_page_offers_another_try_or_giving_up(bsre, accepted, remote_lurah, client):
    client.force_login(remote_lurah.user)
    url = reverse("letters:sign", args=[accepted.pk])
    assert "Pakai frasa sandi BSrE Anda." in client.get(url).content.decode()
    bsre.switches.nonsense = True
    refused = client.post(url, {"passphrase": PASSPHRASE})
    assert refused.status_code == 422
    page = client.get(url).content.decode()
    assert "Tanda tangani lagi: nomornya tetap." in page
    assert "Batalkan nomor ini" in page
    bsre.switches.nonsense = False
    assert client.post(url, {"passphrase": PASSPHRASE}).url == reverse("letters:sign_queue")
    accepted.refresh_from_db()
    assert accepted.status == Status.SIGNED


def test_nobody_waits_for_the_counter_while_the_service_thinks(committed, bsre):
    """Two offices' requests of one office: while BSrE takes its time, the book goes on."""
    lurah = officer(bsre)
    row = LetterRequestFactory(office=lurah.office, status="accepted")
    row.spec  # noqa: B018 - reads the kind's file before the clock runs
    known(bsre, lurah.user)
    bsre.switches.delay = 2
    errors: list[BaseException] = []

    def work() -> None:
        try:
            sign(row, lurah.user)
        except BaseException as error:  # noqa: BLE001 - told by the test
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    while not LetterRequest.objects.filter(pk=row.pk, status=Status.SIGNING).exists():
        assert thread.is_alive(), errors
        time.sleep(0.05)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '500ms'")
        series, day = row.spec.series, RegisterEntry.objects.get().dated
        cursor.execute(
            "UPDATE documents_register SET last_number = last_number + 1 WHERE office_id = %s AND series = %s",
            [lurah.office.pk, series],
        )
        cursor.execute("SELECT 1 FROM letters_letterrequest WHERE id = %s FOR UPDATE", [row.pk])
        assert allocate(lurah.office, series, day)[1] == 3
        still_asking = thread.is_alive() and bsre.signed == 0
    thread.join()
    assert still_asking
    assert errors == []
    row.refresh_from_db()
    assert (row.status, row.document.entry.number) == (Status.SIGNED, 1)
