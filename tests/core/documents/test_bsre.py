"""The provider that signs at BSrE's service: over HTTP to a stand-in that really signs."""

import logging
from typing import Any

import pytest
import requests
from django.core.exceptions import ValidationError
from django.db import transaction

from core.documents import services
from core.documents.models import Document, RegisterEntry, SignatureMode, SignerCertificate, SignerSetting
from core.documents.services import countersigning, issuing, reserving
from core.documents.services.issuing import Signers
from core.documents.services.signers import set_mode
from core.documents.signature import bsre as provider
from core.files import services as files
from tests.core.documents.test_typesetting import text_of
from tests.factories.bsre import camat_of, known, officer
from tests.factories.documents import PASSPHRASE, LetterContentFactory, signed_letter, signer
from tools.standin import PASSWORD, USER

pytestmark = pytest.mark.django_db


def issued(signers: Signers) -> Document:
    """Reserved, signed at the service, confirmed."""
    by = signers.first.user
    content = LetterContentFactory(office=signers.first.office)
    document = reserving.reserve(content, signers, by=by)
    signed = reserving.sign_reserved(document, content, signers, key=services.unlock(by, PASSPHRASE), by=by)
    return reserving.confirm(document, signed, by=by)


def test_a_letter_signed_there_is_certified_and_bears_its_footer(bsre, client):
    document = issued(Signers(officer(bsre)))
    data = files.read(document.file)
    assert services.check_pdf(data) == services.Check(True, "Asli dan masih berlaku.", document)
    text = text_of(data)
    assert "Balai Besar Sertifikasi Elektronik (BSrE)" in text
    assert "tidak tersertifikasi" not in text
    page = client.get(f"/periksa/{document.code}/").content.decode()
    assert "Tanda tangan elektronik tersertifikasi (BSrE)" in page
    assert "tidak tersertifikasi" not in page
    certificate = document.certificate
    assert (certificate.provider, certificate.private_key, certificate.authority.private_key) == ("bsre", "", "")


def test_without_it_nothing_says_so(client):
    document = signed_letter()
    for text in (text_of(files.read(document.file)), client.get(f"/periksa/{document.code}/").content.decode()):
        assert "BSrE" not in text
        assert "tidak tersertifikasi" in text


def test_lurah_and_camat_both_sign_there(bsre):
    lurah = officer(bsre)
    camat = camat_of(bsre, lurah)
    document = issued(Signers(lurah, camat))
    assert (document.state, services.check_pdf(files.read(document.file)).genuine) == ("pending", False)
    key = services.unlock(camat.user, PASSPHRASE)
    made = countersigning.make(document, signer=camat, key=key, by=camat.user)
    document = countersigning.store(document, made, by=camat.user)
    assert services.check_pdf(files.read(document.file)).valid
    assert bsre.signed == 2


def test_issue_refuses_to_hold_a_counter_while_a_service_outside_is_asked(bsre):
    lurah = officer(bsre)
    with transaction.atomic(), pytest.raises(RuntimeError, match="must not be asked"):
        services.issue(LetterContentFactory(office=lurah.office), signer=lurah, passphrase=PASSPHRASE, by=lurah.user)
    assert RegisterEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"down": True}, "tidak menjawab"),
        ({"status": 503}, "tidak menjawab"),
        ({"status": 401}, "tidak menjawab"),
        ({"nonsense": True}, "bukan dari BSrE"),
        ({"delay": 0.5}, "tidak menjawab"),
    ],
)
def test_what_goes_wrong_there_is_said_and_the_number_stays(bsre, monkeypatch, switches, words):
    monkeypatch.setattr(provider, "READ_SECONDS", 0.2)
    lurah = officer(bsre)
    content, signers = LetterContentFactory(office=lurah.office), Signers(lurah)
    document = reserving.reserve(content, signers, by=lurah.user)
    key = services.unlock(lurah.user, PASSPHRASE)
    for name, value in switches.items():
        setattr(bsre.switches, name, value)
    with pytest.raises(ValidationError, match=words):
        reserving.sign_reserved(document, content, signers, key=key, by=lurah.user)
    document.refresh_from_db()
    assert (document.state, document.file, RegisterEntry.objects.get().state) == ("pending", None, "used")
    bsre.switches.__init__()
    signed = reserving.sign_reserved(document, content, signers, key=key, by=lurah.user)
    assert reserving.confirm(document, signed, by=lurah.user).entry.number == 1


def test_a_wrong_passphrase_is_said_at_its_field_and_guessing_ends(bsre):
    lurah = officer(bsre)
    content, signers = LetterContentFactory(office=lurah.office), Signers(lurah)
    document = reserving.reserve(content, signers, by=lurah.user)
    for _try in range(8):
        key = services.unlock(lurah.user, "bukan frasa saya")
        with pytest.raises(ValidationError) as refused:
            reserving.sign_reserved(document, content, signers, key=key, by=lurah.user)
        assert list(refused.value.message_dict) == ["passphrase"]
    with pytest.raises(ValidationError, match="Tunggu 15 menit"):
        services.unlock(lurah.user, PASSPHRASE)
    assert bsre.signed == 0


@pytest.mark.parametrize("status", ["EXPIRED", "REVOKE", "REGISTERED"])
def test_who_may_not_sign_there_takes_no_number(bsre, status):
    lurah = officer(bsre)
    known(bsre, lurah.user, status)
    with pytest.raises(ValidationError, match="belum menerbitkan") as refused:
        services.unlock(lurah.user, PASSPHRASE)
    assert list(refused.value.message_dict) == ["passphrase"]


def test_an_officer_without_nik_and_one_whom_the_service_does_not_know(bsre):
    unknown, without = officer(bsre), signer()
    bsre.officers.clear()
    with pytest.raises(ValidationError, match="belum menerbitkan"):
        services.unlock(unknown.user, PASSPHRASE)
    with pytest.raises(ValidationError, match="belum dicatat"):
        services.unlock(without.user, PASSPHRASE)


def test_a_signature_under_another_root_is_not_taken(bsre, settings):
    lurah = officer(bsre)
    services.make_ca()
    key = issuing.unlock(lurah.user, PASSPHRASE)
    stranger = provider.BsreKey(key.client, ("",), key.user, key.nik, key.passphrase)
    content, signers = LetterContentFactory(office=lurah.office), Signers(lurah)
    document = reserving.reserve(content, signers, by=lurah.user)
    with pytest.raises(ValidationError, match="bukan dari BSrE"):
        reserving.sign_reserved(document, content, signers, key=stranger, by=lurah.user)
    assert SignerCertificate.objects.filter(provider="bsre").count() == 0


def test_a_certificate_of_one_officer_is_not_taken_for_another(bsre):
    lurah, other = officer(bsre), officer(bsre)
    issued(Signers(lurah))
    setting = SignerSetting.objects.get(user=lurah.user)
    SignerSetting.objects.filter(user=other.user).update(nik=setting.nik)
    with pytest.raises(ValidationError, match="pejabat lain"):
        issued(Signers(other))


def test_after_three_failures_the_service_is_left_alone_for_a_while(bsre):
    key = services.unlock(officer(bsre).user, PASSPHRASE)
    bsre.switches.down = True
    for _try in range(3):
        with pytest.raises(ValidationError, match="tidak menjawab"):
            key.client.status("5371060101900001")
    bsre.switches.down = False
    with pytest.raises(ValidationError, match="tidak menjawab"):
        key.client.status("5371060101900001")


def test_neither_nik_nor_passphrase_is_logged_or_shown(bsre, caplog):
    caplog.set_level(logging.DEBUG)
    lurah = officer(bsre)
    nik = SignerSetting.objects.get(user=lurah.user).nik
    key: Any = services.unlock(lurah.user, PASSPHRASE)
    for name, value in (("status", 503), ("down", True)):
        setattr(bsre.switches, name, value)
        with pytest.raises(ValidationError):
            key.client.status(nik)
        bsre.switches.__init__()
    with pytest.raises(ValidationError):
        key.client.sign(b"%PDF-", nik=nik, passphrase="rahasia sekali")
    written = caplog.text + repr(key) + repr(key.client)
    # The line of urllib3 at level DEBUG holds the address; production logs from INFO on.
    written = "\n".join(line for line in written.splitlines() if "urllib3" not in line)
    assert "bsre GET" in written
    assert nik not in written
    assert PASSPHRASE not in written
    assert "rahasia sekali" not in written


def test_the_stand_in_speaks_the_protocol(bsre):
    officer_here = bsre.know("5371060101900001", "Lurah Contoh", PASSPHRASE)
    sign, status = f"{bsre.url}/api/sign/pdf", f"{bsre.url}/api/user/status/{officer_here.nik}"
    credentials = (USER, PASSWORD)
    assert requests.get(status, timeout=5).status_code == 401
    assert requests.get(status, auth=credentials, timeout=5).json()["status"] == "ISSUE"
    assert requests.get(f"{status}9", auth=credentials, timeout=5).status_code == 404
    form = {"nik": officer_here.nik, "passphrase": "salah", "tampilan": "invisible"}
    file = {"file": ("surat.pdf", b"%PDF-", "application/pdf")}
    refused = requests.post(sign, data=form, files=file, auth=credentials, timeout=5)
    assert (refused.status_code, refused.json()["status_code"]) == (400, 2031)
    assert requests.post(sign, data=form, auth=credentials, timeout=5).status_code == 400


def test_officers_of_one_city_sign_with_different_providers(bsre, settings):
    settings.SIGNATURE_PROVIDER = "local"
    there, here = officer(bsre), signer()
    set_mode(there.user, SignatureMode.ELECTRONIC, by=there.user, provider="bsre")
    assert [issuing.signs_remotely(one.user) for one in (there, here)] == [True, False]
    certified, own = issued(Signers(there)), signed_letter(here)
    assert [one.certificate.provider for one in (certified, own)] == ["bsre", "local"]
    foot = text_of(files.read(certified.file)), text_of(files.read(own.file))
    assert ["Balai Besar" in text for text in foot] == [True, False]
    assert ["tidak tersertifikasi" in text for text in foot] == [False, True]


def test_a_demo_letter_says_that_a_stand_in_signed(bsre, settings, client):
    settings.DEMO = True
    document = issued(Signers(officer(bsre)))
    assert "tiruan layanan BSrE, bukan BSrE" in " ".join(text_of(files.read(document.file)).split())
    page = client.get(f"/periksa/{document.code}/").content.decode()
    assert "tiruan layanan BSrE (contoh, bukan BSrE)" in page
    assert "tersertifikasi (BSrE)" not in page


def test_a_camat_of_another_provider_signs_nothing(bsre):
    lurah = officer(bsre)
    camat = camat_of(bsre, lurah)
    document = issued(Signers(lurah, camat))
    set_mode(camat.user, SignatureMode.ELECTRONIC, by=camat.user, provider="local")
    services.enroll_signer(camat.user, PASSPHRASE, by=camat.user)
    key = services.unlock(camat.user, PASSPHRASE)
    with pytest.raises(ValidationError, match="dari penyedia yang sama"):
        countersigning.make(document, signer=camat, key=key, by=camat.user)


@pytest.mark.parametrize(
    ("provider", "url", "words"), [("bsre", "", "belum disambungkan"), ("lain", "x", "dari daftar")]
)
def test_a_provider_that_is_not_there_is_refused(settings, provider, url, words):
    settings.BSRE_URL = url
    lurah = signer().user
    with pytest.raises(ValidationError, match=words):
        set_mode(lurah, SignatureMode.ELECTRONIC, by=lurah, provider=provider)
    assert not SignerSetting.objects.filter(user=lurah).exists()


def test_without_its_root_certificates_nobody_signs_there(bsre, settings, tmp_path):
    lurah = officer(bsre).user
    settings.BSRE_ROOTS = tmp_path / "tidak-ada.pem"
    assert issuing.signs_remotely(lurah)
    with pytest.raises(ValidationError, match="BSRE_ROOTS"):
        services.unlock(lurah, PASSPHRASE)
