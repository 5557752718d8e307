"""A real browser in front of the real application.

`phone` and `desktop` are pages of the two widths that every screen is looked at; `axe(page)` fails on what
somebody with a screen reader or weak eyes would stumble over. Each test has a database and a server of its own.

The browser lives for this package only: while playwright's loop runs in this thread, `asyncio.run` (pyHanko) is
refused, so tests elsewhere must never meet it. Letters that must be signed are signed in a thread.
"""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, sync_playwright

from core.accounts.models import User
from tools.browser import find_chromium
from tools.embedded import PROJECT

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    with sync_playwright() as playwright:
        # Django sees playwright's loop in this thread and would refuse the ORM, which is safe here.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield chromium
        chromium.close()
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(scope="package")
def application() -> WSGIHandler:
    return WSGIHandler()


@pytest.fixture
def portal(committed: str, application: WSGIHandler) -> Iterator[str]:
    """The address of a server on this test's own database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Watch:
    """What must not happen on any page: a blocked script or style, an error in a script, an answer of 500."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self._console(message.text))
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._response)

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.problems.append(text)

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, portal: str) -> Iterator[NewPage]:
    """`new_page(size)`: a page of somebody new, with cookies of their own. Fails at the end on what `Watch` saw."""
    watch = Watch()
    contexts: list[BrowserContext] = []

    def make(size: ViewportSize = DESKTOP, **options: Any) -> Page:
        here: dict[str, Any] = {
            "base_url": portal,
            "locale": "id-ID",
            "timezone_id": "Asia/Makassar",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(viewport=size, **{**here, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert watch.problems == []


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A cheap phone: 360 pixels wide."""
    return new_page(PHONE)


@pytest.fixture
def desktop(new_page: NewPage) -> Page:
    """The computer of an office."""
    return new_page(DESKTOP)


@pytest.fixture(params=["phone", "desktop"])
def any_page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """Each of the two widths in turn."""
    return new_page(PHONE if request.param == "phone" else DESKTOP)


@pytest.fixture
def sign_in(portal: str) -> Callable[[Page, User], None]:
    """`sign_in(page, user)`: the page's person is `user` from now on, second factor included."""

    def give_session(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal}])

    return give_session


@pytest.fixture(scope="session")
def axe_source() -> str:
    assert AXE.exists(), "axe-core belum ada: `make setup` memasangnya dari package-lock.json."
    return AXE.read_text()


@pytest.fixture
def axe(axe_source: str) -> Callable[[Page], None]:
    """`axe(page)`: no violation of WCAG 2.2 AA or of axe's best practices on what is shown now."""

    def check(page: Page) -> None:
        # A click returns when the next page has begun to come: it must be there before it can be read.
        page.wait_for_load_state()
        # Evaluated by the debugger, which our CSP does not bind; a script tag would be refused, as it should.
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        report = [f"{item['id']}: {item['help']}: {node['html'][:200]}" for item in found for node in item["nodes"]]
        assert report == []

    return check


@pytest.fixture
def no_sideways_scroll() -> Callable[[Page], None]:
    """`no_sideways_scroll(page)`: nothing is wider than the screen; names what is."""

    def check(page: Page) -> None:
        wide = page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                 [...document.body.querySelectorAll('*')]
                   .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                   .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert wide == []

    return check
