"""What a PDF's signatures say, without Django and without a database: it reads files that strangers send.

main() is run in a process of its own with limits on memory and time (isolation.py).
"""

import asyncio
import base64
import io
import json
import logging
import resource
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

T = TypeVar("T")
SECONDS = 10
MEMORY = 768 * 1024 * 1024
# pyHanko logs the subject of every certificate that it does not trust: a name, a NIP. The answer says enough.
for _noisy in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_noisy).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True)
class SignatureFact:
    """One signature: whose certificate (SHA-256), and whether it holds and covers what it must."""

    fingerprint: str
    sound: bool
    reason: str = ""


def inspect(data: bytes, authorities: tuple[str, ...], *moments: datetime) -> tuple[SignatureFact, ...]:
    """All signatures in order. `authorities` are PEM; certificates must have been valid at the moment of each.

    Signatures beyond the last moment are held against that one. Who may sign, and how many, is for the caller to
    know: a third signature on a letter of two is as sound as theirs. Raises whatever pyHanko raises on a damaged
    file: the caller takes any error as "not genuine".
    """
    reader = PdfFileReader(io.BytesIO(data), strict=True)
    signatures = reader.embedded_signatures
    facts = []
    for index, signature in enumerate(signatures):
        moment = moments[min(index, len(moments) - 1)]
        context = ValidationContext(trust_roots=list(_roots(authorities)), allow_fetching=False, moment=moment)
        status = drive(async_validate_pdf_signature(signature, context))
        reason = _flaw(status, last=index == len(signatures) - 1)
        facts.append(SignatureFact(status.signing_cert.sha256.hex(), not reason, reason))
    return tuple(facts)


def _flaw(status: Any, *, last: bool) -> str:
    """Why a signature is not good enough, or "". pyHanko's bottom line alone accepts bytes after the end."""
    if not (status.intact and status.valid):
        return "altered"
    if not status.trusted:
        return "untrusted"
    if not status.bottom_line:
        return "altered"
    if last:
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        return "" if whole and status.modification_level == ModificationLevel.NONE else "appended"
    kept = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return "" if kept and status.modification_level <= ModificationLevel.FORM_FILLING else "appended"


@lru_cache(maxsize=8)
def _roots(authorities: tuple[str, ...]) -> tuple[x509.Certificate, ...]:
    return tuple(x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in authorities)


def drive(step: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, from synchronous code; also where an event loop runs already in this thread."""
    if asyncio._get_running_loop() is None:
        return asyncio.run(step)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, step).result()


def main() -> None:
    """Read a request as JSON from standard input, answer as JSON; with little memory and time."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    request = json.load(sys.stdin)
    try:
        facts = inspect(
            base64.b64decode(request["pdf"]),
            tuple(request["authorities"]),
            datetime.fromisoformat(request["moment"]),
        )
        answer: dict[str, Any] = {"signatures": [asdict(fact) for fact in facts]}
    except Exception as error:  # noqa: BLE001 - a damaged file may raise anything, and that is an answer
        answer = {"error": type(error).__name__}
    json.dump(answer, sys.stdout)
