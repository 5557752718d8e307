"""A month of the book on paper, and with which number a book begins."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services
from core.documents.models import Register
from tests.core.documents.books import paper, text, year
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory

pytestmark = pytest.mark.django_db


def test_a_month_is_printed_as_the_office_keeps_it(client, operator, office, register):
    lurah = User.objects.get(assignments__office=office, assignments__role=Role.LURAH)
    for name in ("Maria Contoh", '#panic("x") *tebal*'):
        services.enter_paper_letter(office, "KET", paper(subject_name=name), by=operator)
    services.cancel_entry(register.entries.get(number=73), reason="Salah tulis", by=operator)
    client.force_login(operator)
    month = timezone.localdate().month
    answer = client.get(reverse("documents:register_pdf", args=[register.pk, month]))
    assert answer["Content-Type"] == "application/pdf"
    assert f"kelurahan-contoh-jaya-ket-{year()}-{month:02}.pdf" in answer["Content-Disposition"]
    words = " ".join(PdfDocument(answer.content)[0].get_textpage().get_text_range().split())
    for shown in (
        "PEMERINTAH KOTA KUPANG",
        "KELURAHAN CONTOH JAYA",
        "BUKU REGISTER SURAT",
        "Maria Contoh",
        '#panic("x") *tebal*',
        "BATAL: Salah tulis",
        "Jumlah 2 nomor, 1 di antaranya batal.",
        lurah.name,
    ):
        assert shown in words
    recorded = Entry.objects.get(action="print_register")
    assert (recorded.actor, recorded.subject_id) == (operator, register.pk)
    assert recorded.detail == {"month": month, "format": "pdf", "lines": 2}


def test_a_sheet_holds_real_dates_and_no_formula(client, operator, office, register):
    services.enter_paper_letter(office, "KET", paper(subject_name='=HYPERLINK("http://x","y")'), by=operator)
    client.force_login(operator)
    month = timezone.localdate().month
    answer = client.get(reverse("documents:register_xlsx", args=[register.pk, month]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, row = list(sheet.iter_rows())
    assert [cell.value for cell in head][:3] == ["No.", "Tanggal", "Nomor surat"]
    assert (row[0].value, row[1].value.date()) == (72, timezone.localdate())
    assert row[4].value == '\'=HYPERLINK("http://x","y")'
    assert {cell.data_type for cell in row} == {"n", "d", "s"}
    assert row[4].hyperlink is None


@pytest.mark.parametrize("name", ["register_pdf", "register_xlsx"])
def test_another_office_prints_nothing(client, register, name):
    client.force_login(staff(Role.OPERATOR))
    assert client.get(reverse(f"documents:{name}", args=[register.pk, 1])).status_code == 404
    client.force_login(staff(Role.OPERATOR, register.office))
    assert client.get(reverse(f"documents:{name}", args=[register.pk, 13])).status_code == 404
    assert Entry.objects.filter(action="print_register").count() == 0


@pytest.mark.parametrize("role", [Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD, Role.ADMINISTRATOR])
def test_a_head_starts_their_own_book_and_an_administrator_any(client, office, role):
    services.start_register(OfficeFactory(), "KET", year(), next_number=1, by=staff(Role.ADMINISTRATOR))
    client.force_login(staff(role, OfficeFactory() if role == Role.ADMINISTRATOR else office))
    url = reverse("documents:register_start")
    data = {"office": office.pk, "series": "KET", "year": year(), "next_number": 72}
    assert client.post(url, data)["Location"] == url
    register = Register.objects.get(office=office)
    assert (register.last_number, register.year) == (71, year())
    assert "nomor terakhir 71" in text(client.get(url))
    elsewhere = client.post(url, {**data, "office": OfficeFactory().pk})
    assert elsewhere.status_code == (302 if role == Role.ADMINISTRATOR else 422)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.KASI, Role.SEKRETARIS, Role.AUDITOR])
def test_others_start_no_book(client, office, role):
    client.force_login(staff(role, office))
    assert client.get(reverse("documents:register_start")).status_code == 403


def test_a_book_never_starts_below_its_last_line_but_a_slip_can_be_mended(client, office, register, operator):
    client.force_login(staff(Role.LURAH, office))
    url = reverse("documents:register_start")
    data = {"office": office.pk, "series": "KET", "year": year()}
    assert client.post(url, {**data, "next_number": 720}).status_code == 302
    assert client.post(url, {**data, "next_number": 72}).status_code == 302
    services.enter_paper_letter(office, "KET", paper(), by=operator)
    refused = client.post(url, {**data, "next_number": 72})
    assert refused.status_code == 422
    assert "lebih besar dari 72" in text(refused)
    register.refresh_from_db()
    assert register.last_number == 72
    assert Entry.objects.filter(action="start_register").count() == 3
