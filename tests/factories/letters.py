"""Requests of the tests. Kinds come from the project's own files, so tests and portal read the same."""

import io
import secrets
from datetime import timedelta
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from core.documents.models import CertificateAuthority, Document, Register, RegisterEntry, SignerCertificate
from core.files.models import StoredFile
from core.references import new_reference
from core.regions.models import Office, OfficeHours
from sodamolek.letters import services
from sodamolek.letters.models import LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.workflow import UNDER_WAY, WITH_DOCUMENT, Status
from tests.factories.accounts import UserFactory
from tests.factories.documents import kecamatan_above
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

ANSWERS = {
    "SKTM": {
        "tujuan": "pendidikan",
        "keperluan": "mengurus beasiswa KIP Kuliah",
        "penghasilan": "1250000",
        "jumlah_tanggungan": "3",
        "alamat": "Jalan Contoh 1",
        "rt": "1",
        "rw": "2",
    },
    "SKD": {
        "rt_domisili": "1",
        "rw_domisili": "2",
        "alamat_domisili": "Jalan Contoh 1",
        "sejak": "2020-01-01",
        "keperluan": "membuka rekening bank",
    },
}


def kind(code: str = "SKTM") -> LetterKind:
    """The kind in force; loads the project's files when they are not there yet."""
    if not LetterKind.objects.filter(code=code).exists():
        services.load_kinds()
    return LetterKind.objects.get(code=code, is_current=True)


def office_hours() -> None:
    """Every office is open every day from 0 to 23.59, unless the test says otherwise."""
    if not OfficeHours.objects.exists():
        OfficeHours.objects.bulk_create(OfficeHours(weekday=day, opens="00:00", closes="23:59") for day in range(7))


# A kind of the tests alone (kind_of_two).
ANSWERS["SKTMC"] = ANSWERS["SKTM"]


class LetterRequestFactory(DjangoModelFactory):
    """A request of a matched resident at the kelurahan where they live; `status=` gives what goes with it."""

    class Meta:
        model = LetterRequest

    kind = factory.LazyFunction(kind)
    office = factory.SubFactory(OfficeFactory)
    owner = factory.SubFactory(UserFactory)
    resident = factory.LazyAttribute(
        lambda o: getattr(o.owner, "resident", None) or ResidentFactory(user=o.owner, domicile=o.office.region)
    )
    reference = factory.LazyAttribute(lambda o: new_reference(o.kind.code))
    status = Status.DRAFT
    answers = factory.LazyAttribute(lambda o: dict(ANSWERS.get(o.kind.code, {})))
    snapshot = factory.LazyAttribute(lambda o: {} if o.status == Status.DRAFT else snapshot_of(o.kind, o.resident))
    submitted_at = factory.LazyAttribute(lambda o: None if o.status == Status.DRAFT else timezone.now())
    due_at = factory.LazyAttribute(lambda o: o.submitted_at and o.submitted_at + timedelta(hours=8))
    document = factory.LazyAttribute(lambda o: document_row(o.office, o.status) if o.status in WITH_DOCUMENT else None)
    countersign_office = factory.LazyAttribute(
        lambda o: kecamatan_above(o.office) if o.status == Status.AWAITING_CAMAT else None
    )


def kind_of_two() -> LetterKind:
    """A kind like the SKTM that a camat signs too."""
    found = LetterKind.objects.filter(code="SKTMC").first()
    if found is not None:
        return found
    data = {**kind("SKTM").data, "code": "SKTMC", "countersigners": ["camat"]}
    made: LetterKind = LetterKind.objects.create(
        code="SKTMC", version=1, name="Surat Berdua", data=data, checksum="uji-dua-tanda-tangan"
    )
    return made


def document_row(office: Office | None = None, status: str = Status.SIGNED) -> Document:
    """A document as a row only: quick, and nothing is signed. `tests.factories.documents` makes real ones."""
    office = office or OfficeFactory()
    now = timezone.now()
    authority, _made = CertificateAuthority.objects.get_or_create(retired_at=None, defaults={"private_key": "x"})
    certificate = SignerCertificate.objects.create(
        user=UserFactory(staff=True),
        authority=authority,
        fingerprint=secrets.token_hex(32),
        issued_at=now,
        expires_at=now,
    )
    register, _made = Register.objects.get_or_create(office=office, series="uji", year=now.year)
    number = register.entries.count() + 1
    entry = RegisterEntry.objects.create(
        register=register, number=number, number_text=f"{number}/UJI", dated=now.date()
    )
    return Document.objects.create(
        code=secrets.token_hex(13),
        entry=entry,
        office=office,
        number_text=entry.number_text,
        signed_on=now.date(),
        signed_at=now,
        certificate=certificate,
        sha256=secrets.token_hex(32),
        file=StoredFileFactory(content_type="application/pdf"),
        state=Document.State.PENDING if status in UNDER_WAY else Document.State.VALID,
    )


def snapshot_of(letter_kind: LetterKind, resident: Any) -> dict[str, Any]:
    from sodamolek.letters.queries import person_of
    from sodamolek.letters.rules.sheet import known_values

    known = known_values(letter_kind.spec, person_of(resident), proven=resident.is_proven)
    return {"known": known, "proven": resident.is_proven, "nik": resident.nik, "name": resident.name}


def photo(name: str = "foto.jpg", colour: str = "white", size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    """A photograph as a telephone sends it."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


class StoredFileFactory(DjangoModelFactory):
    """A row without bytes behind it; use `services.attach_document` where they matter."""

    class Meta:
        model = StoredFile

    sha256 = "0" * 64
    size = 1000
    content_type = "image/jpeg"
    purpose = "letters.document"


class RequestDocumentFactory(DjangoModelFactory):
    class Meta:
        model = RequestDocument

    request = factory.SubFactory(LetterRequestFactory)
    requirement = "pengantar_rt"
    file = factory.SubFactory(StoredFileFactory)
    position = factory.Sequence(lambda n: n + 1)


def with_documents(letter_request: LetterRequest, *keys: str) -> LetterRequest:
    """The request with one page for each of `keys` (the compulsory ones of its kind when none is named)."""
    for key in keys or ("pengantar_rt", "pernyataan"):
        RequestDocumentFactory(request=letter_request, requirement=key)
    return letter_request
