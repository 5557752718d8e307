"""Is this PDF a genuine letter? Nothing that strangers send is believed, and any error means no."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.base import uuid7
from core.documents.models import CertificateAuthority, Document, SignatureMode, SignerCertificate
from core.documents.queries import Finding
from core.documents.rules import mask_name
from core.documents.signature.inspection import SignatureFact, inspect
from core.documents.signature.isolation import UnreadableError, inspect_isolated

MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """`genuine`: byte for byte the file that the office signed. `valid`: genuine, and still in force today.

    Not `comparable`: the file of a letter that was signed with ink, of which only the paper counts.
    """

    genuine: bool
    reason: str
    document: Document | None = None
    comparable: bool = True

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
        return _scan(data) or Check(False, _explain(data))
    count_check(document)
    if document.state in (Document.State.PENDING, Document.State.VOID):
        return Check(False, _unfinished(document), document)
    signers = signers_of(document)
    roots = tuple({certificate.authority.certificate for certificate, _at in signers})
    try:
        facts = inspect(data, roots, *(at for _certificate, at in signers))
    except Exception:  # noqa: BLE001 - pyHanko raises many kinds on damaged files; each means "no"
        return Check(False, _("Tanda tangan pada berkas ini tidak terbaca."), document)
    if signature_verdict(facts, [certificate.fingerprint for certificate, _at in signers]):
        return Check(False, _("Tanda tangan pada berkas ini tidak cocok dengan daftar surat."), document)
    return Check(True, _state_reason(document), document)


def signers_of(document: Document) -> list[tuple[SignerCertificate, datetime]]:
    """The certificates that signed a letter, in order, each with the moment when it did."""
    found = [(document.certificate, document.signed_at)]
    later = document.countersignatures.select_related("certificate__authority").order_by("position")
    found += [(row.certificate, row.signed_at) for row in later]
    return [(certificate, at) for certificate, at in found if certificate is not None and at is not None]


# One round trip for reading and counting. A count that is lost with the power is no loss, so this transaction
# does not wait for the disk.
_LOOK_UP = """
    WITH counted AS (
        INSERT INTO documents_checkcount (id, document_id, day, count)
        SELECT %(id)s, id, %(day)s, 1 FROM documents_document WHERE code = %(code)s
        ON CONFLICT (document_id, day) DO UPDATE SET count = documents_checkcount.count + 1
    )
    SELECT d.id, d.code, d.kind_name, d.number_text, d.signed_on, o.name, d.signer_title, d.subject_name,
           d.valid_until, CASE WHEN d.state = 'valid' AND d.valid_until < %(day)s THEN 'expired' ELSE d.state END,
           d.state_reason, coalesce(r.code, ''), coalesce(r.number_text, ''), d.mode, coalesce(k.provider, ''),
           array(SELECT c.signer_title FROM documents_countersignature c WHERE c.document_id = d.id
                 ORDER BY c.position),
           set_config('synchronous_commit', 'off', true)
    FROM documents_document d JOIN regions_office o ON o.id = d.office_id
    LEFT JOIN documents_document r ON r.id = d.replaced_by_id
    LEFT JOIN documents_signercertificate k ON k.id = d.certificate_id
    WHERE d.code = %(code)s
"""


def look_up(code: str) -> Finding | None:
    """What the register says about a code, counted as one check; None for an unknown code."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, {"id": uuid7(), "day": timezone.localdate(), "code": code})
        row = cursor.fetchone()
    if row is None:
        return None
    *fields, _setting = row
    fields[7] = mask_name(fields[7])
    return Finding(*fields)


def count_check(document: Document) -> None:
    """Count one check of a letter."""
    look_up(document.code)


def signature_verdict(facts: tuple[SignatureFact, ...], signers: list[str]) -> str:
    """What is wrong with a file's signatures, as a short word, or "" when they are sound and by `signers` alone.

    `signers` are fingerprints in the order of signing: one more or less, or another order, is not the letter.
    """
    if not facts:
        return "unsigned"
    for fact in facts:
        if not fact.sound:
            return fact.reason
    return "" if [fact.fingerprint for fact in facts] == signers else "untrusted"


def _registered(data: bytes) -> Document | None:
    return (
        Document.objects.filter(sha256=hashlib.sha256(data).hexdigest())
        .select_related("certificate__authority", "office", "replaced_by")
        .first()
    )


def _scan(data: bytes) -> Check | None:
    """The answer for the very scan that we keep of a letter on paper: it proves nothing, the paper does."""
    digest = hashlib.sha256(data).hexdigest()
    if not Document.objects.filter(mode=SignatureMode.WET, file__sha256=digest).exists():
        return None
    return Check(
        False,
        _(
            "Ini pindaian surat yang ditandatangani dengan tinta. Pindaian tidak dapat dibandingkan: periksa dengan "
            "kode pada surat. Yang berlaku hanya lembar kertas bertanda tangan dan bercap asli."
        ),
        comparable=False,
    )


def _unfinished(document: Document) -> str:
    if document.state == Document.State.VOID:
        return _("Surat ini batal: nomornya dibatalkan sebelum selesai ditandatangani.")
    return _("Surat ini belum selesai: belum semua pejabat menandatanganinya.")


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
        "unsigned": _(
            "Berkas ini tidak bertanda tangan elektronik: mungkin hasil cetak ulang atau pindaian. "
            "Surat yang ditandatangani dengan tinta hanya dapat diperiksa dengan kodenya."
        ),
        "untrusted": _("Berkas ini ditandatangani oleh pihak lain, bukan oleh pejabat yang terdaftar di portal ini."),
        "altered": _("Isi berkas ini sudah diubah setelah ditandatangani."),
        "appended": _("Sesuatu ditambahkan pada berkas ini setelah ditandatangani."),
    }.get(_verdict(facts), _("Berkas ini tidak sama dengan surat mana pun di daftar kami: mungkin disimpan ulang."))


def _verdict(facts: tuple[SignatureFact, ...]) -> str:
    return signature_verdict(facts, [fact.fingerprint for fact in facts])


def _state_reason(document: Document) -> str:
    return {
        "valid": _("Asli dan masih berlaku."),
        "revoked": _("Asli, tetapi sudah dicabut oleh kantor yang mengeluarkannya."),
        "replaced": _("Asli, tetapi sudah diganti dengan surat lain."),
        "expired": _("Asli, tetapi masa berlakunya sudah lewat."),
    }[document.state_on(timezone.localdate())]
