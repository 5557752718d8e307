"""How much a whole letter costs beside its two bare parts: `python -m bench.letter`.

Bare: a Typst compile of the same template and data, and a pyHanko signature as its manual shows it. Whole: number,
layout, QR, signature, check of our own output, encrypted file, rows and audit, committed. The rounds alternate, so
that a busy machine slows both alike. The goal is 1.5 (issue 2, section 6.7).
"""

import io
import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from django.db import transaction
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from bench.database import throwaway
from core.documents import services
from core.documents.rules import new_code
from core.documents.signature.local import LocalKey
from core.documents.typesetting import compile_letter
from core.documents.typesetting.content import LetterContent
from tests.factories.documents import PASSPHRASE, LetterContentFactory, signer

ROUNDS = 40
GOAL = 1.5


def main() -> int:
    """Print the medians in milliseconds and the ratios; 1 when the goal is missed."""
    with throwaway():
        lurah = signer()
        key = services.unlock(lurah.user, PASSPHRASE)
        assert isinstance(key, LocalKey)
        url = services.verification_url(new_code())

        def content(turn: int) -> LetterContent:
            # Another text each time, as in life: Typst remembers what it has set before.
            made: LetterContent = LetterContentFactory(
                office=lurah.office, paragraphs=(f"Surat ke-{turn} dari {timezone.now()}.",)
            ).signed_by(lurah)
            return made

        def whole(turn: int, **credential: object) -> None:
            with transaction.atomic():
                services.issue(content(turn), signer=lurah, by=lurah.user, **credential)  # type: ignore[arg-type]

        pdf = compile_letter(content(0), "1/Kel.X/2026", url, code=new_code())
        parts: dict[str, Callable[[int], object]] = {
            "bare Typst": lambda turn: compile_letter(content(turn), "1/Kel.X/2026", None),
            "bare pyHanko": lambda _turn: _bare_signature(pdf, key.signer),
            "letter, key unlocked (batch)": lambda turn: whole(turn, key=key),
            "letter, with passphrase": lambda turn: whole(turn, passphrase=PASSPHRASE),
        }
        return report(measure(parts))


def measure(parts: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """Median milliseconds of each part, in alternating rounds."""
    times: dict[str, list[float]] = {name: [] for name in parts}
    for turn in range(ROUNDS + 3):
        for name, part in parts.items():
            start = time.perf_counter()
            part(turn)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(taken[3:]) for name, taken in times.items()}


def report(medians: dict[str, float]) -> int:
    """Print; 1 when the goal is missed."""
    for name, taken in medians.items():
        print(f"{name:32} {taken:7.1f} ms")
    bare = medians["bare Typst"] + medians["bare pyHanko"]
    ratio = medians["letter, key unlocked (batch)"] / bare
    alone = medians["letter, with passphrase"] / bare
    print(f"ratio in a batch {ratio:.2f}, with the passphrase's derivation {alone:.2f} (goal {GOAL})")
    return 0 if ratio <= GOAL else 1


def _bare_signature(pdf: bytes, simple: signers.SimpleSigner) -> None:
    metadata = signers.PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES)
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=simple)


if __name__ == "__main__":
    sys.exit(main())
