"""What people do with registers, certificates and documents."""

from core.documents.services.books import month_pdf, month_xlsx
from core.documents.services.certificates import SIGNER_ROLES, enroll_signer, make_ca, revoke_certificate, revoke_ended
from core.documents.services.changes import replace, revoke
from core.documents.services.checking import MAX_BYTES, Check, check_pdf, count_check, look_up
from core.documents.services.issuing import issue, unlock, verification_url
from core.documents.services.registers import (
    HEADS,
    KEEPERS,
    PaperLetter,
    allocate,
    cancel_entry,
    enter_paper_letter,
    start_register,
)

__all__ = [
    "HEADS",
    "KEEPERS",
    "MAX_BYTES",
    "SIGNER_ROLES",
    "Check",
    "PaperLetter",
    "allocate",
    "cancel_entry",
    "check_pdf",
    "count_check",
    "enroll_signer",
    "enter_paper_letter",
    "issue",
    "look_up",
    "make_ca",
    "month_pdf",
    "month_xlsx",
    "replace",
    "revoke",
    "revoke_certificate",
    "revoke_ended",
    "start_register",
    "unlock",
    "verification_url",
]
