"""Two signatures in one PDF: the register says who they are, and nothing else is genuine."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services
from core.documents.models import CertificateAuthority, Document
from core.documents.services import countersigning, reserving
from core.documents.services.checking import signature_verdict, signers_of
from core.documents.signature import certificates, pades
from core.documents.signature.base import Act
from core.documents.signature.inspection import drive, inspect
from core.files.models import StoredFile
from tests.factories.accounts import AssignmentFactory
from tests.factories.documents import PASSPHRASE, camat_above, countersign, letter_of_two, pdf_of, signed_letter, signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lurah() -> Assignment:
    return signer()


@pytest.fixture
def camat(lurah: Assignment) -> Assignment:
    return camat_above(lurah)


@pytest.fixture
def pending(lurah: Assignment, camat: Assignment) -> Document:
    """Signed by the lurah, not yet by the camat."""
    return signed_letter(lurah, camat)


def verdict(data: bytes, document: Document) -> str:
    """What the signatures alone say, held against the register's signers."""
    authority = CertificateAuthority.objects.get().certificate
    found = signers_of(document)
    facts = inspect(data, (authority,), *(at for _certificate, at in found))
    return signature_verdict(facts, [certificate.fingerprint for certificate, _at in found])


def stranger(name: str = "Camat Contoh", trusted: bool = False) -> signers.SimpleSigner:
    """Somebody with a certificate of the same name; `trusted` from our own authority."""
    now = datetime.now(UTC)
    if trusted:
        ours = CertificateAuthority.objects.get()
        pem, key = ours.certificate, bytes.fromhex(ours.private_key)
    else:
        made = certificates.make_authority(now)
        pem, key = made.certificate, made.private_key
    pair = certificates.make_signer(pem, key, name=name, nip="", now=now)
    return pades.load_signer(pair.certificate, pair.private_key, pem)


def append_signature(data: bytes, who: signers.SimpleSigner, field: str) -> bytes:
    """A further signature in a field of its own, as any PDF program makes it."""
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    done = drive(signers.PdfSigner(metadata, who).async_sign_pdf(writer, bytes_reserved=8192))
    return bytes(done.getbuffer())


def test_after_the_lurah_it_is_pending_and_not_genuine(pending: Document) -> None:
    data = pdf_of(pending)
    check = services.check_pdf(data)
    assert (pending.state, check.genuine, check.document) == ("pending", False, pending)
    assert "belum selesai" in check.reason
    assert data.count(b"/FT /Sig") == 2 or data.count(b"/FT/Sig") == 2


def test_both_signatures_are_genuine_and_the_first_revision_is_kept(pending: Document, camat: Assignment) -> None:
    once = pdf_of(pending)
    letter = countersign(pending, camat)
    twice = pdf_of(letter)
    assert twice.startswith(once)
    assert services.check_pdf(twice) == services.Check(True, "Asli dan masih berlaku.", letter)
    assert [certificate.user_id for certificate, _at in signers_of(letter)] == [
        letter.certificate.user_id,
        camat.user_id,
    ]
    assert not services.check_pdf(once).genuine
    assert StoredFile.objects.filter(purpose="documents.letter").count() == 1
    recorded = Entry.objects.filter(action="countersign").values_list("actor_id", "subject_id", "office_id")
    assert list(recorded) == [(camat.user_id, letter.pk, camat.office_id)]


def test_only_the_person_whom_the_letter_names_signs_beside(pending: Document, camat: Assignment) -> None:
    another = signer(Role.CAMAT, office=camat.office)
    elsewhere = signer(Role.CAMAT)
    with pytest.raises(ValidationError, match="menyebut Camat"):
        countersign(pending, another)
    with pytest.raises(PermissionDenied):
        countersign(pending, elsewhere)
    key = services.unlock(another.user, PASSPHRASE)
    with pytest.raises(PermissionDenied):
        countersigning.make(pending, signer=camat, key=key, by=camat.user)
    pending.refresh_from_db()
    assert pending.state == "pending"


def test_nobody_signs_twice(pending: Document, camat: Assignment) -> None:
    countersign(pending, camat)
    with pytest.raises(ValidationError, match="tidak menunggu"):
        countersign(pending, camat)
    with pytest.raises(ValidationError, match="tidak menunggu"):
        countersign(signed_letter(), camat)


def test_a_signature_on_a_file_that_changed_meanwhile_is_not_kept(pending: Document, camat: Assignment) -> None:
    key = services.unlock(camat.user, PASSPHRASE)
    made = countersigning.make(pending, signer=camat, key=key, by=camat.user)
    Document.objects.filter(pk=pending.pk).update(sha256="0" * 64)
    with pytest.raises(ValidationError, match="sudah berubah"):
        countersigning.store(pending, made, by=camat.user)


@pytest.mark.parametrize("trusted", [False, True])
def test_a_third_signature_is_not_genuine(trusted: bool) -> None:
    letter = letter_of_two()
    forged = append_signature(pdf_of(letter), stranger(trusted=trusted), "TandaTangan3")
    assert not services.check_pdf(forged).genuine
    # Of our own authority it would be sound: only the register knows that two sign this letter.
    assert verdict(forged, letter) == "untrusted"


def test_the_second_by_a_stranger_is_not_genuine(pending: Document, camat: Assignment) -> None:
    once = pdf_of(pending)
    letter = countersign(pending, camat)
    for trusted in (False, True):
        who = stranger(camat.user.name, trusted=trusted)
        forged = pades.sign(once, who, Act("palsu", "Kupang", 2, 2), name=camat.user.name)
        assert not services.check_pdf(forged).genuine
        assert verdict(forged, letter) == "untrusted"


def test_the_first_replaced_is_not_genuine(lurah: Assignment, camat: Assignment) -> None:
    """The letter signed anew by somebody else in the lurah's place, and then by the real camat."""
    letter = countersign(signed_letter(lurah, camat), camat)
    certificate = letter.countersignatures.get().certificate
    with_forger = pades.sign(_unsigned(letter), stranger(trusted=True), Act("x", "x", 1, 2), name="x")
    key = services.unlock(camat.user, PASSPHRASE)
    forged = key.sign(with_forger, Act("x", "x", 2, 2))
    assert forged.certificate == certificate
    assert verdict(forged.data, letter) == "untrusted"
    assert not services.check_pdf(forged.data).genuine


def _unsigned(letter: Document) -> bytes:
    """The same pages before any signature."""
    data = pdf_of(letter)
    return data[: data.index(b"%%EOF") + 6]


def test_one_signature_taken_away_or_a_change_between_them_is_not_genuine() -> None:
    letter = letter_of_two()
    data = pdf_of(letter)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec("Baru"))
    out = io.BytesIO()
    writer.write(out)
    ends = [place for place in range(len(data)) if data.startswith(b"%%EOF", place)]
    once = data[: ends[-2] + 6]
    assert verdict(data, letter) == ""
    assert verdict(out.getvalue(), letter) != ""
    assert verdict(once, letter) == "untrusted"
    assert not services.check_pdf(once).genuine


def test_a_registered_file_with_another_order_of_signers_is_not_genuine() -> None:
    letter = letter_of_two()
    second = letter.countersignatures.get()
    first = letter.certificate
    Document.objects.filter(pk=letter.pk).update(certificate=second.certificate)
    letter.countersignatures.update(certificate=first)
    check = services.check_pdf(pdf_of(letter))
    assert (check.genuine, check.reason) == (False, "Tanda tangan pada berkas ini tidak cocok dengan daftar surat.")


def test_each_signature_is_held_against_its_own_moment() -> None:
    """A lurah's certificate may end before the camat signs."""
    letter = letter_of_two()
    later = timezone.now() + (letter.certificate.expires_at - timezone.now()) * 2
    authority = CertificateAuthority.objects.get().certificate
    data = pdf_of(letter)
    assert letter.signed_at is not None
    assert [fact.sound for fact in inspect(data, (authority,), letter.signed_at, timezone.now())] == [True, True]
    assert [fact.sound for fact in inspect(data, (authority,), letter.signed_at, later)] == [True, False]


def test_a_letter_that_is_given_up_keeps_its_number_as_cancelled(pending: Document, lurah: Assignment) -> None:
    data = pdf_of(pending)
    reserving.void(pending, reason="Nama keliru.", by=lurah.user)
    pending.refresh_from_db()
    entry = pending.entry
    entry.refresh_from_db()
    assert (pending.state, pending.file, entry.state, entry.reason) == ("void", None, "cancelled", "Nama keliru.")
    assert "batal" in services.check_pdf(data).reason
    assert signed_letter(lurah).entry.number == entry.number + 1
    with pytest.raises(ValidationError):
        reserving.void(pending, reason="Lagi.", by=lurah.user)


def test_a_letter_in_force_is_not_given_up() -> None:
    letter = signed_letter()
    with pytest.raises(ValidationError, match="berlaku"):
        reserving.void(letter, reason="x", by=letter.certificate.user)


def test_the_page_names_both_signers_and_says_when_one_is_missing(
    client: Client, pending: Document, camat: Assignment
) -> None:
    url = reverse("documents:verify_code", args=[pending.code])
    waiting = client.get(url).content.decode()
    assert "belum selesai ditandatangani" in waiting
    assert "masih berlaku" not in waiting
    letter = countersign(pending, camat)
    done = client.get(url).content.decode()
    assert "Terdaftar dan masih berlaku" in done
    assert "2 tanda tangan elektronik tidak tersertifikasi" in done
    for title in (letter.signer_title, letter.countersignatures.get().signer_title):
        assert title in done


def test_a_lurah_in_another_office_may_not_issue_with_a_countersigner(camat: Assignment) -> None:
    operator: Any = AssignmentFactory(role=Role.OPERATOR)
    with pytest.raises(PermissionDenied):
        signed_letter(operator, camat)
