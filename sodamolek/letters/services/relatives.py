"""Asking for somebody else: a relative, or whoever gave a power of attorney. The operator decides on the proof."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.population import services as population
from core.population.crypto import blind_index
from core.population.services import Identity
from core.regions.models import Office
from sodamolek.letters import queries
from sodamolek.letters.models import LetterKind, LetterRequest
from sodamolek.letters.rules.relations import Relation
from sodamolek.letters.services.drafts import About, open_draft


def start_for(kind: LetterKind, said: Identity, relation: Relation, *, home: Office, by: User) -> LetterRequest:
    """A draft of `kind` about the person of `said`, who lives in the kelurahan of `home`.

    Whom the register has on the applicant's own family card needs no proof; for anybody else a paper is asked, and
    nothing of what the register says about them is shown to the applicant. Raises ValidationError.
    """
    applicant = queries.resident_of(by)
    if applicant is None or not applicant.is_proven:
        raise ValidationError(_("Data Anda sendiri belum dipadankan. Datanglah ke loket kelurahan lebih dahulu."))
    if blind_index(said.nik) == applicant.nik_index:
        raise ValidationError({"nik": _("Ini NIK Anda sendiri. Pilih “Mulai” untuk surat Anda sendiri.")})
    office = queries.office_at_level(home, kind.spec)
    if office is None or home.region is None:
        raise ValidationError({"home": _("Pilih kelurahan tempat orang itu tinggal.")})
    resident = population.note_relative(said, domicile=home.region, by=by)
    same_card = blind_index(said.kk, kind="kk") == applicant.kk_index and relation != Relation.OTHER
    return open_draft(kind, About(resident, relation, same_card), office=office, by=by)


def report_for(kind: LetterKind, relation: Relation, *, by: User) -> LetterRequest:
    """A draft of a kind that tells of somebody else by nature (a death, a birth), by a relative with proof."""
    applicant = queries.resident_of(by)
    if applicant is None:
        raise ValidationError(_("Akun ini belum terhubung dengan data kependudukan. Daftarkan NIK Anda dahulu."))
    office = queries.office_for(applicant, kind.spec)
    if office is None:
        raise ValidationError(_("Kelurahan tempat tinggal Anda belum diketahui. Datanglah ke loket kelurahan."))
    return open_draft(kind, About(applicant, relation), office=office, by=by)
