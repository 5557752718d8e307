"""Verification over the API: what a program learns is what the page says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.accounts.rules import Limit
from core.documents import api, services
from core.documents.models import CheckCount
from core.files import services as files
from tests.factories.documents import signed_letter

CHECK = reverse("documents:api_check")


def upload(client, data: bytes):
    return client.post(CHECK, {"file": SimpleUploadedFile("surat.pdf", data, content_type="application/pdf")})


def code_url(code: str) -> str:
    return reverse("documents:api_document", args=[code])


@pytest.fixture
def letter(db):
    return signed_letter()


def facts(letter, **other) -> dict[str, object]:
    return {
        "code": letter.code,
        "kind": "Surat Keterangan Tidak Mampu",
        "number": letter.number_text,
        "signed_on": letter.signed_on.isoformat(),
        "office": letter.office.name,
        "signer": letter.signer_title,
        "countersigners": [],
        "on_paper": False,
        "name": "M•••• C•••••",
        "valid_until": None,
        "state": "valid",
        "state_reason": "",
        "replaced_by": "",
        **other,
    }


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: f"{code[:5]}-{code[5:]}"])
def test_a_code_in_any_spelling_tells_what_the_page_tells(client, letter, spell):
    response = client.get(code_url(spell(letter.code)))
    assert (response.status_code, response.json()) == (200, facts(letter))
    assert "Maria" not in response.content.decode()
    assert CheckCount.objects.get().count == 1


def test_a_revoked_letter_says_so(client, letter):
    services.revoke(letter, by=letter.certificate.user, reason="Data keliru.")
    body = client.get(code_url(letter.code)).json()
    assert body == facts(letter, state="revoked", state_reason="Data keliru.")


@pytest.mark.parametrize("code", ["0" * 26, "x", "U" * 26, "a" * 500])
def test_an_unknown_code_is_not_found(client, letter, code):
    assert client.get(code_url(code)).status_code == 404


def test_the_file_of_the_office_is_genuine(client, letter):
    response = upload(client, files.read(letter.file))
    assert response.json() == {
        "genuine": True,
        "valid": True,
        "reason": "Asli dan masih berlaku.",
        "document": facts(letter),
    }


@pytest.mark.parametrize("change", [lambda d: d + b"\n", lambda d: d.replace(b"%PDF", b"%PDf", 1), lambda d: d[:9]])
def test_any_other_file_is_not(client, letter, change):
    body = upload(client, change(files.read(letter.file))).json()
    assert (body["genuine"], body["valid"], body["document"]) == (False, False, None)
    assert body["reason"]


def test_a_file_that_is_too_large_is_not_read_to_its_end(client, db, monkeypatch):
    monkeypatch.setattr("core.documents.services.checking.MAX_BYTES", 10)
    assert upload(client, b"%PDF-" + b"x" * 20).json()["reason"].startswith("Berkas lebih besar dari 10 MB.")


@pytest.mark.parametrize("data", [{}, {"file": "teks"}])
def test_without_a_file_the_field_is_named(client, db, data):
    response = client.post(CHECK, data)
    assert (response.status_code, list(response.json())) == (400, ["file"])


def test_guessing_is_throttled_and_the_right_code_still_answers(client, letter, monkeypatch):
    monkeypatch.setattr(api, "UNKNOWN_CODES", Limit("verify-code", 3, 600))
    answers = [client.get(code_url("0" * 26)) for _ in range(4)]
    assert [a.status_code for a in answers] == [404, 404, 404, 429]
    assert answers[-1]["Retry-After"] == "600"
    assert client.get(code_url(letter.code)).status_code == 200


def test_files_are_throttled_together_with_the_pages(client, letter, monkeypatch):
    for place in ("api", "views.verification"):
        monkeypatch.setattr(f"core.documents.{place}.FILES", Limit("verify-file", 2, 600))
    assert upload(client, b"halo").status_code == 200
    page = reverse("documents:verify")
    assert client.post(page, {"file": SimpleUploadedFile("a.pdf", b"halo")}).status_code == 200
    assert upload(client, b"halo").status_code == 429
