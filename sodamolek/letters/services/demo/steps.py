"""Bringing a submitted request of the demo further, each step by who may make it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents.models import SignatureMode
from core.documents.services import issuing
from core.documents.services.signers import mode_of
from core.signup.demo import PASSPHRASE
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services import countersigning, decisions, drafts, paper, signing
from sodamolek.letters.services.content import signers_of
from sodamolek.letters.services.demo.paper import paper as picture_of_paper
from sodamolek.letters.services.demo.people import staff_at
from sodamolek.letters.workflow import Status

Step = Callable[[LetterRequest], LetterRequest]


def carry_on(row: LetterRequest, until: str) -> LetterRequest:
    """The request in the state `until`, or where it stayed when BSrE's stand-in did not answer."""
    for step in WAYS[until]:
        row = step(row)
    return row


def _operator(row: LetterRequest) -> User:
    return staff_at(row.office, Role.OPERATOR)


def _signer(row: LetterRequest) -> User:
    first = signers_of(row).filter(user__is_demo=True).first()
    if first is None:
        raise ValueError(f"Nobody signs at {row.office}.")
    user: User = first.user
    return user


def _return(row: LetterRequest) -> LetterRequest:
    reasons = {"pengantar_rt": "Cap RT tidak terbaca. Foto ulang di tempat terang."}
    return decisions.return_request(row, by=_operator(row), reasons=reasons)


def _reject(row: LetterRequest) -> LetterRequest:
    reason = "Permohonan yang sama sudah terbit bulan ini (contoh)."
    return decisions.reject_request(row, by=_operator(row), reason=reason)


def _cancel(row: LetterRequest) -> LetterRequest:
    return drafts.cancel_request(row, by=row.owner or _operator(row))


def _accept(row: LetterRequest) -> LetterRequest:
    return decisions.accept_request(row, by=_operator(row))


def _endorse(row: LetterRequest) -> LetterRequest:
    if not row.needs_endorsement:
        return row
    return decisions.endorse_request(row, by=staff_at(row.office, Role.KASI))


def _print(row: LetterRequest) -> LetterRequest:
    return paper.print_request(row, by=_operator(row))


def _sign(row: LetterRequest) -> LetterRequest:
    row, signer = _endorse(row), _signer(row)
    if mode_of(signer) == SignatureMode.WET:
        row = _print(row)
        number = row.document.number_text if row.document else ""
        scan = picture_of_paper(f"{row.kind.name} {number}", row.applicant_name)
        upload = SimpleUploadedFile("pindaian.jpg", scan, content_type="image/jpeg")
        return paper.scan_request(row, upload, by=_operator(row))
    try:
        return signing.sign_request(row, by=signer, passphrase=PASSPHRASE)
    except ValidationError:
        if not issuing.signs_remotely(signer):
            raise
        # Without the stand-in it waits for a visitor to sign it.
        return LetterRequest.objects.get(pk=row.pk)


def _countersign(row: LetterRequest) -> LetterRequest:
    if row.status != Status.AWAITING_CAMAT or row.countersign_office is None:
        return row
    camat = staff_at(row.countersign_office, Role.CAMAT)
    return countersigning.countersign_request(row, by=camat, passphrase=PASSPHRASE)


def _collect(row: LetterRequest) -> LetterRequest:
    return decisions.mark_collected(row, by=_operator(row))


def _revoke(row: LetterRequest) -> LetterRequest:
    return decisions.revoke_request(row, by=_signer(row), reason="Contoh surat yang dicabut.")


_SIGNED = (_accept, _sign, _countersign)
WAYS: dict[str, tuple[Step, ...]] = {
    "submitted": (),
    "returned": (_return,),
    "rejected": (_reject,),
    "cancelled": (_cancel,),
    "accepted": (_accept,),
    "endorsed": (_accept, _endorse),
    "printed": (_accept, _print),
    "awaiting_camat": (_accept, _sign),
    "signed": _SIGNED,
    "collected": (*_SIGNED, _collect),
    "revoked": (*_SIGNED, _revoke),
}
