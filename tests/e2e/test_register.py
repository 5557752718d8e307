"""The book of numbers in a browser: started by the lurah, kept by the operator, printed at the end of the month."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents.models import RegisterEntry
from core.regions.models import Office
from tests.factories.accounts import staff
from tests.factories.documents import signed_letter, signer

Look = Callable[[Page], None]


@pytest.fixture
def fatubesi(committed: str) -> Office:
    for command in ("load_regions", "load_letter_kinds", "make_ca"):
        call_command(command, stdout=io.StringIO())
    return Office.objects.get(region__code="53.71.06.1008")


@pytest.fixture
def operator(fatubesi: Office) -> User:
    return staff(Role.OPERATOR, fatubesi, user__name="Yuliana Operator")


def sign_two(office: Office) -> User:
    """Two letters signed in the portal; in a thread, since pyHanko can't share this one with playwright."""

    def work() -> User:
        lurah = signer(office=office)
        for name in ("Maria Goreti Contoh", "Yohanes Contoh"):
            signed_letter(lurah, series="KET", subject_name=name)
        connection.close()
        return lurah.user

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return check


def test_a_head_begins_the_book(
    any_page: Page, fatubesi: Office, sign_in: Callable[[Page, User], None], look: Look
) -> None:
    page = any_page
    sign_in(page, staff(Role.LURAH, fatubesi))
    page.goto("/register/")
    look(page)
    page.get_by_role("link", name="Tetapkan nomor awal").click()
    look(page)
    page.get_by_label("Nomor berikutnya").fill("0")
    page.get_by_role("button", name="Tetapkan nomor").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    page.get_by_label("Nomor berikutnya").fill("72")
    page.get_by_role("button", name="Tetapkan nomor").click()
    expect(page.get_by_text("nomor terakhir 71")).to_be_visible()
    look(page)


def test_the_operator_keeps_the_book(
    any_page: Page, fatubesi: Office, operator: User, sign_in: Callable[[Page, User], None], look: Look
) -> None:
    page = any_page
    sign_two(fatubesi)
    sign_in(page, operator)
    page.goto("/meja/")
    page.locator("main").get_by_role("link", name="Buku register").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    look(page)
    write_paper_letter(page, look)
    expect(page.locator("tbody tr").first).to_contain_text("Petrus Contoh")
    look(page)
    cancel_first(page, look)
    page.get_by_label("Nomor atau nama").fill("goreti")
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    look(page)
    page.get_by_label("Nomor atau nama").fill("tidak ada")
    page.get_by_role("button", name="Cari", exact=True).click()
    look(page)
    page.get_by_role("link", name="Tampilkan seluruh buku").click()
    print_month(page)
    assert list(RegisterEntry.objects.order_by("number").values_list("number", "state", "on_paper")) == [
        (1, "used", False),
        (2, "used", False),
        (3, "cancelled", True),
    ]


def write_paper_letter(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Catat surat kertas").click()
    look(page)
    page.get_by_role("button", name="Catat dan beri nomor").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    page.get_by_label("Jenis surat").fill("Surat Keterangan Kematian")
    page.get_by_label("Kode klasifikasi").fill("474.3")
    page.get_by_label("Nama yang bersangkutan").fill("Petrus Contoh")
    page.get_by_role("button", name="Catat dan beri nomor").click()
    expect(page.get_by_text(re.compile("Surat tercatat dengan nomor 3/Kel"))).to_be_visible()


def cancel_first(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Batalkan nomor 3").click()
    page.wait_for_url("**/batal/")
    look(page)
    page.get_by_label("Alasan").fill("Salah tulis nama; surat ditulis ulang")
    page.get_by_role("button", name="Batalkan nomor ini").click()
    expect(page.locator("tbody tr").first).to_contain_text("BATAL: Salah tulis nama")
    look(page)


def print_month(page: Page) -> None:
    with page.expect_download() as pdf:
        page.get_by_role("link", name=re.compile(r"^Cetak .* \(PDF\)$")).click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as sheet:
        page.get_by_role("link", name=re.compile(r"\(XLSX\)$")).click()
    rows = list(load_workbook(io.BytesIO(sheet.value.path().read_bytes())).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["No.", 1, 2, 3]
