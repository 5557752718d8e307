"""Growth's path in a real browser: a kader weighs, the puskesmas measures again, Dinkes and the public read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.accounts.rules import Role
from sodamolek.growth import services
from sodamolek.growth.models import Check, Publication
from sodamolek.growth.rules.gain import month_of, months_before
from tests.factories.accounts import staff
from tests.factories.growth import ChildFactory, PosyanduFactory, kader, officer, weigh
from tests.factories.population import ResidentFactory


@pytest.fixture
def look(axe, no_sideways_scroll):
    def check(page):
        axe(page)
        no_sideways_scroll(page)

    return check


@pytest.fixture
def people(committed):
    """A posyandu with two children, its kader, its puskesmas, the health office and a mother."""
    posyandu = PosyanduFactory(name="Posyandu Melati Uji")
    worker = kader(posyandu)
    mother = ResidentFactory(kk_index="kk-uji", match_state="matched", matched_at=timezone.now()).user
    child = ChildFactory(posyandu=posyandu, name="Maria Uji", kk_index="kk-uji", age=400)
    ChildFactory(posyandu=posyandu, name="Yosua Uji", sex="M", age=800)
    weigh(child, timezone.localdate() - timedelta(days=31), "8.3", "65.4", by=worker)
    return {
        "kader": worker,
        "puskesmas": officer(posyandu.puskesmas),
        "dinkes": staff(Role.DINKES),
        "mother": mother,
        "kelurahan": posyandu.kelurahan,
    }


def weigh_on_the_phone(page, look):
    page.goto("/saya/")
    page.get_by_role("link", name="Hari timbang").first.click()
    look(page)
    page.get_by_role("button", name="Mulai hari timbang").click()
    look(page)
    page.get_by_role("link", name="Maria Uji").click()
    look(page)
    page.get_by_label("Berat (kg)").fill("8,4")
    page.get_by_label("Panjang atau tinggi (cm)").fill("66")
    page.get_by_role("button", name="Simpan dan lihat hasil").click()
    expect(page.get_by_text("Puskesmas mengukur ulang untuk memastikan.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Anak berikutnya").click()
    page.get_by_label("Berat (kg)").fill("11.5")
    page.get_by_label("Panjang atau tinggi (cm)").fill("86")
    page.get_by_role("button", name="Simpan dan lihat hasil").click()
    expect(page.get_by_text("Tinggi anak sesuai umurnya.")).to_be_visible()
    page.get_by_role("link", name="Semua sudah: lihat SKDN").click()
    expect(page.locator(".stat", has_text="D: ditimbang bulan ini").locator(".stat__value")).to_have_text("2")
    look(page)


def test_from_the_scale_to_the_figure(people, phone, desktop, sign_in, look):
    sign_in(phone, people["kader"])
    weigh_on_the_phone(phone, look)

    sign_in(desktop, people["puskesmas"])
    desktop.goto("/saya/")
    desktop.get_by_role("link", name="Anak menunggu ukur ulang").first.click()
    look(desktop)
    desktop.get_by_role("link", name="Maria Uji").click()
    look(desktop)
    desktop.get_by_label("Panjang atau tinggi (cm)").fill("66,1")
    desktop.get_by_role("button", name="Simpan ukur ulang").click()
    expect(desktop.get_by_text("Dipastikan pendek: dihitung sebagai stunting.")).to_be_visible()

    sign_in(desktop, people["dinkes"])
    desktop.goto("/saya/")
    desktop.get_by_role("link", name="Prevalensi stunting").first.click()
    expect(desktop.locator(".stat", has_text="anak stunting (pembilang)").locator(".stat__value")).to_have_text("1")
    expect(desktop.locator(".stat", has_text="anak diukur (penyebut)").locator(".stat__value")).to_have_text("2")
    look(desktop)


@pytest.fixture
def last_month(committed):
    """Two kelurahan with fourteen children each, weighed at the end of last month; six of each are stunted."""
    day = month_of(timezone.localdate()) - timedelta(days=1)
    for name in ("Posyandu Mawar Uji", "Posyandu Anggrek Uji"):
        posyandu = PosyanduFactory(name=name)
        worker, nurse = kader(posyandu), officer(posyandu.puskesmas)
        for number in range(14):
            child = ChildFactory(posyandu=posyandu, age=430)
            weigh(child, day, "8", "66" if number < 6 else "76", by=worker)
        for check in Check.objects.filter(child__posyandu=posyandu):
            services.answer_check(check, services.Measured(None, Decimal(66)), by=nurse)
    return staff(Role.DINKES)


def test_the_health_office_publishes_and_everybody_reads(last_month, any_page, sign_in, look, new_page):
    sign_in(any_page, last_month)
    any_page.goto("/saya/")
    any_page.get_by_role("link", name="belum terbit").click()
    expect(any_page.locator(".stat", has_text="anak stunting (pembilang)").locator(".stat__value")).to_have_text("12")
    look(any_page)
    any_page.get_by_role("button", name="Terbitkan untuk umum").click()
    expect(any_page.get_by_text("Angka terbit untuk umum; sel kecil disembunyikan.")).to_be_visible()
    look(any_page)

    reader = new_page()
    reader.goto("/stunting/")
    expect(reader.get_by_text("42,9%").first).to_be_visible()
    expect(reader.locator(".stat", has_text="anak diukur tingginya (penyebut)")).to_contain_text("28")
    look(reader)
    reader.goto("/")
    expect(reader.get_by_text("balita stunting (12 dari 28 diukur)")).to_be_visible()


def test_a_mother_sees_her_child_and_the_public_the_figure(people, any_page, sign_in, look):
    Publication.objects.create(
        month=months_before(month_of(timezone.localdate()), 1), stunted=18, measured=80, source="Uji",
        cells={people["kelurahan"].code: None}, counted_on=timezone.localdate(), is_sample=True,
    )  # fmt: skip
    any_page.goto("/stunting/")
    expect(any_page.get_by_text("22,5%").first).to_be_visible()
    look(any_page)
    sign_in(any_page, people["mother"])
    any_page.goto("/anak-saya/")
    look(any_page)
    any_page.get_by_role("link", name="Maria Uji").click()
    expect(any_page.get_by_text("Tinggi menurut umur").first).to_be_visible()
    look(any_page)
