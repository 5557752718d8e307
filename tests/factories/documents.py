"""Letters of the tests. Every signer's passphrase is PASSPHRASE."""

from typing import Any

import factory
from django.db import transaction
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.documents.models import Document
from core.documents.services import enroll_signer, issue
from core.documents.typesetting import LetterContent
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


def signer(role: Role = Role.LURAH, **fields: Any) -> Assignment:
    """An assignment whose person holds a certificate."""
    assignment: Assignment = AssignmentFactory(role=role, **fields)
    enroll_signer(assignment.user, PASSPHRASE, by=assignment.user)
    return assignment


def signed_letter(assignment: Assignment | None = None, **fields: Any) -> Document:
    """A letter that was issued for real: numbered, typeset, signed, stored."""
    assignment = assignment or signer()
    content: LetterContent = LetterContentFactory(office=assignment.office, **fields)
    with transaction.atomic():
        return issue(content, signer=assignment, passphrase=PASSPHRASE, by=assignment.user)
