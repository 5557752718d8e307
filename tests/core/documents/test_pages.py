"""What a stranger sees when checking a letter, and a signer on the page of the certificate."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services
from core.documents.models import CheckCount, SignerCertificate
from core.documents.rules import new_code, spaced_code
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE, certificate_of, pdf_of, signed_letter

pytestmark = pytest.mark.django_db


def as_lurah(client: Client) -> User:
    """A session of a lurah, proved with the second factor."""
    lurah = staff(Role.LURAH)
    client.force_login(lurah)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return lurah


def page(client: Client, code: str) -> Any:
    return client.get(reverse("documents:verify_code", args=[code]))


def test_the_page_behind_the_qr_shows_what_to_compare_and_no_whole_name(client: Client) -> None:
    letter = signed_letter()
    answer = page(client, letter.code)
    text = answer.content.decode()
    assert answer.status_code == 200
    for shown in (letter.number_text, letter.kind_name, letter.office.name, "M•••• C•••••", spaced_code(letter.code)):
        assert escape(shown) in text
    assert "Terdaftar dan masih berlaku" in text
    assert "tidak tersertifikasi" in text
    assert letter.subject_name == "Maria Contoh"
    assert "Maria Contoh" not in text


def test_one_query_answers_and_counts(client: Client, django_assert_num_queries: Any) -> None:
    letter = signed_letter()
    for _time in range(3):
        with django_assert_num_queries(1):
            page(client, letter.code)
    assert list(CheckCount.objects.values_list("document", "day", "count")) == [
        (letter.pk, timezone.localdate(), 3),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("revoke", "Surat ini sudah dicabut"),
        ("replace", "Surat ini sudah diganti"),
        ("expire", "Masa berlaku surat ini sudah lewat"),
    ],
)
def test_each_state_is_said_in_words(client: Client, change: str, words: str) -> None:
    letter = signed_letter(valid_until=timezone.localdate())
    if change == "revoke":
        services.revoke(letter, reason="Data keliru", by=letter.certificate.user)
    elif change == "replace":
        assignment = letter.certificate.user.assignments.get()
        other = signed_letter(assignment)
        services.replace(letter, replacement=other, by=letter.certificate.user)
    else:
        letter.valid_until = timezone.localdate() - timedelta(days=1)
        letter.save()
    text = page(client, letter.code).content.decode()
    assert words in text
    assert "masih berlaku" not in text


def test_a_code_is_read_as_people_type_it(client: Client) -> None:
    letter = signed_letter()
    typed = f" {spaced_code(letter.code).lower()} "
    answer = client.get(reverse("documents:verify"), {"code": typed})
    assert answer["Location"] == reverse("documents:verify_code", args=[letter.code])


def test_an_unknown_code_is_404_with_a_way_out_and_guessing_ends(client: Client) -> None:
    answers = [page(client, new_code()) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
    assert reverse("documents:verify") in answers[0].content.decode()
    letter = signed_letter()
    assert page(client, letter.code).status_code == 200


def test_a_dropped_letter_is_recognised_and_an_altered_one_is_not(client: Client) -> None:
    letter = signed_letter()
    data = pdf_of(letter)
    url = reverse("documents:verify")
    genuine = client.post(url, {"file": SimpleUploadedFile("surat.pdf", data)}).content.decode()
    assert "Asli dan masih berlaku." in genuine
    altered = client.post(url, {"file": SimpleUploadedFile("surat.pdf", data + b"\n")}).content.decode()
    assert "Tidak terbukti asli" in altered
    assert "ditambahkan pada berkas ini" in altered
    assert letter.number_text not in altered


def test_a_file_that_is_too_big_is_refused_at_the_field(client: Client) -> None:
    big = SimpleUploadedFile("surat.pdf", b"%PDF-" + bytes(10 * 1024 * 1024))
    answer = client.post(reverse("documents:verify"), {"file": big})
    assert answer.context["pdf_form"].errors == {
        "file": ["Berkas lebih besar dari 10 MB. Surat dari portal ini selalu lebih kecil."]
    }


def test_a_lurah_makes_a_certificate_and_renews_it(client: Client) -> None:
    lurah = as_lurah(client)
    url = reverse("documents:certificate")
    assert client.post(url, {"passphrase": PASSPHRASE, "again": PASSPHRASE})["Location"] == url
    assert client.post(url, {"passphrase": "frasa kedua 2026", "again": "frasa kedua 2026"})["Location"] == url
    newest, first = SignerCertificate.objects.filter(user=lurah)
    assert (first.is_usable, first.private_key, newest.is_usable) == (False, "", True)
    assert certificate_of(services.unlock(lurah, "frasa kedua 2026")) == newest


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [
        ("pendek", "pendek", "passphrase"),
        (PASSPHRASE, "frasa yang lain", "again"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "passphrase"),
    ],
)
def test_a_weak_or_mistyped_passphrase_is_refused(client: Client, passphrase: str, again: str, field: str) -> None:
    as_lurah(client)
    answer = client.post(reverse("documents:certificate"), {"passphrase": passphrase, "again": again})
    assert list(answer.context["form"].errors) == [field]
    assert SignerCertificate.objects.count() == 0
