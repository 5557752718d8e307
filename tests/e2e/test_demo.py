"""The demo as a visitor meets it, who knows nothing and only clicks: ask, check, sign, download, verify."""

import io
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.signup.demo import PASSPHRASE
from core.web import registry
from tests.e2e.conftest import DESKTOP
from tests.e2e.test_letters import photograph


@pytest.fixture
def demo(settings, committed):
    """What `make run` has loaded for this journey: the city, the letters and the demo's people."""
    settings.DEMO = True
    for command in ("load_regions", "load_letter_kinds", "make_ca"):
        call_command(command, stdout=io.StringIO())
    for function in registry.demo:
        if function.__module__.startswith("core."):
            function()


def enter(page: Page, role: str) -> None:
    page.get_by_role("link", name="Masuk sebagai …").click()
    page.get_by_role("button", name=f"Masuk sebagai {role}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang")


def menu(page: Page, name: str) -> None:
    page.get_by_role("banner").get_by_role("link", name=name, exact=True).click()


def ask_for_letter(page: Page) -> str:
    """The number of the request."""
    menu(page, "Surat")
    page.get_by_role("link", name="Surat Keterangan Tidak Mampu").first.click()
    page.get_by_role("button", name="Mulai").click()
    page.get_by_label("Pendidikan", exact=False).first.check()
    page.get_by_label("Keperluan secara rinci").fill("mengurus beasiswa anak")
    page.get_by_label("Penghasilan keluarga per bulan").fill("1250000")
    page.get_by_label("Jumlah orang yang ditanggung").fill("3")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    for key in ("pengantar_rt", "pernyataan"):
        part = page.locator(f"section#{key}")
        part.locator("input[type=file]").set_input_files(photograph(key))  # type: ignore[arg-type]
        if (button := part.get_by_role("button", name=re.compile("^Unggah"))).is_visible():
            button.click()
        expect(part.locator(".pages__page")).to_have_count(1)
    page.get_by_role("link", name="Lanjut", exact=True).click()
    page.get_by_label("Data dan dokumen ini benar", exact=False).check()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan Anda sudah dikirim")
    return page.locator(".big-code").first.inner_text()


def accept(page: Page, number: str) -> None:
    page.get_by_role("link", name="Permohonan surat menunggu diperiksa").click()
    page.get_by_role("listitem").filter(has_text=number).get_by_role("link").click()
    page.get_by_role("button", name="Terima", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("menunggu tanda tangan")


def sign(page: Page, number: str) -> None:
    page.get_by_role("link", name="Surat menunggu tanda tangan Anda").click()
    page.get_by_role("link", name=f"Baca {number}").click()
    page.get_by_label("Frasa sandi tanda tangan").fill(PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(page.get_by_role("status")).to_contain_text("sudah ditandatangani")


def download(page: Page, number: str) -> bytes:
    menu(page, "Surat saya")
    page.get_by_role("listitem").filter(has_text=number).get_by_role("link").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh surat (PDF)").click()
    return waiting.value.path().read_bytes()


def verify(page: Page, pdf: bytes) -> None:
    menu(page, "Periksa surat")
    file = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": pdf}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("asli dan masih berlaku", re.IGNORECASE))


def test_a_visitor_walks_the_whole_journey_by_clicking(demo, new_page):
    page = new_page(DESKTOP)
    page.goto("/")
    enter(page, "Warga")
    number = ask_for_letter(page)
    enter(page, "Operator")
    accept(page, number)
    enter(page, "Lurah")
    expect(page.get_by_role("main")).to_contain_text("Surat menunggu tanda tangan Anda")
    sign(page, number)
    enter(page, "Warga")
    verify(page, download(page, number))
    expect(page.get_by_role("banner")).to_contain_text("3 pesan belum dibaca")
