"""64 threads sign 500 letters of 5 kelurahan, one in five rolled back on purpose: `python -m bench.drill_numbers`.

Every register must then hold 1..n without gap or double, and every number its signed file.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from bench.database import throwaway
from core.accounts.models import Assignment
from core.documents import services
from core.documents.models import Document, Register
from core.documents.queries import book
from core.documents.signature.base import UnlockedKey
from tests.factories.documents import PASSPHRASE, LetterContentFactory, signer

TOLD_TO_WAIT: list[int] = []


class OnPurposeError(Exception):
    """Rolls a letter back after it was numbered, signed and stored."""


@dataclass(frozen=True)
class Office:
    """A lurah with an unlocked key, as in a batch."""

    assignment: Assignment
    key: UnlockedKey


def sign(office: Office, *, roll_back: bool) -> bool:
    """Sign one letter, again when the queue was too long, as a person would; False when it was rolled back."""
    try:
        return sign_once(office, roll_back=roll_back)
    except ValidationError:
        TOLD_TO_WAIT.append(1)
        return sign(office, roll_back=roll_back)


def sign_once(office: Office, *, roll_back: bool) -> bool:
    """One try."""
    content = LetterContentFactory(office=office.assignment.office)
    try:
        with transaction.atomic():
            services.issue(content, signer=office.assignment, by=office.assignment.user, key=office.key)
            if roll_back:
                raise OnPurposeError
    except OnPurposeError:
        return False
    finally:
        connection.close()
    return True


def run(letters: int, threads: int, offices: int) -> int:
    """The drill; how many registers are wrong."""
    signers = [signer(office__name=f"Kelurahan Uji {number}") for number in range(1, offices + 1)]
    cast = [Office(assignment, services.unlock(assignment.user, PASSPHRASE)) for assignment in signers]
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        # The five turns of an office: four letters and a rolled-back one, in another order at each office.
        turns = [(cast[turn % offices], (turn // offices + turn) % 5 == 4) for turn in range(letters)]
        signed = list(pool.map(lambda turn: sign(turn[0], roll_back=turn[1]), turns))
    taken = time.perf_counter() - start
    print(f"{letters} letters, {threads} threads, {signed.count(False)} rolled back, {taken:.0f} s")
    print(f"{len(TOLD_TO_WAIT)} times somebody waited 20 s for a turn and was told to try again")
    return sum(not check(register) for register in Register.objects.select_related("office").order_by("office__name"))


def check(register: Register) -> bool:
    """Print one line of the table; whether the book is 1..n and each number has its letter."""
    numbers = list(book(register).values_list("number", flat=True))
    letters = Document.objects.filter(entry__register=register).count()
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    doubles = len(numbers) - len(set(numbers))
    good = not gaps and not doubles and letters == len(numbers) == register.last_number
    print(
        f"  {register.office.name:20} 1..{register.last_number:<5} entries {len(numbers):<5} letters {letters:<5}"
        f" gaps {len(gaps)} doubles {doubles} {'ok' if good else 'WRONG'}"
    )
    return good


def main() -> int:
    """0 when every register is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--threads", type=int, default=64)
    parser.add_argument("--offices", type=int, default=5)
    options = parser.parse_args()
    with throwaway():
        wrong = run(options.letters, options.threads, options.offices)
    print("every register is 1..n" if not wrong else f"{wrong} registers are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
