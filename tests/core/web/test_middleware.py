import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.accounts.rules import Role
from tests.factories.accounts import UserFactory, staff


@pytest.fixture
def login(client, db) -> str:
    return reverse("account_login")


@pytest.mark.parametrize("url", ["/a%00b/", "/cari/?q=a%00b", "/cari/?q%00=a"])
def test_nul_in_an_address_is_refused(client, db, url):
    assert client.get(url).status_code == 400


def test_nul_in_a_cookie_is_refused(client, db):
    # Cookies may carry octal escapes; Django decodes them, and the session table would meet the NUL.
    client.cookies.load('sessionid="aaaaaaaaaaaa\\000"')
    assert client.get("/saya/").status_code == 400


def test_nul_in_a_form_is_refused(client, login):
    assert client.post(login, {"login": "a\x00b", "password": "x"}).status_code == 400
    body = "login=a%00b&password=x"
    assert client.post(login, body, content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.post(login, {"log\x00in": "a", "password": "x"}).status_code == 400


def test_nul_in_json_is_refused(client, login):
    body = json.dumps({"a": "b\x00"})
    assert client.post(login, body, content_type="application/json").status_code == 400


def test_nul_inside_a_file_is_no_matter_of_ours(client, login):
    upload = SimpleUploadedFile("foto.jpg", b"\xff\xd8\x00\x00")
    assert client.post(login, {"login": "a", "password": "x", "file": upload}).status_code == 200


def test_headers_of_a_public_page(client, db):
    headers = client.get("/tentang/").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert "Cache-Control" not in headers


def test_page_of_somebody_signed_in_is_kept_nowhere(client, db):
    client.force_login(UserFactory())
    assert client.get("/saya/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/surat/", "/cari/", "/hoaks/"])
@pytest.mark.parametrize("typed", ["5371061203849001", "5371 0612 0384 9001", "nik 5371061203849001 saya"])
def test_a_nik_typed_into_a_search_leaves_the_address(client, db, path, typed):
    answer = client.get(path, {"q": typed}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    page = answer.content.decode()
    assert "NIK dan nomor KK tidak dicari di sini" in page
    assert "5371" not in page


def test_shorter_numbers_are_searched(client, db):
    assert client.get("/cari/", {"q": "474.1/123/2026 no 537106120384900"}).status_code == 200


@pytest.mark.parametrize("name", ["nama", "tindakan", "q"])
def test_a_nik_leaves_the_address_whatever_the_box(client, db, name):
    client.force_login(staff(Role.AUDITOR))
    answer = client.get("/audit/", {name: "5371061203849001 Yohanes", "dari": "2026-11-01"})
    assert (answer.status_code, answer["Location"]) == (302, "/audit/")


def test_a_nik_asked_of_the_api_is_refused(client, db):
    answer = client.get("/api/v1/prices/quotes/", {"komoditas": "5371061203849001"})
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_codes_of_rows_stand_in_addresses(client, db):
    assert client.get("/cari/", {"q": "a", "lain": "01900000-0000-7000-8000-000000000000"}).status_code == 200
