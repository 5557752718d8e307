import re

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from core.web import registry
from core.web.registry import Figure, Hit, Task
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def fresh_pages():
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def figures():
    """A provider of figures that counts how often it is asked."""
    asked: list[int] = []

    def provider() -> list[Figure]:
        asked.append(1)
        return [Figure(f"angka-{len(asked)}", "surat ditandatangani")]

    registry.figures.add(provider)
    yield asked
    registry.figures.remove(provider)


def test_home_for_a_visitor_is_made_once_a_minute_and_asks_nothing(client, db, figures, django_assert_num_queries):
    first = client.get("/")
    with django_assert_num_queries(0):
        second = client.get("/")
    assert first.content == second.content
    assert len(figures) == 1
    assert second.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in second.headers["Vary"]
    assert second.cookies == {}


def test_home_for_a_visitor_never_shows_what_was_made_for_somebody(client, db):
    user = UserFactory(name="Maria Goreti Bria")
    client.force_login(user)
    assert "Maria Goreti Bria" in client.get("/").content.decode()
    client.logout()
    client.cookies.clear()
    assert "Maria Goreti Bria" not in client.get("/").content.decode()


def test_home_cached_for_visitors_is_not_given_to_somebody_signed_in(client, db):
    client.get("/")
    client.force_login(UserFactory(name="Maria Goreti Bria"))
    assert "Maria Goreti Bria" in client.get("/").content.decode()


def test_frame_that_many_share_holds_nobody(client, db):
    client.force_login(UserFactory(name="Maria Goreti Bria"))
    first = client.get("/tentang/").content.decode()
    client.force_login(UserFactory(name="Yosef Nalle"))
    second = client.get("/tentang/").content.decode()
    client.logout()
    visitor = client.get("/tentang/").content.decode()
    seen = [[name in html for name in ("Maria Goreti Bria", "Yosef Nalle")] for html in (first, second, visitor)]
    assert seen == [[True, False], [False, True], [False, False]]
    assert ["csrfmiddlewaretoken" in html for html in (first, second, visitor)] == [True, True, False]


def test_frame_says_demo_only_in_demo_mode(client, db, settings):
    texts = []
    for demo in (True, False):
        settings.DEMO = demo
        texts.append("Mode demo: data contoh" in client.get("/tentang/").content.decode())
    assert texts == [True, False]


def test_nothing_is_inline(client, db):
    client.force_login(UserFactory())
    for url in ("/", "/saya/", "/cari/?q=surat", "/tentang/", "/privasi/", "/tidak-ada/"):
        html = client.get(url).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html) == [], url


def test_public_pages_ask_nothing_of_the_database_for_a_visitor(client, db, django_assert_num_queries):
    for url in ("/tentang/", "/privasi/", "/cari/", "/_health/live"):
        with django_assert_num_queries(0):
            assert client.get(url).status_code == 200


def test_my_day_needs_an_account(client, db):
    assert client.get("/saya/").headers["Location"] == f"{reverse('account_login')}?next=/saya/"


def test_my_day_shows_late_things_first(client, db):
    user = UserFactory()

    def provider(person) -> list[Task]:
        return [Task("Biasa", "/a/", 3), Task("Terlambat", "/b/", 1, urgent=True)] if person == user else []

    registry.my_day.add(provider)
    try:
        client.force_login(user)
        response = client.get("/saya/")
        assert [task.label for task in response.context["tasks"] if task.label in ("Biasa", "Terlambat")] == [
            "Terlambat",
            "Biasa",
        ]
        assert "Lewat waktu" in response.content.decode()
    finally:
        registry.my_day.remove(provider)


def test_search_asks_the_features_for_this_person(client, db):
    user = UserFactory()
    seen: list[object] = []

    def provider(words, person) -> list[Hit]:
        seen.append((words, person))
        return [Hit("Surat <b>tebal</b>", "/surat/x/", "isi", "Surat")] if words == "kunci dicari" else []

    registry.search.add(provider)
    try:
        html = client.get("/cari/", {"q": "  kunci   dicari "}).content.decode()
        client.force_login(user)
        client.get("/cari/", {"q": "lain"})
    finally:
        registry.search.remove(provider)
    assert seen == [("kunci dicari", None), ("lain", user)]
    assert "Surat &lt;b&gt;tebal&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("words", "text"),
    [("a", "Ketik paling sedikit dua huruf"), ("qqqzzz", "Belum ada yang cocok"), ("pelindungan", "Layanan")],
)
def test_search_says_what_to_do_next(client, db, words, text):
    assert text in client.get("/cari/", {"q": words}).content.decode()


def test_live_and_ready(client, db):
    assert [(client.get(url).status_code, client.get(url).content) for url in ("/_health/live", "/_health/ready")] == [
        (200, b"ok"),
        (200, b"ok"),
    ]


class Away:
    """A connection whose server does not answer."""

    def cursor(self) -> None:
        raise OperationalError("away")

    def close(self) -> None:
        return None


def test_not_ready_while_the_database_is_away(client, db, monkeypatch):
    monkeypatch.setattr("core.web.health.connection", Away())
    response = client.get("/_health/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert client.get("/_health/live").status_code == 200


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (OperationalError("away"), (503, "30", "Portal sedang tidak tersedia")),
        (RuntimeError("rahasia"), (500, None, "Ada yang salah di pihak kami")),
    ],
)
def test_error_page_says_the_way_out_and_no_secret(client, db, monkeypatch, error, answer):
    def broken() -> None:
        raise error

    monkeypatch.setattr("core.web.views._home_context", broken)
    client.raise_request_exception = False
    response = client.get("/")
    html = response.content.decode()
    heading = re.findall(r"<h1>(.*?)</h1>", html)[0]
    assert (response.status_code, response.headers.get("Retry-After"), heading) == answer
    assert "rahasia" not in html


def test_missing_page_and_broken_form_have_pages_of_their_own(client, db):
    assert "Halaman tidak ditemukan" in client.get("/tidak-ada/").content.decode()
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("account_login"), {"login": "a"})
    assert response.status_code == 403
    assert "Formulir ini sudah kedaluwarsa" in response.content.decode()


@pytest.mark.parametrize("path", ["/lacak/", "/tidak-ada/"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=latin-1", b"a=1"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2000)),
        ("multipart/form-data; boundary=", b"x"),
    ],
)
def test_a_form_that_cant_be_read_gets_a_page_and_no_fault(db, path, kind, body):
    client = Client(enforce_csrf_checks=True)
    client.get("/lacak/")
    token = client.cookies["csrftoken"].value
    answer = client.post(path, body, content_type=kind, headers={"X-CSRFToken": token})
    assert answer.status_code == (404 if path == "/tidak-ada/" else 400)


def test_schema_and_its_page_are_public(client, db):
    schema = client.get("/api/schema/")
    assert (schema.status_code, schema.headers["Content-Type"]) == (200, "application/vnd.oai.openapi; charset=utf-8")
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert re.findall(r"https?://", page.content.decode()) == []
