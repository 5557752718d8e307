"""Letters signed with ink: number and print, sign and stamp, scan back, collect; verified by their code."""

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services as documents
from core.documents.models import Document, RegisterEntry, SignatureMode
from core.documents.services.signers import mode_of, set_mode
from core.files import services as files
from core.files.models import StoredFile
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE, camat_above
from tests.factories.letters import LetterRequestFactory, kind_of_two, photo


def with_ink(user):
    set_mode(user, SignatureMode.WET, by=user)
    return user


@pytest.fixture
def ink_lurah(lurah):
    return with_ink(lurah)


@pytest.fixture
def printed(accepted, operator, ink_lurah) -> LetterRequest:
    return services.print_request(accepted, by=operator)


@pytest.fixture
def done(printed, operator) -> LetterRequest:
    return services.scan_request(printed, photo(), by=operator)


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(document[0].get_textpage().get_text_range().split())


def verify(client, document: Document) -> str:
    return client.get(reverse("documents:verify_code", args=[document.code])).content.decode()


def test_an_operator_numbers_and_prints_what_a_lurah_signs_with_ink(printed, operator, ink_lurah, client):
    document = printed.document
    assert (printed.status, document.mode, document.state, document.sha256) == ("printed", "wet", "pending", None)
    text = text_of(files.read(document.file))
    for said in (document.number_text, ink_lurah.name, "tanda tangan dan cap", "dicap basah"):
        assert said in text
    assert "belum selesai ditandatangani" in verify(client, document)
    recorded = Entry.objects.filter(action="print").values_list("actor", "subject_id")
    assert list(recorded) == [(operator.pk, printed.pk)]


def test_with_the_scan_the_letter_is_in_force_and_the_applicant_is_told(done, applicant, client):
    document = done.document
    document.refresh_from_db()
    assert (done.status, document.state, document.file.purpose) == (Status.SIGNED, "valid", "documents.scan")
    assert document.signed_at is not None
    assert list(Message.objects.filter(user=applicant).values_list("kind", flat=True)) == ["letters/signed_on_paper"]
    page = verify(client, document)
    for said in ("Terdaftar dan masih berlaku", "bukan pindaian", "Tanda tangan dengan tinta dan cap"):
        assert said in page
    assert document.subject_name not in page
    assert StoredFile.objects.filter(purpose="documents.letter").count() == 0


def test_a_scan_that_is_dropped_is_not_comparable(done, client):
    data = files.read(done.document.file)
    check = documents.check_pdf(data)
    assert (check.genuine, check.comparable, check.valid) == (False, False, False)
    answer = client.post(reverse("documents:verify"), {"file": SimpleUploadedFile("s.pdf", data)}).content.decode()
    assert "Tidak dapat dibandingkan" in answer
    assert "Tidak terbukti asli" not in answer
    other = documents.check_pdf(data + b"x")
    assert (other.genuine, other.comparable) == (False, True)


def test_the_citizen_downloads_the_scan_and_is_told_to_collect_the_paper(done, applicant, operator, client):
    client.force_login(applicant)
    page = client.get(url("request", done)).content.decode()
    assert "Ambil lembar aslinya" in page
    answer = client.get(url("letter", done))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'attachment; filename="{done.reference}.jpg"'
    assert services.mark_collected(done, by=operator).status == Status.COLLECTED


def test_before_the_scan_nobody_downloads_it_as_a_letter(printed, applicant, operator, client):
    for person in (applicant, operator):
        client.force_login(person)
        assert client.get(url("letter", printed)).status_code == 404


def test_who_signs_with_ink_is_not_asked_for_a_passphrase(accepted, ink_lurah, client):
    client.force_login(ink_lurah)
    page = client.get(url("sign", accepted)).content.decode()
    assert "Beri nomor dan siapkan cetakan" in page
    assert "Frasa sandi" not in page
    with pytest.raises(ValidationError, match="dengan tinta"):
        services.sign_request(accepted, by=ink_lurah, passphrase=PASSPHRASE)
    assert RegisterEntry.objects.count() == 0


def test_a_letter_of_an_electronic_signer_is_not_printed(accepted, operator, signing_lurah, client):
    with pytest.raises(ValidationError, match="Tidak ada pejabat"):
        services.print_request(accepted, by=operator)
    client.force_login(operator)
    assert "Beri nomor dan siapkan cetakan" not in client.get(url("check", accepted)).content.decode()
    assert RegisterEntry.objects.count() == 0


def test_a_camat_with_ink_makes_the_whole_letter_one_for_ink(office, applicant, operator, signing_lurah):
    camat = with_ink(camat_above(signing_lurah).user)
    row = LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted")
    with pytest.raises(ValidationError, match=camat.name):
        services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    row = services.print_request(row, by=operator)
    text = text_of(files.read(row.document.file))
    assert "Mengetahui," in text
    assert camat.name in text
    assert list(LetterRequest.objects.visible_to(camat)) == []
    row = services.scan_request(row, photo(), by=operator)
    assert (row.status, row.document.countersignatures.get().certificate) == (Status.SIGNED, None)


def test_a_paraf_comes_before_the_print(office, applicant, operator, ink_lurah, sktm):
    row = LetterRequestFactory(kind=sktm, office=office, owner=applicant, status="accepted", needs_endorsement=True)
    with pytest.raises(ValidationError, match="belum diparaf"):
        services.print_request(row, by=operator)


def test_others_neither_print_nor_scan(accepted, office, operator, ink_lurah, applicant, neighbour_operator, client):
    for by in (neighbour_operator, staff(Role.KASI, office)):
        with pytest.raises(NotYourMove):
            services.print_request(accepted, by=by)
    row = services.print_request(accepted, by=operator)
    for by in (applicant, neighbour_operator, staff(Role.KASI, office)):
        with pytest.raises(NotYourMove):
            services.scan_request(row, photo(), by=by)
    client.force_login(neighbour_operator)
    assert client.get(url("printable", row)).status_code == 404
    client.force_login(applicant)
    assert client.get(url("printable", row)).status_code == 403
    assert StoredFile.objects.filter(purpose="documents.scan").count() == 0


def test_it_is_printed_once_and_scanned_once(printed, operator):
    with pytest.raises(IllegalMove):
        services.print_request(printed, by=operator)
    services.scan_request(printed, photo(), by=operator)
    with pytest.raises(IllegalMove):
        services.scan_request(printed, photo(), by=operator)
    assert RegisterEntry.objects.count() == 1


def test_a_file_that_is_no_scan_is_refused_at_its_field(printed, operator, client):
    client.force_login(operator)
    for upload in (SimpleUploadedFile("x.exe", b"MZ" * 50), None):
        answer = client.post(url("scan", printed), {"file": upload} if upload else {})
        assert (answer.status_code, list(answer.context["scan_form"].errors)) == (422, ["file"])
    printed.refresh_from_db()
    assert printed.status == Status.PRINTED


def test_the_number_is_given_up_with_its_reason(printed, operator, client):
    client.force_login(operator)
    refused = client.post(url("give_up", printed), {"batal-reason": ""})
    assert (refused.status_code, list(refused.context["give_up_form"].errors)) == (422, ["reason"])
    document = printed.document
    assert client.post(url("give_up", printed), {"batal-reason": "Salah cetak."}).status_code == 302
    printed.refresh_from_db()
    assert (printed.status, printed.document) == (Status.SUBMITTED, None)
    assert "Surat ini batal" in verify(client, document)
    assert "Salah cetak." in verify(client, document)


def test_the_desk_prints_and_scans(accepted, operator, ink_lurah, client):
    client.force_login(operator)
    assert "Beri nomor dan siapkan cetakan" in client.get(url("check", accepted)).content.decode()
    client.post(url("print", accepted))
    accepted.refresh_from_db()
    assert accepted.document.number_text in client.get(url("check", accepted)).content.decode()
    assert client.get(url("printable", accepted)).content.startswith(b"%PDF-")
    assert accepted.owner.name in client.get(reverse("letters:scan_queue")).content.decode()
    assert "menunggu tanda tangan, cap dan pindaian" in client.get(reverse("web:my_day")).content.decode()
    assert client.post(url("scan", accepted), {"file": photo()}).status_code == 302
    assert client.get(url("printable", accepted)).status_code == 404
    page = client.get(url("check", accepted)).content.decode()
    assert "Surat cetak sudah diserahkan" in page


def test_a_signer_changes_the_way_on_their_own_page_and_it_is_recorded(lurah, client):
    client.force_login(lurah)
    change, page = reverse("documents:signature_mode"), reverse("documents:certificate")
    assert client.post(change, {"mode": "wet"}).url == page
    assert (mode_of(lurah), "dengan tinta" in client.get(page).content.decode()) == ("wet", True)
    client.post(change, {"mode": "apa saja"})
    assert mode_of(lurah) == "wet"
    client.post(change, {"mode": "electronic"})
    recorded = Entry.objects.filter(action="set_signature_mode").order_by("id").values_list("detail__mode", flat=True)
    assert (mode_of(lurah), list(recorded)) == ("electronic", ["wet", "electronic"])
