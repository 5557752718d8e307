"""A letter is numbered, typeset, signed, checked and stored in one transaction."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services
from core.documents.models import Document, Register, RegisterEntry
from tests.factories.accounts import AssignmentFactory
from tests.factories.documents import PASSPHRASE, LetterContentFactory, certificate_of, pdf_of, signed_letter, signer

pytestmark = pytest.mark.django_db


def issue(content: Any, assignment: Any, passphrase: str = PASSPHRASE) -> Document:
    with transaction.atomic():
        return services.issue(content, signer=assignment, passphrase=passphrase, by=assignment.user)


def test_a_signed_letter_has_its_number_its_file_and_its_record() -> None:
    lurah = signer(office__abbreviation="Ftbs")
    document = signed_letter(lurah)
    today = timezone.localdate()
    month = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"][today.month - 1]
    assert document.number_text == f"1/Kel.Ftbs.460/{month}/{today.year}"
    data = pdf_of(document)
    assert hashlib.sha256(data).hexdigest() == document.sha256
    assert services.check_pdf(data) == services.Check(True, "Asli dan masih berlaku.", document)
    recorded = Entry.objects.filter(action="issue").values_list("actor_id", "subject_id", "office_id", "detail")
    assert list(recorded) == [(lurah.user_id, document.pk, lurah.office_id, {"number": document.number_text})]


def test_numbers_run_by_office_series_and_year() -> None:
    first, other = signer(), signer()
    last_year = timezone.localdate() - timedelta(days=366)
    letters = [
        signed_letter(first),
        signed_letter(first),
        signed_letter(first, series="usaha"),
        signed_letter(first, date=last_year),
        signed_letter(other),
        signed_letter(first),
    ]
    assert [letter.entry.number for letter in letters] == [1, 2, 1, 1, 1, 3]


def test_a_wrong_passphrase_takes_no_number() -> None:
    lurah = signer()
    with pytest.raises(ValidationError) as refused:
        issue(LetterContentFactory(office=lurah.office), lurah, "bukan-frasa-ini")
    assert list(refused.value.message_dict) == ["passphrase"]
    assert (Register.objects.count(), RegisterEntry.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_passphrases_cannot_be_guessed_without_end() -> None:
    lurah = signer()
    for _try in range(8):
        with pytest.raises(ValidationError, match="Frasa sandi salah"):
            services.unlock(lurah.user, "bukan-frasa-ini")
    with pytest.raises(ValidationError, match="Tunggu 15 menit"):
        services.unlock(lurah.user, PASSPHRASE)


def test_a_failure_after_the_number_gives_the_number_back(monkeypatch: pytest.MonkeyPatch) -> None:
    lurah = signer()
    with monkeypatch.context() as patch:
        patch.setattr("core.documents.services.issuing.inspect", lambda *_: ())
        with pytest.raises(RuntimeError, match="does not verify"):
            signed_letter(lurah)
    assert signed_letter(lurah).entry.number == 1


def test_nobody_signs_for_another_office_or_person_or_after_the_term() -> None:
    lurah, other = signer(), signer()
    with pytest.raises(PermissionDenied):
        issue(LetterContentFactory(office=other.office), lurah)
    with transaction.atomic(), pytest.raises(PermissionDenied):
        services.issue(LetterContentFactory(office=lurah.office), signer=lurah, passphrase=PASSPHRASE, by=other.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    lurah.starts_on = lurah.ends_on = yesterday
    lurah.save()
    with pytest.raises(ValidationError, match="Masa jabatan"):
        issue(LetterContentFactory(office=lurah.office), lurah)
    operator = AssignmentFactory(role=Role.OPERATOR, office=other.office, user=other.user)
    with pytest.raises(PermissionDenied):
        issue(LetterContentFactory(office=other.office), operator)
    assert Document.objects.count() == 0


def test_a_batch_is_signed_with_one_unlocked_key() -> None:
    lurah = signer()
    key = services.unlock(lurah.user, PASSPHRASE)
    with transaction.atomic():
        made = [
            services.issue(LetterContentFactory(office=lurah.office), signer=lurah, by=lurah.user, key=key)
            for _ in range(3)
        ]
    assert [document.entry.number for document in made] == [1, 2, 3]


def test_the_key_of_somebody_else_or_a_revoked_one_signs_nothing() -> None:
    lurah, other = signer(), signer()
    key = services.unlock(other.user, PASSPHRASE)
    content = LetterContentFactory(office=lurah.office)
    with transaction.atomic(), pytest.raises(PermissionDenied):
        services.issue(content, signer=lurah, by=lurah.user, key=key)
    key = services.unlock(lurah.user, PASSPHRASE)
    services.revoke_certificate(certificate_of(key), reason="hilang", by=lurah.user)
    with transaction.atomic(), pytest.raises(PermissionDenied):
        services.issue(content, signer=lurah, by=lurah.user, key=key)
    with pytest.raises(ValidationError, match="belum ada"):
        services.unlock(lurah.user, PASSPHRASE)
