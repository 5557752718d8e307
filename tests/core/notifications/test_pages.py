from pathlib import Path

import pytest
from django.urls import reverse

from core.notifications import queries
from core.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory

INBOX = "notifications:inbox"
QUERIES = 5  # session, person with assignments, messages, unread (page and header)


@pytest.fixture
def warga(db, client):
    user = UserFactory()
    client.force_login(user)
    return user


def titles(response) -> list[str]:
    return [message.title for message in response.context["page"].rows]


def test_the_inbox_shows_ones_own_messages_newest_first(client, warga):
    first, second = MessageFactory(user=warga), MessageFactory(user=warga)
    MessageFactory(title="Pesan orang lain")
    response = client.get(reverse(INBOX))
    assert titles(response) == [second.title, first.title]
    assert "Pesan orang lain" not in response.text


def test_opening_a_message_marks_it_as_read(client, warga):
    message = MessageFactory(user=warga, url="/surat/1/")
    assert queries.unread_count(warga) == 1
    response = client.get(reverse("notifications:message", args=[message.pk]))
    assert 'href="/surat/1/"' in response.text
    assert queries.unread_count(warga) == 0


def test_a_strangers_message_is_not_there_and_stays_unread(client, warga):
    message = MessageFactory()
    assert client.get(reverse("notifications:message", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_messages_of_one_person_are_marked_as_read(client, warga):
    MessageFactory.create_batch(2, user=warga)
    other = MessageFactory()
    client.post(reverse("notifications:read_all"))
    assert list(Message.objects.unread()) == [other]


def test_a_long_inbox_is_paged_without_gap_or_double(client, warga):
    MessageFactory.create_batch(queries.PAGE + 3, user=warga)
    first = client.get(reverse(INBOX))
    second = client.get(first.context["page"].next_url)
    assert len(titles(first)) == queries.PAGE
    assert titles(first) + titles(second) == list(Message.objects.order_by("-pk").values_list("title", flat=True))
    assert (second.context["page"].next_url, second.context["page"].prev_url) == ("", reverse(INBOX))


@pytest.mark.parametrize("rows", [1, 20])
def test_the_inbox_takes_the_same_queries_for_any_length(client, warga, rows, django_assert_num_queries):
    MessageFactory.create_batch(rows, user=warga)
    client.get(reverse(INBOX))
    with django_assert_num_queries(QUERIES):
        client.get(reverse(INBOX))


def test_an_empty_inbox_says_what_comes(client, warga):
    assert "Belum ada pesan" in client.get(reverse(INBOX)).text


def test_a_broken_page_key_shows_the_first_page(client, warga):
    MessageFactory(user=warga, title="Ada")
    assert titles(client.get(reverse(INBOX), {"sebelum": "bukan-uuid"})) == ["Ada"]


def test_the_inbox_asks_a_stranger_to_sign_in(client, db):
    assert client.get(reverse(INBOX)).status_code == 302


def write_mail(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def test_the_demo_mailbox_shows_caught_mails_with_links_and_no_markup(client, db, settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    head = "To: warga@contoh.id\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n"
    write_mail(tmp_path / "mail", "1.eml", f"Subject: Lama\n{head}\nIsi lama")
    write_mail(
        tmp_path / "mail", "2.eml", f"Subject: Baru\n{head}\n<script>x</script> http://localhost:8000/akun/kode/1/ ok"
    )
    write_mail(tmp_path / "mail", "3.part", "belum selesai")
    response = client.get(reverse("notifications:demo_mailbox"))
    assert [mail.title for mail in response.context["mails"]] == ["Baru", "Lama"]
    assert '<a href="http://localhost:8000/akun/kode/1/" rel="nofollow">' in response.text
    assert "&lt;script&gt;x&lt;/script&gt;" in response.text


@pytest.mark.parametrize("zone", ["-0000", "+0000"])
def test_the_demo_mailbox_tells_the_time_of_kupang(client, db, settings, tmp_path, zone):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    write_mail(tmp_path / "mail", "1.eml", f"Subject: x\nTo: a@b.id\nDate: Tue, 24 Nov 2026 20:41:00 {zone}\n\nx")
    assert "25 November 2026 pukul 04.41 WITA" in client.get(reverse("notifications:demo_mailbox")).text


@pytest.mark.parametrize(
    "text", ["", "\x00\xff", "Content-Type: text/plain; charset=tidak-ada\n\nx", "Date: kapan\n\nx"]
)
def test_a_broken_mail_does_not_break_the_mailbox(client, db, settings, tmp_path, text):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    write_mail(tmp_path / "mail", "1.eml", text)
    assert client.get(reverse("notifications:demo_mailbox")).status_code == 200


def test_there_is_no_demo_mailbox_outside_the_demo(client, db, settings):
    settings.DEMO = False
    assert client.get(reverse("notifications:demo_mailbox")).status_code == 404
