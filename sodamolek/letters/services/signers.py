"""Who signs a request's letter today, and how: electronically or with ink."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.documents.services import signers as documents
from core.documents.services.issuing import Signers
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.content import countersigner_of, signers_of


def electronic_signers(letter_request: LetterRequest, by: User) -> Signers:
    """Those who sign when `by` signs now. Raises ValidationError with the way out."""
    first = signers_of(letter_request).filter(user=by).first()
    if first is None:
        raise ValidationError(_("Anda tidak ditugaskan menandatangani surat ini di kantor ini."))
    signers = Signers(first, _second(letter_request))
    if wet := _wet(signers):
        raise ValidationError(
            _("%s menandatangani dengan tinta. Cetak surat ini di halaman permohonannya.") % wet[0].user.name
        )
    _check_one_provider(signers)
    return signers


def _check_one_provider(signers: Signers) -> None:
    """Refuse before a number is taken: BSrE adds a field of its own, which would break a signature of the portal."""
    second = signers.second
    if second is not None and documents.provider_of(signers.first.user) != documents.provider_of(second.user):
        raise ValidationError(
            _("Anda dan %s menandatangani lewat penyedia yang berbeda. Minta administrator kota menyamakannya.")
            % second.user.name
        )


def ink_signers(letter_request: LetterRequest, first: Assignment) -> Signers:
    """Those who sign on paper; a letter is on paper as soon as one of them signs with ink."""
    signers = Signers(first, _second(letter_request))
    if not _wet(signers):
        raise ValidationError(_("Pejabat surat ini menandatangani secara elektronik; tidak perlu dicetak."))
    return signers


def ink_choices(letter_request: LetterRequest) -> list[Assignment]:
    """Who may sign this letter at its office, if it is signed with ink at all; the ones with ink first."""
    found = list(signers_of(letter_request))
    second = countersigner_of(letter_request)
    wet = documents.wet_signers([row.user_id for row in (*found, *([second] if second else []))])
    if second is not None and second.user_id in wet:
        return found
    return [row for row in found if row.user_id in wet]


def _second(letter_request: LetterRequest) -> Assignment | None:
    if not letter_request.kind.spec.countersigners:
        return None
    second = countersigner_of(letter_request)
    if second is None:
        above = letter_request.office.parent
        raise ValidationError(
            _("Belum ada camat yang bertugas di %s hari ini. Minta administrator kota mencatat penugasannya.")
            % (above.name if above else _("kecamatan kantor ini"))
        )
    return second


def _wet(signers: Signers) -> list[Assignment]:
    people = [row for row in (signers.first, signers.second) if row is not None]
    wet = documents.wet_signers([row.user_id for row in people])
    return [row for row in people if row.user_id in wet]
