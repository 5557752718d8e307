"""The evaluation's path in a real browser: a year is opened, answered, judged and read by the public."""

import re

import pytest
from playwright.sync_api import expect

from core.accounts.rules import Role
from smartcity_eval.models import Assessment
from tests.factories.accounts import staff
from tests.factories.letters import photo
from tests.factories.regions import OfficeFactory
from tests.factories.smartcity_eval import ProgrammeFactory, instrument
from tests.factories.smartcity_eval import cast as assessment_cast


@pytest.fixture
def people(committed):
    """A coordinator, a respondent and an assessor of three offices, and the two instruments."""
    instrument()
    ProgrammeFactory(name="Sodamolek")
    lead, judge, office = (OfficeFactory(dinas=True) for _ in range(3))
    return {
        "coordinator": staff(Role.SPBE_COORDINATOR, lead),
        "respondent": staff(Role.RESPONDENT, office),
        "assessor": staff(Role.ASSESSOR, judge),
        "judge": judge,
        "office": office,
    }


@pytest.fixture
def look(axe, no_sideways_scroll):
    def check(page):
        axe(page)
        no_sideways_scroll(page)

    return check


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def test_from_opening_a_year_to_the_public_page(people, desktop, phone, sign_in, look):
    sign_in(desktop, people["coordinator"])
    open_a_year(desktop, people, look)
    sign_in(phone, people["respondent"])
    answer_with_a_file(phone, look)
    sign_in(desktop, people["assessor"])
    accept_both_levels(desktop, look)
    sign_in(desktop, people["coordinator"])
    desktop.goto(f"/evaluasi/meja/{Assessment.objects.get().pk}/")
    expect(desktop.locator(".index-card__value").first).to_contain_text("1,15")
    press(desktop, "Terbitkan")

    phone.context.clear_cookies()
    phone.goto("/evaluasi/")
    expect(phone.locator(".index-card").first).to_contain_text("simulasi")
    look(phone)
    phone.get_by_role("link", name="Lihat hitungan lengkap").click()
    expect(phone.locator(".index-card__value").first).to_contain_text("1,15")
    look(phone)


def test_a_coordinator_sets_a_target_and_takes_the_assessment_away(committed, any_page, sign_in, look):
    cast = assessment_cast("pemdi-2026", year=2026)
    sign_in(any_page, cast.coordinator)
    any_page.goto(f"/evaluasi/meja/{cast.assessment.pk}/")
    any_page.get_by_role("link", name="Target").click()
    look(any_page)
    any_page.get_by_label("20. ").select_option(index=3)
    press(any_page, "Simpan")
    expect(any_page.get_by_text("Bila 1 target yang belum tercapai tercapai")).to_be_visible()
    look(any_page)
    with any_page.expect_download() as download:
        any_page.get_by_role("link", name="Unduh XLSX").click()
    assert download.value.suggested_filename == "penilaian-pemdi-2026-2026-self.xlsx"


def open_a_year(page, people, look):
    page.goto("/saya/")
    page.get_by_role("link", name="Buka penilaian").first.click()
    look(page)
    page.get_by_label("Instrumen").select_option(label="Indeks Pemdi")
    page.get_by_label("Tahun penilaian").fill("2026")
    page.get_by_label("Perangkat daerah penilai").select_option(label=people["judge"].name)
    press(page, "Buka penilaian")
    look(page)
    page.get_by_label("20. ").select_option(label=people["office"].name)
    press(page, "Simpan")
    expect(page.locator(".index-card__value").first).to_contain_text("1,00")
    look(page)


def answer_with_a_file(page, look):
    page.goto("/evaluasi/meja/")
    look(page)
    page.get_by_role("link", name="Indeks Pemdi 2026").click()
    page.get_by_role("link", name=re.compile("^20. Tingkat")).click()
    page.get_by_label("Tingkat yang dicapai").select_option("2")
    page.get_by_label("Penjelasan").fill("Survei kepuasan dilakukan tiap semester.")
    press(page, "Simpan jawaban")
    page.get_by_text("Unggah berkas").click()
    picture = photo()
    upload = {"name": str(picture.name), "mimeType": "image/jpeg", "buffer": picture.read()}
    page.locator("#id_berkas-file").set_input_files(upload)
    box = page.locator("details", has=page.locator("#id_berkas-file"))
    box.get_by_label("Judul bukti").fill("Laporan survei")
    box.get_by_role("checkbox", name=re.compile("1 – ")).check()
    box.get_by_role("checkbox", name=re.compile("2 – ")).check()
    press(page, "Kirim berkas")
    expect(page.get_by_text("Bukti dikirim dan menunggu asesor.")).to_be_visible()
    look(page)


def accept_both_levels(page, look):
    page.goto("/evaluasi/meja/bukti/")
    look(page)
    page.get_by_role("link", name="Laporan survei").first.click()
    look(page)
    press(page, "Terima")
    press(page, "Terima")
    expect(page.locator(".index-card__value").first).to_contain_text("2")


@pytest.mark.parametrize("path", ["andai/?n20=5", "program", "instrumen"])
def test_public_pages_at_both_widths(people, any_page, axe, no_sideways_scroll, path):
    from smartcity_eval import services
    from tests.factories.smartcity_eval import cast

    seen = cast("pemdi-2026", year=2026)
    services.publish(seen.assessment, by=seen.coordinator)
    address = {
        "program": "/evaluasi/program/",
        "instrumen": "/evaluasi/instrumen/pemdi-2026/",
    }.get(path, f"/evaluasi/hasil/{seen.assessment.pk}/{path}")
    any_page.goto(address)
    axe(any_page)
    no_sideways_scroll(any_page)
