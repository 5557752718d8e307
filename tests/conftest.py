"""Databases of the suite: a clone of the migrated template for each worker, another for each committing test.

The browser tests need playwright and Chromium; without them they are left out with a loud line, and CI insists.
"""

import importlib.util
import os
import time
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tools.browser import LINE, find_chromium
from tools.testing import clone_template, drop_database


def missing_for_browser_tests() -> str:
    """What the browser tests lack, and the way out; empty when they can run."""
    if importlib.util.find_spec("pytest_playwright") is None:
        return "playwright belum ada: pip install -r requirements-dev.txt (atau `make test`)"
    if find_chromium() is None:
        return f"Chromium belum ada: {LINE}"
    return ""


MISSING = missing_for_browser_tests()
collect_ignore = ["e2e"] if MISSING else []


def pytest_configure() -> None:
    if MISSING and os.environ.get("CI") == "true":
        raise pytest.UsageError(
            f"CI menjalankan semua uji, juga di peramban / CI runs the browser tests too. {MISSING}"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests of one file share a server, so one worker runs them; all others go to whoever is free."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(item.path.name))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MISSING:
        terminalreporter.section("UJI PERAMBAN TIDAK DIJALANKAN / BROWSER TESTS LEFT OUT", red=True, bold=True)
        terminalreporter.line(f"tests/e2e: {MISSING}", red=True)


@pytest.fixture(autouse=True)
def no_page_of_another_test() -> None:
    """The home page is kept for a minute, and a worker's tests share the process."""
    caches["pages"].clear()


def use_database(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    name = clone_template()
    with django_db_blocker.unblock():
        use_database(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
    drop_database(name)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own for a test that commits (threads, workers, servers); its name."""
    usual = connection.settings_dict["NAME"]
    name = clone_template()
    with django_db_blocker.unblock():
        use_database(name)
        yield name
        use_database(usual)
    drop_database(name)


def prove_with_second_factor(request, user, **_kwargs) -> None:
    """What `client.force_login` gives is a whole log-in: with the second factor too. A real log-in gets no gift."""
    if not hasattr(request, "allauth"):
        request.session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        request.session["account_authentication_methods_user"] = str(user.pk)


user_logged_in.connect(prove_with_second_factor)


@pytest.fixture(autouse=True)
def own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limiter commits at once, so its counts outlive a test's transaction: each test counts for itself."""
    from core.accounts import limiter

    bucket, test = limiter._bucket, uuid.uuid4().hex
    monkeypatch.setattr(limiter, "_bucket", lambda scope, key: bucket(scope, f"{test}{key}"))
