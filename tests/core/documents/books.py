"""What is written into the books of the tests."""

from typing import Any

from django.utils import timezone

from core.documents import services


def year() -> int:
    return timezone.localdate().year


def paper(**fields: Any) -> services.PaperLetter:
    given: dict[str, Any] = {
        "dated": timezone.localdate(),
        "kind_name": "Surat Keterangan Kematian",
        "classification": "474.3",
        "subject_name": "Petrus Contoh",
        "signer_title": "Lurah Contoh Jaya",
    }
    return services.PaperLetter(**{**given, **fields})


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())
