"""The frame in a browser: pages that everybody sees, at 360 and 1280 pixels."""

import pytest
from playwright.sync_api import Page, expect

from core.web import registry
from tests.factories.accounts import UserFactory

PAGES = [
    "/",
    "/cari/",
    "/cari/?q=surat",
    "/cari/?q=tidakadasamasekali",
    "/tentang/",
    "/privasi/",
    "/alamat-yang-tidak-ada/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(any_page, path, axe, no_sideways_scroll):
    any_page.goto(path)
    expect(any_page.locator("h1")).to_have_count(1)
    axe(any_page)
    no_sideways_scroll(any_page)


def test_signed_in_pages_are_accessible_and_fit(any_page, axe, no_sideways_scroll, sign_in):
    sign_in(any_page, UserFactory(name="Maria Goreti Bria"))
    any_page.goto("/saya/")
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Selamat datang, Maria Goreti Bria")
    axe(any_page)
    no_sideways_scroll(any_page)


def test_keyboard_reaches_the_content_first(desktop: Page):
    desktop.goto("/tentang/")
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "isi"


def test_menu_of_a_phone_opens_without_script_and_closes_by_escape(new_page, axe):
    phone = new_page({"width": 360, "height": 740}, java_script_enabled=True)
    phone.goto("/")
    expect(phone.locator("#menu")).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    expect(phone.get_by_role("link", name="Masuk", exact=True)).to_be_visible()
    axe(phone)
    phone.keyboard.press("Escape")
    expect(phone.locator("#menu")).to_be_hidden()


def test_account_menu_shows_who_is_signed_in_and_signs_out(desktop: Page, axe, sign_in):
    sign_in(desktop, UserFactory(name="Maria Goreti Bria"))
    desktop.goto("/saya/")
    desktop.locator("details.account summary").click()
    axe(desktop)
    desktop.get_by_role("button", name="Keluar").click()
    desktop.goto("/")
    expect(desktop.get_by_role("link", name="Masuk", exact=True)).to_be_visible()


def test_search_from_the_home_page(phone: Page):
    phone.goto("/")
    phone.get_by_label("Apa yang Anda perlukan?").fill("pelindungan data")
    phone.get_by_role("button", name="Cari").click()
    phone.get_by_role("main").get_by_role("link", name="Pelindungan data pribadi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Pelindungan data pribadi")


def test_everything_is_reached_without_script(new_page):
    page = new_page({"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/")
    page.locator("#cari").fill("pelindungan")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("main").get_by_role("link", name="Pelindungan data pribadi")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Masuk", exact=True)).to_be_visible()


def test_broken_feature_gives_the_error_page_and_not_a_trace(new_page, monkeypatch, axe, browser, portal):
    def broken() -> list[registry.Figure]:
        raise RuntimeError("rahasia di dalam jejak")

    registry.figures.add(broken)
    monkeypatch.setattr("core.web.views.caches", {"pages": EmptyCache()})
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=portal)
    page = context.new_page()
    try:
        answer = page.goto("/")
        assert answer is not None
        assert answer.status == 500
        assert "rahasia" not in page.content()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ada yang salah di pihak kami")
        axe(page)
    finally:
        registry.figures.remove(broken)
        context.close()


class EmptyCache:
    def get(self, key: str) -> None:
        return None

    def set(self, key: str, value: str, seconds: int) -> None:
        return None


def test_api_documentation_needs_nothing_from_outside(desktop: Page):
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))
    desktop.goto("/api/docs/")
    expect(desktop.locator(".info .title")).to_contain_text("API Portal Kota Kupang")
    host = desktop.url.split("/api/")[0]
    assert [url for url in asked if not url.startswith((host, "data:"))] == []
