"""The header says how many messages wait."""

import pytest
from django.utils import timezone

from core.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory


@pytest.mark.parametrize(
    ("unread", "entry", "said"),
    [
        (0, "Pesan</a>", 0),
        (1, "Pesan (1)</a>", 1),
        (99, "Pesan (99)</a>", 1),
        (100, "Pesan (99+)</a>", 1),
        (140, "Pesan (99+)</a>", 1),
    ],
)
def test_the_account_menu_counts_unread_messages_of_this_person(client, db, unread, entry, said):
    user = UserFactory()
    MessageFactory(user=user, read_at=timezone.now())
    MessageFactory()
    Message.objects.bulk_create(MessageFactory.build_batch(unread, user=user))
    client.force_login(user)
    html = client.get("/saya/").content.decode()
    assert (html.count(entry), html.count("pesan belum dibaca")) == (1, said)
