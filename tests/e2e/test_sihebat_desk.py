"""BKAD's desk: a new version of a ceiling, a vehicle, a price, and finding fills; on both widths without barriers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.jobs import runner
from sihebat.models import Ceiling, Fill, FuelPrice, Vehicle
from sihebat.services import prices
from tests.factories.accounts import staff
from tests.factories.sihebat import CeilingFactory, FillFactory, FuelPriceFactory, StandardPriceFactory

Check = Callable[[Page], None]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def fill(committed: str) -> Fill:
    """A fill yesterday of an office with a ceiling this year."""
    today = timezone.localdate()
    StandardPriceFactory(year=today.year)
    FuelPriceFactory()
    ceiling = CeilingFactory(year=today.year, in_force_from=today.replace(month=1, day=1), months=[1_000_000] * 12)
    fill: Fill = FillFactory(
        vehicle__office=ceiling.office, vehicle__plate="DH 1234 UJ", filled_at=timezone.now() - timedelta(days=1)
    )
    return fill


@pytest.fixture
def desk(any_page: Page, fill: Fill, sign_in: SignIn) -> Page:
    sign_in(any_page, staff(Role.BKAD_OFFICER))
    any_page.goto("/bbm/")
    return any_page


def open_part(desk: Page, name: str) -> None:
    desk.get_by_label("Bagian Meja BBM").get_by_role("link", name=name).click()


def test_an_officer_adds_a_version_of_a_ceiling(desk: Page, fill: Fill, axe: Check, no_sideways_scroll: Check):
    def seen() -> None:
        axe(desk)
        no_sideways_scroll(desk)

    open_part(desk, "Pagu")
    seen()
    desk.get_by_role("link", name=fill.office.name).click()
    seen()
    desk.get_by_role("link", name="Tambah versi pagu").click()
    seen()
    expect(desk.get_by_label("Januari")).to_have_value("1.000.000")
    desk.get_by_label("Berlaku mulai").fill(f"{timezone.localdate()}")
    desk.get_by_label("Pagu setahun (Rp)").fill("11.000.000")
    desk.get_by_label("Dasar hukum").fill("Perda contoh")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("alert")).to_contain_text("Rp 1.000.000 di atas pagu Rp 11.000.000")
    seen()
    desk.get_by_label("Desember").fill("0")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("row", name="perubahan")).to_contain_text("berlaku")
    seen()
    assert set(Ceiling.objects.values_list("version", "amount")) == {("murni", 12_000_000), ("perubahan", 11_000_000)}


def test_an_officer_registers_finds_and_retires_a_vehicle(
    desk: Page, fill: Fill, axe: Check, no_sideways_scroll: Check
):
    open_part(desk, "Kendaraan")
    axe(desk)
    no_sideways_scroll(desk)
    desk.get_by_role("link", name="Daftarkan kendaraan").click()
    axe(desk)
    desk.get_by_label("Nomor polisi").fill("dh1234uj")
    desk.get_by_label("Perangkat daerah").select_option(label=fill.office.name)
    desk.get_by_label("Isi tangki").fill("45,5")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("alert")).to_contain_text("Nomor polisi ini sudah terdaftar")
    desk.get_by_label("Nomor polisi").fill("dh 77 uj")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("heading", name="DH 77 UJ")).to_be_visible()
    axe(desk)
    no_sideways_scroll(desk)
    desk.get_by_role("link", name="Pensiunkan").click()
    axe(desk)
    desk.get_by_label("Alasan").fill("dilelang")
    desk.get_by_role("button", name="Pensiunkan kendaraan").click()
    expect(desk.get_by_text("Tidak dipakai lagi sejak")).to_be_visible()
    desk.goto("/bbm/kendaraan/")
    desk.get_by_text("Cari dan saring").click()
    desk.get_by_label("Nomor polisi atau nama").fill("77")
    desk.get_by_label("Keadaan").select_option(label="Tidak dipakai lagi")
    desk.get_by_role("button", name="Tampilkan").click()
    expect(desk.locator(".row-card__title")).to_have_text(["DH 77 UJ"])
    axe(desk)
    assert Vehicle.objects.get(plate="DH 77 UJ").retired_because == "dilelang"


def test_a_price_that_comes_late_shows_on_the_fill(desk: Page, fill: Fill, axe: Check, no_sideways_scroll: Check):
    open_part(desk, "Harga")
    axe(desk)
    no_sideways_scroll(desk)
    desk.get_by_role("link", name="Catat harga BBM").click()
    axe(desk)
    desk.get_by_label("Berlaku mulai").fill(f"{timezone.localdate() - timedelta(days=2)}")
    desk.get_by_label("Harga per liter").fill("10.500")
    desk.get_by_label("Sumber").fill("pengumuman contoh")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Rp 10.500").first).to_be_visible()
    assert FuelPrice.objects.filter(price=10_500).count() == 1
    runner.run_waiting(prices.REFRESH_JOB)
    desk.goto("/bbm/pengisian/?tanda=price")
    expect(desk.locator(".row-card")).to_contain_text(["Harga tidak sesuai hari itu"])
    axe(desk)
    no_sideways_scroll(desk)


def test_fills_are_found_by_plate_and_days(desk: Page, fill: Fill, axe: Check):
    FillFactory(vehicle__plate="DH 9 XX", filled_at=fill.filled_at - timedelta(days=3))
    open_part(desk, "Pengisian")
    expect(desk.locator(".row-card")).to_have_count(2)
    desk.get_by_text("Cari dan saring").click()
    axe(desk)
    desk.get_by_label("Nomor polisi").fill("dh9xx")
    desk.get_by_role("button", name="Tampilkan").click()
    expect(desk.locator(".row-card__title")).to_contain_text(["DH 9 XX"])
    desk.get_by_role("link", name="Hapus saringan").click()
    desk.get_by_text("Cari dan saring").click()
    desk.get_by_label("Dari tanggal").fill(f"{timezone.localdate() + timedelta(days=1)}")
    desk.get_by_role("button", name="Tampilkan").click()
    expect(desk.get_by_text("Tidak ada pengisian yang cocok")).to_be_visible()
