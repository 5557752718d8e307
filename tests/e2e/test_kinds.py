"""Kinds of letters in a browser: found by purpose, heirs typed row by row, a blurred photo explained and still sent."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from tests.factories.letters import office_hours
from tests.factories.population import ResidentFactory

Look = Callable[[Page], None]
HEIRS = (("Petronela Contoh", "5371066001549605"), ("Filipus Contoh", "5371062209919611"))


@pytest.fixture
def applicant(committed: str) -> User:
    for command in ("load_regions", "load_letter_kinds"):
        call_command(command, stdout=io.StringIO())
    office_hours()
    fatubesi = Office.objects.get(region__code="53.71.06.1008")
    user: User = ResidentFactory(domicile=fatubesi.region).user
    return user


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return check


def photo(blur: float) -> Any:
    picture = Image.new("RGB", (1200, 1600), "#f4efe6")
    pen = ImageDraw.Draw(picture)
    for line in range(25):
        pen.text((80, 40 + line * 60), "Surat pengantar Ketua RT (data contoh)", fill="black", font_size=40)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(blur)).save(out, "JPEG", quality=90)
    return {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_visitor_finds_a_letter_by_its_purpose(any_page: Page, applicant: User, look: Look) -> None:
    any_page.goto("/")
    any_page.get_by_label("Apa yang Anda perlukan?").fill("modal usahaa")
    any_page.locator(".hero__search button").click()
    expect(any_page.get_by_role("link", name="Surat Keterangan Usaha", exact=True)).to_be_visible()
    any_page.goto("/surat/?q=xyzzy")
    look(any_page)
    any_page.goto("/surat/?q=besiswa")
    expect(any_page.get_by_role("main")).to_contain_text("“besiswa” kami baca “beasiswa”")
    look(any_page)
    any_page.goto("/surat/?q=pindah")
    any_page.get_by_role("link", name="Surat Keterangan Pindah").first.click()
    expect(any_page.get_by_role("main")).to_contain_text("Anda mungkin tidak perlu surat ini")
    look(any_page)
    any_page.get_by_role("link", name=re.compile("Standar pelayanan")).click()
    expect(any_page.get_by_role("heading", level=3)).to_have_count(14)
    look(any_page)


def test_heirs_are_typed_row_by_row_and_a_blurred_photo_is_explained(
    phone: Page, applicant: User, sign_in: Callable[[Page, User], None], look: Look
) -> None:
    sign_in(phone, applicant)
    phone.goto("/surat/jenis/skaw/")
    look(phone)
    phone.get_by_role("button", name="Mulai").click()
    for number, (name, nik) in enumerate(HEIRS):
        if number:
            phone.locator("#id_ahli_waris summary").click()
        phone.locator(f"#id_ahli_waris-{number}-nama").fill(name)
        phone.locator(f"#id_ahli_waris-{number}-nik").fill(nik)
        phone.locator(f"#id_ahli_waris-{number}-tanggal_lahir").fill("1980-01-02")
        phone.locator(f"#id_ahli_waris-{number}-hubungan").select_option("anak")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    # The rest is missing, and what was typed is still there.
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.locator("#id_ahli_waris-1-nama")).to_have_value("Filipus Contoh")
    expect(phone.get_by_role("alert")).not_to_contain_text("ahli waris:")
    look(phone)
    row = LetterRequest.objects.get()
    phone.goto(f"/surat/permohonan/{row.pk}/dokumen/")
    part = phone.locator("section#pengantar_rt")
    part.locator("input[type=file]").set_input_files(photo(9))
    expect(part.locator("[data-upload-notice]")).to_be_focused()
    expect(part).to_contain_text("tampak buram")
    look(phone)
    assert row.documents.count() == 0
    part.get_by_role("button", name=re.compile("^Unggah")).click()
    expect(part.locator(".pages__page")).to_have_count(1)
    # A sharp one goes by itself.
    other = phone.locator("section#akta_kematian")
    other.locator("input[type=file]").set_input_files(photo(0))
    expect(other.locator(".pages__page")).to_have_count(1)
    with phone.expect_download() as download:
        phone.get_by_role("link", name=re.compile("Unduh lembarnya")).first.click()
    assert download.value.suggested_filename.endswith("-naskah.pdf")


def test_without_scripts_rows_and_photos_work_too(
    new_page: Any, applicant: User, sign_in: Callable[[Page, User], None]
) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, applicant)
    page.goto("/surat/jenis/skaw/")
    page.get_by_role("button", name="Mulai").click()
    page.locator("#id_ahli_waris-0-nama").fill("Petronela Contoh")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("main")).to_contain_text("Baris 1, NIK")
    row = LetterRequest.objects.get()
    page.goto(f"/surat/permohonan/{row.pk}/dokumen/")
    part = page.locator("section#pengantar_rt")
    part.locator("input[type=file]").set_input_files(photo(9))
    part.get_by_role("button", name=re.compile("^Unggah")).click()
    expect(page.locator("section#pengantar_rt .pages__page")).to_have_count(1)
    expect(page.locator("body")).to_contain_text("Foto ini tampak buram")
