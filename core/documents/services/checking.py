"""Is this PDF a genuine letter? Nothing that strangers send is believed, and any error means no."""

import hashlib
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.models import CertificateAuthority, CheckCount, Document
from core.documents.signature.inspection import SignatureFact, inspect
from core.documents.signature.isolation import UnreadableError, inspect_isolated

MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """`genuine`: byte for byte the file that the office signed. `valid`: genuine, and still in force today."""

    genuine: bool
    reason: str
    document: Document | None = None

    @property
    def valid(self) -> bool:
        return self.genuine and self.document is not None and self.document.state_on(timezone.localdate()) == "valid"


def check_pdf(data: bytes) -> Check:
    """Compare with the register first, then check every signature; `reason` is for people.

    A file whose SHA-256 is not in the register is never genuine: signatures alone don't cover the padding
    around them. Its signatures are then read (apart, with limits) only to say what is wrong with it.
    """
    if len(data) > MAX_BYTES:
        return Check(False, _("Berkas lebih besar dari 10 MB. Surat dari portal ini selalu lebih kecil."))
    document = _registered(data)
    if document is None:
        return Check(False, _explain(data))
    count_check(document)
    try:
        facts = inspect(data, (document.certificate.authority.certificate,), document.signed_at)
    except Exception:  # noqa: BLE001 - pyHanko raises many kinds on damaged files; each means "no"
        return Check(False, _("Tanda tangan pada berkas ini tidak terbaca."), document)
    if [(fact.fingerprint, fact.sound) for fact in facts] != [(document.certificate.fingerprint, True)]:
        return Check(False, _("Tanda tangan pada berkas ini tidak cocok dengan daftar surat."), document)
    return Check(True, _state_reason(document), document)


def count_check(document: Document) -> None:
    """Count one check of a letter."""
    row, created = CheckCount.objects.get_or_create(document=document, day=timezone.localdate(), defaults={"count": 1})
    if not created:
        CheckCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def signature_verdict(facts: tuple[SignatureFact, ...], fingerprints: set[str]) -> str:
    """What is wrong with a file's signatures, as a short word, or "" when each is sound and by one of ours."""
    if not facts:
        return "unsigned"
    for fact in facts:
        if not fact.sound:
            return fact.reason
        if fact.fingerprint not in fingerprints:
            return "untrusted"
    return ""


def _registered(data: bytes) -> Document | None:
    return (
        Document.objects.filter(sha256=hashlib.sha256(data).hexdigest())
        .select_related("certificate__authority", "office", "replaced_by")
        .first()
    )


def _explain(data: bytes) -> str:
    """Why a file that isn't in the register is not genuine."""
    if not data.startswith(b"%PDF-"):
        return _("Berkas ini bukan PDF. Pilih berkas PDF surat yang Anda unduh.")
    authorities = tuple(CertificateAuthority.objects.values_list("certificate", flat=True))
    try:
        facts = inspect_isolated(data, authorities, timezone.now())
    except UnreadableError:
        return _("Berkas ini rusak atau sudah diubah, dan bukan berkas yang dikeluarkan oleh kantor.")
    return {
        "unsigned": _("Berkas ini tidak bertanda tangan elektronik: mungkin hasil cetak ulang atau pindaian."),
        "untrusted": _("Berkas ini ditandatangani oleh pihak lain, bukan oleh pejabat yang terdaftar di portal ini."),
        "altered": _("Isi berkas ini sudah diubah setelah ditandatangani."),
        "appended": _("Sesuatu ditambahkan pada berkas ini setelah ditandatangani."),
    }.get(_verdict(facts), _("Berkas ini tidak sama dengan surat mana pun di daftar kami: mungkin disimpan ulang."))


def _verdict(facts: tuple[SignatureFact, ...]) -> str:
    return signature_verdict(facts, {fact.fingerprint for fact in facts})


def _state_reason(document: Document) -> str:
    return {
        "valid": _("Asli dan masih berlaku."),
        "revoked": _("Asli, tetapi sudah dicabut oleh kantor yang mengeluarkannya."),
        "replaced": _("Asli, tetapi sudah diganti dengan surat lain."),
        "expired": _("Asli, tetapi masa berlakunya sudah lewat."),
    }[document.state_on(timezone.localdate())]
