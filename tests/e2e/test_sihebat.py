"""From a fill to a frozen report: a clerk on a phone, BKAD's officer at a desk, on both widths without barriers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.jobs import runner
from sihebat.models import EfficiencyReport, Fill, Vehicle
from sihebat.rules.efficiency import Basis
from sihebat.services import importing, reports
from tests.factories.accounts import staff
from tests.factories.sihebat import (
    CeilingFactory,
    FillFactory,
    FuelPriceFactory,
    StandardPriceFactory,
    VehicleFactory,
)

Check = Callable[[Page], None]
SignIn = Callable[[Page, User], None]
PLATE = "DH 1234 UJ"


@pytest.fixture
def vehicle(committed: str) -> Vehicle:
    """A vehicle of an office with a ceiling this year and a fill yesterday, and one of another office."""
    today = timezone.localdate()
    first = today.replace(month=1, day=1)
    StandardPriceFactory(year=today.year, price=9_500)
    FuelPriceFactory()
    vehicle: Vehicle = VehicleFactory(plate=PLATE)
    for office in (vehicle.office, VehicleFactory().office):
        CeilingFactory(office=office, year=today.year, in_force_from=first, months=[1_000_000] * 12)
    FillFactory(vehicle=vehicle, filled_at=timezone.now() - timedelta(days=1, hours=2), number="LAMA-1")
    FillFactory(vehicle__plate="DH 9 XX", filled_at=timezone.now() - timedelta(days=1))
    return vehicle


def test_a_clerk_enters_a_fill_on_a_phone_and_sees_only_the_own_office(
    phone: Page, vehicle: Vehicle, sign_in: SignIn, axe: Check, no_sideways_scroll: Check
):
    sign_in(phone, staff(Role.FUEL_CLERK, vehicle.office))
    phone.goto("/saya/")
    phone.get_by_role("link", name="Catat pengisian BBM").click()
    axe(phone)
    no_sideways_scroll(phone)
    phone.get_by_label("Nomor polisi").fill("dh1234uj")
    phone.get_by_label("Liter", exact=False).first.fill("500,5")
    phone.get_by_label("Harga per liter").fill("10000")
    phone.get_by_label("Total pada nota").fill("5005000")
    phone.get_by_role("button", name="Simpan pengisian").click()
    expect(phone.get_by_text("Diisi 500,5 liter, tangkinya 45 liter.")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Koreksi").click()
    phone.get_by_label("Liter", exact=False).first.fill("30,5")
    phone.get_by_label("Total pada nota").fill("305000")
    phone.get_by_label("Alasan koreksi").fill("koma terlewat")
    phone.get_by_role("button", name="Simpan koreksi").click()
    expect(phone.get_by_role("heading", name="Riwayat koreksi")).to_be_visible()
    assert [
        (f.revision, f.is_current, f.total)
        for f in Fill.objects.filter(provider__startswith="kantor").order_by("revision")
    ] == [
        (0, False, 5_005_000),
        (1, True, 305_000),
    ]
    phone.goto("/bbm/pengisian/")
    expect(phone.get_by_text(PLATE).first).to_be_visible()
    expect(phone.get_by_text("DH 9 XX")).to_have_count(0)
    axe(phone)
    no_sideways_scroll(phone)


def test_a_clerk_tries_a_file_and_gets_the_refused_row_back(
    phone: Page, vehicle: Vehicle, sign_in: SignIn, axe: Check, no_sideways_scroll: Check
):
    sign_in(phone, staff(Role.FUEL_CLERK, vehicle.office))
    phone.goto("/bbm/berkas/")
    axe(phone)
    moment = f"{timezone.localtime() - timedelta(days=3):%Y-%m-%d %H:%M}"
    heading = "nomor_transaksi,plat,waktu,jenis_bbm,liter,harga,total"
    rows = [heading, f"A1,{PLATE},{moment},pertalite,10,10000,100000", f"A2,DH 9 XX,{moment},pertalite,1,1,1"]
    phone.get_by_label("Penyedia").fill("mypertamina")
    content = "\n".join(rows).encode()
    phone.get_by_label("Berkas CSV").set_input_files({"name": "isi.csv", "mimeType": "text/csv", "buffer": content})
    phone.get_by_role("button", name="Kirim").click()
    expect(phone.get_by_text("Menunggu giliran")).to_be_visible()
    axe(phone)
    runner.run_waiting(importing.JOB)
    expect(phone.get_by_text("Ini uji coba")).to_be_visible()
    expect(phone.get_by_text("plat tidak terdaftar di kantor Anda: DH 9 XX")).to_be_visible()
    axe(phone)
    no_sideways_scroll(phone)
    assert not Fill.objects.filter(number="A1").exists()


def test_an_officer_asks_for_a_report_watches_it_and_downloads_it(
    desktop: Page, vehicle: Vehicle, sign_in: SignIn, axe: Check, no_sideways_scroll: Check
):
    sign_in(desktop, staff(Role.BKAD_OFFICER))
    desktop.goto("/bbm/")
    expect(desktop.get_by_role("heading", name="Menurut perangkat daerah")).to_be_visible()
    axe(desktop)
    desktop.get_by_role("link", name="Buat laporan efisiensi").click()
    axe(desktop)
    desktop.get_by_label("Alokasi bulanan").check()
    desktop.get_by_role("button", name="Buat laporan").click()
    expect(desktop.get_by_text("Menunggu giliran")).to_be_visible()
    axe(desktop)
    runner.run_waiting(reports.JOB)
    expect(desktop.get_by_role("heading", name="Beku dan bisa dibandingkan")).to_be_visible()
    report = EfficiencyReport.objects.get()
    expect(desktop.get_by_text(report.digest)).to_be_visible()
    axe(desktop)
    for name, ending in (("Unduh PDF", "pdf"), ("Unduh XLSX", "xlsx")):
        with desktop.expect_download() as download:
            desktop.get_by_role("link", name=name).click()
        assert re.fullmatch(rf"efisiensi-bbm-\d{{4}}-0001\.{ending}", download.value.suggested_filename)
    desktop.set_viewport_size({"width": 360, "height": 740})
    no_sideways_scroll(desktop)
    axe(desktop)


def test_a_report_that_waits_can_be_called_off_and_asked_for_again(desktop: Page, vehicle: Vehicle, sign_in: SignIn):
    officer = staff(Role.BKAD_OFFICER)
    today = timezone.localdate()
    report = reports.ask_report(today.replace(month=1, day=1), today, Basis.CEILING, None, by=officer)
    sign_in(desktop, officer)
    desktop.goto(f"/bbm/laporan/{report.pk}/")
    desktop.get_by_role("button", name="Batalkan").click()
    expect(desktop.get_by_text("Laporan dibatalkan")).to_be_visible()
    desktop.get_by_role("button", name="Buat lagi").click()
    expect(desktop.get_by_text("Menunggu giliran")).to_be_visible()


def test_anybody_reads_how_it_is_reckoned(any_page: Page, axe: Check, no_sideways_scroll: Check):
    any_page.goto("/bbm/cara-hitung/")
    expect(any_page.get_by_text("18,16%")).to_be_visible()
    axe(any_page)
    no_sideways_scroll(any_page)
