"""The lurah's desk: what waits, one signature, many at once, and taking a letter back."""

import pytest
from django.urls import reverse

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents.models import Document, RegisterEntry
from core.notifications.models import Message
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import LetterRequestFactory
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

QUEUE, MANY = reverse("letters:sign_queue"), reverse("letters:sign_selected")
RIGHT, WRONG = {"passphrase": PASSPHRASE}, {"passphrase": "bukan-frasa-saya"}


@pytest.fixture
def signer(signing_lurah):
    return signing_lurah.user


@pytest.fixture
def desk(client, signer):
    client.force_login(signer)
    return client


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def statuses(*rows: LetterRequest) -> list[str]:
    return [LetterRequest.objects.get(pk=row.pk).status for row in rows]


def test_reading_and_signing(desk, signer, accepted):
    page = desk.get(url("sign", accepted)).content.decode()
    assert url("preview_image", accepted) in page
    assert "mengurus beasiswa KIP Kuliah" in page
    assert accepted.resident.nik not in page
    response = desk.post(url("sign", accepted), RIGHT, follow=True)
    assert response.redirect_chain == [(QUEUE, 302)]
    accepted.refresh_from_db()
    assert accepted.status == Status.SIGNED
    assert f"Surat {accepted.document.number_text} sudah ditandatangani." in response.content.decode()
    trail = Entry.objects.filter(subject_id=accepted.pk).values_list("action", "actor_id")
    assert list(trail) == [("sign", signer.pk)]
    assert Message.objects.filter(user=accepted.owner).count() == 1
    assert "Tidak ada surat yang menunggu tanda tangan Anda" in response.content.decode()


@pytest.mark.parametrize("typed", [WRONG, {"passphrase": ""}, {}, {"passphrase": f" {PASSPHRASE}"}])
def test_a_wrong_passphrase_signs_nothing_takes_no_number_and_is_not_shown_again(desk, accepted, typed):
    response = desk.post(url("sign", accepted), typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["passphrase"])
    assert statuses(accepted) == [Status.ACCEPTED]
    assert (Document.objects.count(), RegisterEntry.objects.count()) == (0, 0)
    assert WRONG["passphrase"] not in response.content.decode()


def test_guessing_passphrases_ends(desk, accepted):
    answers = [desk.post(url("sign", accepted), WRONG) for _ in range(12)]
    texts = [str(answer.context["form"].errors["passphrase"]) for answer in answers]
    assert texts[0] != texts[-1]
    assert desk.post(url("sign", accepted), RIGHT).status_code == 422
    assert statuses(accepted) == [Status.ACCEPTED]


def test_what_was_signed_meanwhile_is_not_signed_again(desk, signer, accepted):
    services.sign_request(accepted, by=signer, passphrase=PASSPHRASE)
    for response in (
        desk.post(url("sign", accepted), RIGHT, follow=True),
        desk.get(url("sign", accepted), follow=True),
    ):
        assert response.redirect_chain == [(url("check", accepted), 302)]
    assert Document.objects.count() == 1


def test_a_lurah_signs_neither_their_own_nor_another_kelurahans_letter(client, signing_lurah, office, sktm):
    lurah = signing_lurah.user
    ResidentFactory(user=lurah, domicile=office.region)
    own = LetterRequestFactory(kind=sktm, office=office, owner=lurah, status="accepted")
    foreign = LetterRequestFactory(kind=sktm, status="accepted")
    client.force_login(lurah)
    assert "Pejabat lain yang menandatanganinya." in client.get(url("sign", own)).content.decode()
    assert client.post(url("sign", own), RIGHT).status_code == 422
    assert client.post(url("sign", foreign), RIGHT).status_code == 404
    result = client.post(MANY, {"permohonan": [own.pk, foreign.pk], **RIGHT}, follow=True)
    assert "Ini permohonan Anda sendiri." in result.content.decode()
    assert statuses(own, foreign) == [Status.ACCEPTED] * 2
    assert Document.objects.count() == 0


def test_a_lurah_elsewhere_who_is_operator_here_signs_nothing(client, accepted, office):
    both = staff(Role.OPERATOR, office)
    AssignmentFactory(user=both, role=Role.LURAH, office=OfficeFactory())
    client.force_login(both)
    assert client.get(url("sign", accepted)).url == url("check", accepted)
    assert client.post(url("sign", accepted), RIGHT).status_code == 403
    assert client.post(MANY, {"permohonan": [accepted.pk], **RIGHT}).status_code == 422
    assert accepted.reference not in client.get(QUEUE).content.decode()
    assert statuses(accepted) == [Status.ACCEPTED]


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_needs_the_same_queries(desk, sktm, office, rows, django_assert_num_queries):
    LetterRequestFactory.create_batch(rows, kind=sktm, office=office, status="accepted")
    LetterRequestFactory(kind=sktm, office=office, status="submitted")
    desk.get(QUEUE)
    with django_assert_num_queries(5):
        response = desk.get(QUEUE)
    assert len(response.context["page"].rows) == rows


def test_several_at_once_each_for_itself(desk, signer, sktm, office):
    rows = LetterRequestFactory.create_batch(3, kind=sktm, office=office, status="accepted")
    late = LetterRequestFactory(kind=sktm, office=office, status="submitted")
    response = desk.post(MANY, {"permohonan": [r.pk for r in (*rows[:2], late)], **RIGHT}, follow=True)
    page = response.content.decode()
    assert "2 surat ditandatangani." in page
    assert f"{late.reference}: Sudah diproses: keadaannya sekarang “Menunggu diperiksa”." in page
    assert statuses(*rows, late) == [Status.SIGNED, Status.SIGNED, Status.ACCEPTED, Status.SUBMITTED]
    numbers = RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_a_wrong_passphrase_keeps_what_was_ticked(desk, sktm, office):
    rows = LetterRequestFactory.create_batch(3, kind=sktm, office=office, status="accepted")
    response = desk.post(MANY, {"permohonan": [rows[0].choice, rows[2].choice], **WRONG})
    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 2
    assert statuses(*rows) == [Status.ACCEPTED] * 3


@pytest.mark.parametrize("chosen", [[], ["x"], ["' OR 1=1"], ["0197f3a2-7c11-4abc-8def-123456789012"]])
def test_nothing_ticked_signs_nothing(desk, accepted, chosen):
    response = desk.post(MANY, {"permohonan": chosen, **RIGHT})
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Centang dahulu surat yang hendak ditandatangani."],
    )
    assert statuses(accepted) == [Status.ACCEPTED]


def test_the_pages_below_a_refused_form_lead_back_to_the_list(desk, sktm, office):
    LetterRequestFactory.create_batch(26, kind=sktm, office=office, status="accepted")
    refused = desk.post(MANY, WRONG)
    following = desk.get(MANY + refused.context["page"].next_url, follow=True)
    assert following.redirect_chain[0][0].startswith(QUEUE)
    assert len(following.context["page"].rows) == 1


def test_revoking_needs_a_reason_and_everybody_sees_it(desk, signer, accepted):
    assert desk.get(url("revoke", accepted)).url == url("check", accepted)
    signed = services.sign_request(accepted, by=signer, passphrase=PASSPHRASE)
    assert signed.document.number_text in desk.get(url("revoke", signed)).content.decode()
    refused = desk.post(url("revoke", signed), {"reason": " "})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert desk.post(url("revoke", signed), {"reason": "Data keliru."}).url == url("check", signed)
    signed.refresh_from_db()
    assert (signed.status, signed.note, signed.document.state) == (Status.REVOKED, "Data keliru.", "revoked")
    assert Message.objects.filter(user=signed.owner).count() == 2
    page = desk.get(reverse("documents:verify_code", args=[signed.document.code])).content.decode()
    assert "dicabut" in page
    again = desk.post(url("revoke", signed), {"reason": "Sekali lagi."}, follow=True)
    assert "Sudah diproses" in again.content.decode()


def test_an_operator_neither_signs_nor_revokes(client, accepted, operator):
    client.force_login(operator)
    for name in ("sign", "revoke"):
        assert client.get(url(name, accepted)).status_code == 403
        assert client.post(url(name, accepted), {**RIGHT, "reason": "x"}).status_code == 403
    assert client.get(QUEUE).status_code == 403
    assert client.post(MANY, {"permohonan": [accepted.pk], **RIGHT}).status_code == 403
    assert statuses(accepted) == [Status.ACCEPTED]
