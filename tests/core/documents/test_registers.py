"""Registers: gapless under threads and rollbacks, started in mid-year, cancelled numbers kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.documents import services
from core.documents.models import Document, Register, RegisterEntry
from core.documents.queries import book
from core.documents.services.registers import allocate
from tests.factories.accounts import UserFactory
from tests.factories.documents import PASSPHRASE, LetterContentFactory, signed_letter, signer
from tests.factories.regions import OfficeFactory


class OnPurposeError(Exception):
    """Rolls a letter back after it was signed."""


def test_sixteen_threads_leave_no_gap_and_no_double(committed: str) -> None:
    signers = [signer() for _ in range(2)]
    keys = [services.unlock(assignment.user, PASSPHRASE) for assignment in signers]

    def sign(turn: int) -> bool:
        which = turn % 2
        content = LetterContentFactory(office=signers[which].office)
        try:
            with transaction.atomic():
                services.issue(content, signer=signers[which], by=signers[which].user, key=keys[which])
                if turn % 5 == 4:
                    raise OnPurposeError
        except OnPurposeError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=16) as pool:
        signed = list(pool.map(sign, range(60)))
    assert signed.count(False) == 12
    for register in Register.objects.all():
        numbers = list(book(register).values_list("number", flat=True))
        assert numbers == list(range(1, 25))
        assert register.last_number == 24
    assert Document.objects.count() == RegisterEntry.objects.count() == 48


def test_without_a_transaction_no_number_is_given(committed: str) -> None:
    lurah = signer()
    with pytest.raises(RuntimeError, match="transaction"):
        services.issue(LetterContentFactory(office=lurah.office), signer=lurah, passphrase=PASSPHRASE, by=lurah.user)
    with pytest.raises(RuntimeError, match="transaction"):
        allocate(lurah.office, "umum", timezone.localdate())
    assert Register.objects.count() == 0


@pytest.mark.django_db
def test_a_book_goes_on_after_the_last_paper_number() -> None:
    lurah = signer()
    year = timezone.localdate().year
    services.start_register(lurah.office, "umum", year, next_number=72, by=lurah.user)
    assert [signed_letter(lurah).entry.number for _ in range(2)] == [72, 73]
    with pytest.raises(ValidationError, match="73") as refused:
        services.start_register(lurah.office, "umum", year, next_number=73, by=lurah.user)
    assert list(refused.value.message_dict) == ["next_number"]


@pytest.mark.django_db
def test_a_cancelled_number_stays_with_its_reason_and_is_not_given_again() -> None:
    lurah = signer()
    with transaction.atomic():
        register, number = allocate(lurah.office, "umum", timezone.localdate())
    entry = RegisterEntry.objects.create(
        register=register, number=number, number_text="1", dated=timezone.localdate(), kind_name="Surat"
    )
    with pytest.raises(ValidationError) as refused:
        services.cancel_entry(entry, reason="  ", by=lurah.user)
    assert list(refused.value.message_dict) == ["reason"]
    services.cancel_entry(entry, reason="Salah ketik", by=lurah.user)
    assert signed_letter(lurah).entry.number == 2
    assert list(book(register).values_list("number", "state", "reason")) == [
        (1, "cancelled", "Salah ketik"),
        (2, "used", ""),
    ]


@pytest.mark.django_db
def test_the_database_refuses_a_number_twice() -> None:
    register = Register.objects.create(office=OfficeFactory(), series="umum", year=2026)
    fields = {"register": register, "number": 1, "number_text": "1", "dated": timezone.localdate()}
    RegisterEntry.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.create(**fields)


@pytest.mark.django_db
def test_books_and_letters_are_seen_by_their_office_only() -> None:
    lurah, other = signer(), signer()
    letter = signed_letter(lurah)
    for model, row in ((Document, letter), (RegisterEntry, letter.entry)):
        assert list(model.objects.visible_to(lurah.user)) == [row]
        assert list(model.objects.visible_to(other.user)) == []
        assert list(model.objects.visible_to(UserFactory())) == []
