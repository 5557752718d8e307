"""Letters signed with ink: number and print, sign and stamp the paper, scan it back, hand it out."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.documents.services import paper as documents
from core.files import services as files
from core.workflow import NotYourMove
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import locked, ready, refuse_own
from sodamolek.letters.services.content import letter_content
from sodamolek.letters.services.finishing import finish, numbered
from sodamolek.letters.services.signers import ink_choices, ink_signers


def print_request(letter_request: LetterRequest, *, by: User, signer: Assignment | None = None) -> LetterRequest:
    """Give the letter its number and make the PDF to print. `signer` signs on it; without one, who usually does."""
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("print", row, by)
        choices = ink_choices(row)
        signer = next((found for found in choices if signer is None or found.pk == signer.pk), None)
        if signer is None:
            raise ValidationError(_("Tidak ada pejabat di kantor ini yang menandatangani dengan tinta."))
        signers = ink_signers(row, signer)
        document = documents.print_letter(letter_content(row), signers, by=by)
        fields = numbered(document, signers)
        # On paper the camat signs by hand, and needs to see nothing here.
        fields["countersign_office"] = None
        return finish("print", row, by=by, fields=fields)


def scan_request(letter_request: LetterRequest, upload: "UploadedFile[bytes]", *, by: User) -> LetterRequest:
    """Take the scan of the signed and stamped paper; the letter is in force and the applicant is told.

    Raises ValidationError({"file": ...}) for a file that can't be taken.
    """
    ready("scan", letter_request, by)
    try:
        # Checking takes seconds: nothing is locked meanwhile.
        scan = files.store(upload, by=by, purpose=documents.SCAN_PURPOSE)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    try:
        with transaction.atomic():
            row = locked(letter_request)
            refuse_own(row, by)
            ready("scan", row, by)
            if row.document is None:
                raise ValidationError(_("Surat ini belum bernomor."))
            document = documents.file_scan(row.document, scan, by=by)
            return finish("scan", row, by=by, fields={"document": document})
    except (ValidationError, NotYourMove):
        files.delete(scan)
        raise
