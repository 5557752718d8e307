"""The usage report in a real browser: Dukcapil's officer finds it, reads it and takes it away."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.accounts.rules import Role
from core.population import demo
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory

PICTURES = os.environ.get("POPULATION_PICTURES", "")


@pytest.fixture
def officer(committed: str):
    OfficeFactory.create_batch(3)
    demo.make_usage()
    return staff(Role.DUKCAPIL)


def test_dukcapil_reads_the_report_and_takes_it_away(
    any_page: Page,
    sign_in,
    axe: Callable[[Page], None],
    no_sideways_scroll: Callable[[Page], None],
    officer,
):
    sign_in(any_page, officer)
    any_page.goto("/saya/")
    any_page.get_by_role("link", name="Pemanfaatan data kependudukan").click()
    expect(any_page.get_by_role("row", name="NIK NIK tidak ditemukan", exact=False)).to_be_visible()
    any_page.get_by_text("Pertanyaan tiap perangkat daerah").first.click()
    axe(any_page)
    no_sideways_scroll(any_page)
    if PICTURES:
        any_page.screenshot(path=f"{PICTURES}/usage-{any_page.evaluate('innerWidth')}.png", full_page=True)
    with any_page.expect_download() as download:
        any_page.get_by_role("button", name="Unduh CSV").click()
    assert download.value.suggested_filename.startswith("pemanfaatan-")
    any_page.get_by_label("Sampai tanggal").fill("2020-01-01")
    any_page.get_by_role("button", name="Tampilkan").click()
    expect(any_page.get_by_role("alert")).to_be_focused()
    axe(any_page)
