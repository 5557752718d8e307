"""No altered copy of a letter is genuine, by the register or by its signatures alone."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from bench.mutants import Material, mutants, place_of_signature
from core.documents import services
from core.documents.models import CertificateAuthority, Document
from core.documents.services.checking import signature_verdict
from core.documents.signature import isolation
from core.documents.signature.inspection import inspect
from core.documents.typesetting import compile_letter
from tests.factories.documents import LetterContentFactory, pdf_of, signed_letter, signer

pytestmark = pytest.mark.django_db
SEED = 71


def by_signatures(data: bytes, letter: Document) -> str:
    """What the signatures alone say; "unreadable" for any error."""
    authority = CertificateAuthority.objects.get().certificate
    try:
        facts = inspect(data, (authority,), timezone.now())
    except Exception:  # noqa: BLE001 - a damaged file may raise anything
        return "unreadable"
    return signature_verdict(facts, [letter.certificate.fingerprint])


def outside_signature(data: bytes) -> bytes:
    """All but the digits of the signature: flips in their padding leave the signature as good as it was."""
    start, end = place_of_signature(data)
    return data[:start] + data[end:]


def test_thirty_forgeries_are_none_of_them_genuine(monkeypatch: pytest.MonkeyPatch) -> None:
    # The process apart takes a second each and only words the reason; here it is the verdict that counts.
    monkeypatch.setattr("core.documents.services.checking.inspect_isolated", inspect)
    monkeypatch.setattr("core.documents.services.checking.UnreadableError", Exception)
    lurah = signer()
    letter, other = signed_letter(lurah), signed_letter(lurah)
    data = pdf_of(letter)
    unsigned = compile_letter(LetterContentFactory(office=lurah.office).signed_by(lurah), letter.number_text, None)
    material = Material(data, pdf_of(other), unsigned, lurah.user.name)
    forged = list(mutants(material, count=30, seed=SEED))
    assert len(forged) == 30
    assert {mutant.data for mutant in forged} & {data, material.other} == set()
    assert [mutant.kind for mutant in forged if services.check_pdf(mutant.data).genuine] == []
    passed = [mutant for mutant in forged if by_signatures(mutant.data, letter) == ""]
    assert [mutant.kind for mutant in passed if outside_signature(mutant.data) != outside_signature(data)] == []
    assert by_signatures(data, letter) == ""
    assert services.check_pdf(data).valid


def test_a_flip_in_the_padding_is_caught_by_the_register() -> None:
    letter = signed_letter()
    data = pdf_of(letter)
    place = data.rindex(b"0>")
    altered = data[:place] + b"1" + data[place + 1 :]
    assert not services.check_pdf(altered).genuine


def test_a_registered_file_whose_signature_does_not_hold_is_not_genuine() -> None:
    letter = signed_letter()
    other = signed_letter()
    Document.objects.filter(pk=letter.pk).update(certificate=other.certificate)
    check = services.check_pdf(pdf_of(letter))
    assert (check.genuine, check.document) == (False, letter)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "bukan PDF"),
        (b"MZ\x90", "bukan PDF"),
        (b"%PDF-1.7\n%%EOF", "rusak"),
        (b"%PDF-" + bytes(10 * 1024 * 1024), "lebih besar dari 10 MB"),
    ],
)
def test_what_is_no_letter_is_said_plainly(data: bytes, words: str) -> None:
    check = services.check_pdf(data)
    assert (check.genuine, check.document) == (False, None)
    assert words in check.reason


def test_an_unsigned_letter_is_named_so() -> None:
    lurah = signer()
    unsigned = compile_letter(LetterContentFactory(office=lurah.office), "1", None)
    assert "tidak bertanda tangan elektronik" in services.check_pdf(unsigned).reason


def test_a_file_that_hangs_the_reader_is_not_genuine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "PROGRAM", "while True: pass")
    monkeypatch.setattr(isolation, "SECONDS", 0.1)
    with pytest.raises(isolation.UnreadableError, match="TimeoutExpired"):
        isolation.inspect_isolated(b"%PDF-1.7", (), datetime.now(UTC))


def test_a_letter_stays_genuine_when_its_certificate_is_revoked_later() -> None:
    letter = signed_letter()
    assert letter.certificate is not None
    services.revoke_certificate(letter.certificate, reason="pensiun", by=None)
    assert services.check_pdf(pdf_of(letter)).valid


def test_the_command_prints_sah_or_the_reason(tmp_path: Path) -> None:
    letter = signed_letter()
    path = tmp_path / "surat.pdf"
    path.write_bytes(pdf_of(letter))
    out = StringIO()
    call_command("verify_letter", path, stdout=out)
    assert out.getvalue() == f"SAH - {letter.number_text}\n"
    services.revoke(letter, reason="keliru", by=letter.certificate.user)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_letter", path, stdout=out)
    assert (end.value.code, out.getvalue()) == (1, "Asli, tetapi sudah dicabut oleh kantor yang mengeluarkannya.\n")
