"""Letters of the tests. Every signer's passphrase is PASSPHRASE."""

from typing import Any

import factory
from django.db import transaction
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.documents.models import Document, SignerCertificate
from core.documents.services import countersigning, enroll_signer, issue, unlock
from core.documents.signature.base import UnlockedKey
from core.documents.signature.local import LocalKey
from core.documents.typesetting import LetterContent
from core.files import services as files
from core.regions.models import Office
from tests.factories.accounts import AssignmentFactory
from tests.factories.regions import OfficeFactory

PASSPHRASE = "frasa-contoh-2026"


class LetterContentFactory(factory.Factory):
    """A letter of a new kelurahan; give `office=`."""

    class Meta:
        model = LetterContent

    office = factory.SubFactory(OfficeFactory)
    title = "Surat Keterangan Tidak Mampu"
    kind_name = "Surat Keterangan Tidak Mampu"
    series = "umum"
    classification = "460"
    date = factory.LazyFunction(timezone.localdate)
    opening = "Yang bertanda tangan di bawah ini menerangkan dengan sebenarnya bahwa:"
    rows = (("Nama", "Maria Contoh"), ("Pekerjaan", "Mengurus rumah tangga"), ("Alamat", "RT.004 RW.002"))
    paragraphs = ("Orang tersebut di atas benar warga yang tergolong keluarga tidak mampu.",)
    subject_name = "Maria Contoh"


def camat_above(lurah: Assignment, **fields: Any) -> Assignment:
    """The camat of the kecamatan above a lurah's office, with a certificate."""
    return signer(Role.CAMAT, office=kecamatan_above(lurah.office), **fields)


def kecamatan_above(office: Office) -> Office:
    """The kecamatan's office above a kelurahan's, made when there is none."""
    if office.parent is None:
        office.parent = OfficeFactory(kecamatan=True)
        office.save(update_fields=["parent"])
    return office.parent


def signer(role: Role = Role.LURAH, **fields: Any) -> Assignment:
    """An assignment whose person holds a certificate."""
    assignment: Assignment = AssignmentFactory(role=role, **fields)
    enroll_signer(assignment.user, PASSPHRASE, by=assignment.user)
    return assignment


def signed_letter(
    assignment: Assignment | None = None, countersigner: Assignment | None = None, **fields: Any
) -> Document:
    """A letter that was issued for real: numbered, typeset, signed, stored. Pending with a `countersigner`."""
    assignment = assignment or signer()
    content: LetterContent = LetterContentFactory(office=assignment.office, **fields)
    with transaction.atomic():
        return issue(content, signer=assignment, passphrase=PASSPHRASE, by=assignment.user, countersigner=countersigner)


def countersign(document: Document, camat: Assignment) -> Document:
    """The second signature on a pending letter."""
    made = countersigning.make(document, signer=camat, key=unlock(camat.user, PASSPHRASE), by=camat.user)
    return countersigning.store(document, made, by=camat.user)


def letter_of_two() -> Document:
    """A letter in force that a lurah and a camat signed."""
    lurah = signer()
    camat = camat_above(lurah)
    return countersign(signed_letter(lurah, camat), camat)


def pdf_of(document: Document) -> bytes:
    """The file of a letter that has one."""
    assert document.file is not None
    data: bytes = files.read(document.file)
    return data


def certificate_of(key: UnlockedKey) -> SignerCertificate:
    """The certificate behind a key of the portal's own authority."""
    assert isinstance(key, LocalKey)
    return key.certificate
