"""Every write of a letter's life, by what a person does. All take the actor as `by`."""

from sodamolek.letters.services.content import letter_content, preview_pdf
from sodamolek.letters.services.counter import begin_at_counter, note_contact, see_originals, withdraw_at_counter
from sodamolek.letters.services.countersigning import countersign_request, decline, give_up, read_pending
from sodamolek.letters.services.decisions import (
    accept_request,
    endorse_request,
    mark_collected,
    reject_request,
    reopen_request,
    replace_request,
    return_request,
    revoke_request,
)
from sodamolek.letters.services.desk import AcceptedMany, accept_many, add_note, assign_request
from sodamolek.letters.services.drafts import (
    attach_document,
    cancel_request,
    read_document,
    read_page,
    remove_document,
    save_answers,
    start_draft,
)
from sodamolek.letters.services.kinds import load_kinds
from sodamolek.letters.services.paper import print_request, scan_request
from sodamolek.letters.services.relatives import report_for, start_for
from sodamolek.letters.services.signers import ink_choices
from sodamolek.letters.services.signing import SigningResult, read_letter, sign_many, sign_request, type_of
from sodamolek.letters.services.submission import Submission, resubmit_request, submit_request
from sodamolek.letters.services.tracking import TooManyTriesError, Tracking, pin_of, renew_pin, track
from sodamolek.letters.services.upkeep import expire_unanswered
from sodamolek.letters.services.wording import mend_wording, wording_of

__all__ = [
    "AcceptedMany",
    "SigningResult",
    "Submission",
    "TooManyTriesError",
    "Tracking",
    "accept_many",
    "accept_request",
    "add_note",
    "assign_request",
    "attach_document",
    "begin_at_counter",
    "cancel_request",
    "countersign_request",
    "decline",
    "endorse_request",
    "expire_unanswered",
    "give_up",
    "ink_choices",
    "letter_content",
    "load_kinds",
    "mark_collected",
    "mend_wording",
    "note_contact",
    "pin_of",
    "preview_pdf",
    "print_request",
    "read_document",
    "read_letter",
    "read_page",
    "read_pending",
    "reject_request",
    "remove_document",
    "renew_pin",
    "reopen_request",
    "replace_request",
    "report_for",
    "resubmit_request",
    "return_request",
    "revoke_request",
    "save_answers",
    "scan_request",
    "see_originals",
    "sign_many",
    "sign_request",
    "start_draft",
    "start_for",
    "submit_request",
    "track",
    "type_of",
    "withdraw_at_counter",
    "wording_of",
]
