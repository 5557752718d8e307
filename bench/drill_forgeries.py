"""200 altered copies of signed letters, none may be SAH; the originals are: `python -m bench.drill_forgeries`.

Half are of a letter that one officer signed, half of one that a lurah and a camat signed. Each copy is checked twice:
as the portal does it (SHA-256 against the register first), and by its signatures alone, which is what would be left if
somebody could write into the register. Signatures alone can't see a flip in the padding of the signature's own place;
the table says how many such copies there were.
"""

import argparse
import os
import sys
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from django.utils import timezone

from bench.database import throwaway
from bench.mutants import Material, Mutant, mutants
from core.accounts.models import Assignment
from core.documents.models import CertificateAuthority, Document
from core.documents.services import check_pdf
from core.documents.services.checking import signature_verdict, signers_of
from core.documents.signature.inspection import inspect
from core.documents.typesetting import compile_letter
from core.files import services as files
from tests.factories.documents import LetterContentFactory, camat_above, countersign, signed_letter, signer

SEED = 5371


def by_signature(data: bytes, authority: str, letter: Document) -> bool:
    """Whether the signatures alone would pass, held against the signers of the register."""
    signers = [certificate.fingerprint for certificate, _at in signers_of(letter)]
    try:
        return not signature_verdict(inspect(data, (authority,), timezone.now()), signers)
    except Exception:  # noqa: BLE001 - a damaged file may raise anything, and that means no
        return False


def copies(count: int, seed: int, *, two: bool) -> tuple[Document, bytes, list[Mutant]]:
    """A genuine letter (of one signature or of two), its bytes, and altered copies of it."""
    lurah = signer()
    camat = camat_above(lurah) if two else None
    document, other = (_letter(lurah, camat) for _ in range(2))
    data = read(document)
    content = LetterContentFactory(office=lurah.office).signed_by(lurah)
    unsigned = compile_letter(content, document.number_text, None)
    material = Material(data, read(other), unsigned, lurah.user.name)
    made = mutants(material, count=count, seed=seed)
    return document, data, [mutant for mutant in made if mutant.data != data]


def read(document: Document) -> bytes:
    assert document.file is not None
    return files.read(document.file)


def _letter(lurah: Assignment, camat: Assignment | None) -> Document:
    made = signed_letter(lurah, camat)
    return countersign(made, camat) if camat else made


def run(count: int, seed: int, *, two: bool) -> int:
    """Print the table; how many things went wrong."""
    document, data, forged = copies(count, seed, two=two)
    authority = CertificateAuthority.objects.get().certificate
    total, passed, by_signature_alone = Counter[str](), Counter[str](), Counter[str]()
    for mutant in forged:
        total[mutant.kind] += 1
        passed[mutant.kind] += check_pdf(mutant.data).valid
        by_signature_alone[mutant.kind] += by_signature(mutant.data, authority, document)
    signatures = "two signatures" if two else "one signature"
    print(f"seed {seed}, {len(forged)} altered copies of a letter with {signatures}, {len(data)} bytes")
    for kind, number in total.items():
        print(f"  {kind:26} {number:4}  SAH {passed[kind]:3}  signatures alone would pass {by_signature_alone[kind]:3}")
    original = check_pdf(data)
    print(f"  {'the original':26}    1  SAH {int(original.valid):3}  ({original.reason})")
    return passed.total() + (not original.valid) + (len(forged) != count)


def main() -> int:
    """0 when no altered copy is SAH and the original is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    with throwaway():
        half = options.count // 2
        wrong = run(options.count - half, options.seed, two=False) + run(half, options.seed, two=True)
    print("none of them is SAH, the original is" if not wrong else f"{wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
