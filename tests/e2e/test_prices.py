"""The path of a price in a browser: a surveyor's phone without a line, TPID's desk, the public's chart."""

import io
import os
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.prices.models import Commodity, Market, Round
from sodamolek.prices.services.demo import sample_price
from tests.core.jobs.servers import wait_for
from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.factories.accounts import staff
from tests.factories.prices import RoundFactory, published

Look = Callable[[Page], None]
PICTURES = os.environ.get("PRICES_PICTURES", "")


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)
        if PICTURES:
            name = re.sub(r"[^a-z]+", "-", page.title().lower())[:30]
            page.screenshot(path=f"{PICTURES}/{name}-{page.evaluate('innerWidth')}.png", full_page=True)

    return check


@pytest.fixture
def market(committed: str) -> Market:
    """The city's markets and commodities, with prices of the last days and of the month before at two of them."""
    for command in ("load_regions", "load_markets"):
        call_command(command, stdout=io.StringIO())
    today = timezone.localdate()
    commodities = list(Commodity.objects.all())
    for place in Market.objects.filter(code__in=["oeba", "oesapa"]):
        for back in (1, 2, 3, 9, 16, 28, 33, 40, 47):
            day = today - timedelta(days=back)
            row = {"start": 20000, "swing": 20}
            published(place, day, {c: sample_price(row, c.code, place.code, day) or 20000 for c in commodities})
    return Market.objects.get(code="oeba")


def test_a_price_travels_from_a_phone_without_a_line_to_the_public(new_page: NewPage, sign_in, look: Look, market):
    surveyor = staff(Role.SURVEYOR, Office.objects.get(code="disperindag"))
    phone = new_page(PHONE)
    sign_in(phone, surveyor)
    phone.goto("/saya/")
    phone.get_by_role("link", name="Mulai mendata harga").click()
    look(phone)
    phone.get_by_role("link", name="Pasar Oeba", exact=True).click()
    look(phone)
    phone.get_by_label("Beras medium", exact=False).fill("14.750")
    phone.get_by_label("Cabai rawit merah", exact=False).fill("61000")
    phone.reload()  # a phone closes pages in the background: what was typed is still there
    expect(phone.get_by_label("Beras medium", exact=False)).to_have_value("14.750")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("status").first).to_contain_text("tersimpan di ponsel ini")
    look(phone)
    assert Round.objects.filter(owner=surveyor).count() == 0
    # The line comes back: sent by itself, once.
    phone.context.set_offline(False)
    expect(phone.get_by_text("Harga terkirim: Pasar Oeba", exact=False)).to_be_visible()
    wait_for(lambda: Round.objects.filter(owner=surveyor).count() == 1)
    phone.reload()
    assert phone.evaluate("Object.values(localStorage)") == ["[]"]
    expect(phone.get_by_label("Beras medium", exact=False)).to_have_value("")
    sent = Round.objects.get(owner=surveyor)
    assert sorted(sent.quotes.values_list("price", flat=True)) == [14750, 61000]
    publish(new_page(DESKTOP), sign_in, look)
    phone.goto("/harga/")
    expect(phone.get_by_role("row", name="Beras medium", exact=False)).to_contain_text("Rp 14.750")
    look(phone)


def publish(desk: Page, sign_in: Callable[..., None], look: Look) -> None:
    sign_in(desk, staff(Role.TPID, Office.objects.get(code="setda")))
    desk.goto("/saya/")
    desk.get_by_role("link", name="Harga menunggu disahkan", exact=False).click()
    look(desk)
    desk.get_by_role("link", name="Pasar Oeba").click()
    look(desk)
    desk.get_by_role("button", name="Kembalikan ke surveyor").click()
    expect(desk.get_by_role("alert")).to_be_focused()
    look(desk)
    desk.get_by_role("button", name="Sahkan harga").click()
    expect(desk.get_by_role("status").first).to_contain_text("disahkan dan tampil untuk umum")


def test_the_form_opens_without_a_line(new_page: NewPage, sign_in, market):
    phone = new_page(PHONE)
    sign_in(phone, staff(Role.SURVEYOR, Office.objects.get(code="disperindag")))
    phone.goto("/harga/survei/baru/?pasar=oeba")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()  # once under the worker, as on the way to the market
    phone.context.set_offline(True)
    phone.goto("/harga/survei/baru/?pasar=oeba")
    phone.get_by_label("Beras medium", exact=False).fill("14.750")
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("status").first).to_contain_text("tersimpan di ponsel ini")
    phone.context.set_offline(False)
    wait_for(lambda: Round.objects.count() == 19)


def test_leaving_takes_the_kept_form_along(new_page: NewPage, sign_in, market):
    phone = new_page(PHONE)
    sign_in(phone, staff(Role.SURVEYOR, Office.objects.get(code="disperindag")))
    phone.goto("/harga/survei/baru/?pasar=oeba")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    wait_for(lambda: phone.evaluate("caches.keys().then((names) => names.length)") == 1)
    phone.goto("/akun/keluar/")
    phone.locator("main").get_by_role("button", name="Keluar").click()
    phone.wait_for_url(lambda address: "/akun/keluar/" not in address)
    assert phone.evaluate("caches.keys()") == []
    phone.context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_FAILED|ERR_INTERNET_DISCONNECTED"):
        phone.goto("/harga/survei/baru/?pasar=oeba")


def test_a_round_that_somebody_else_was_faster_with_can_be_opened_again(new_page: NewPage, sign_in, market):
    phone = new_page(PHONE)
    sign_in(phone, staff(Role.SURVEYOR, Office.objects.get(code="disperindag")))
    phone.goto("/harga/survei/baru/?pasar=oeba")
    phone.get_by_label("Beras medium", exact=False).fill("14.750")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("status").first).to_contain_text("tersimpan di ponsel ini")
    RoundFactory(market=market)
    phone.context.set_offline(False)
    expect(phone.get_by_text("sudah didata", exact=False)).to_be_visible()
    phone.get_by_role("link", name="Buka", exact=True).click()
    expect(phone.get_by_label("Beras medium", exact=False)).to_have_value("14.750")
    phone.get_by_label("Pasar", exact=True).select_option(label="Pasar Penfui")
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Pasar Penfui")


def test_a_refused_round_comes_back_into_the_form(phone: Page, sign_in, look: Look, market):
    surveyor = staff(Role.SURVEYOR, Office.objects.get(code="disperindag"))
    sign_in(phone, surveyor)
    phone.goto("/harga/survei/baru/?pasar=oeba")
    phone.get_by_label("Beras medium", exact=False).fill("14")
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("status").first).to_contain_text("tidak masuk akal")
    phone.get_by_label("Beras medium", exact=False).fill("14000")
    phone.get_by_role("button", name="Kirim harga").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Pasar Oeba")
    look(phone)


def test_a_whole_round_fits_the_phone_of_who_checks_it(phone: Page, sign_in, look: Look, market):
    prices = dict.fromkeys(Commodity.objects.all(), 127000)
    row = RoundFactory(market=market, office=market.office, prices=prices)
    sign_in(phone, staff(Role.TPID, Office.objects.get(code="setda")))
    phone.goto(f"/harga/validasi/{row.pk}/")
    expect(phone.get_by_role("button", name="Sahkan harga")).to_be_visible()
    look(phone)


@pytest.mark.parametrize("path", ["/harga/", "/harga/komoditas/cabai-rawit-merah/", "/harga/indeks/", "/harga/data/"])
def test_the_public_reads_prices(any_page: Page, look: Look, market, path):
    any_page.goto(path)
    look(any_page)
    for summary in any_page.locator("details.chart__table > summary").all():
        summary.click()
    look(any_page)
