"""Reads of the inbox."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from core.accounts.models import User
from core.notifications.models import Message

PAGE = 25
MANY = 100
_UNREAD = """
    SELECT count(*) FROM (
        SELECT 1 FROM notifications_message WHERE user_id = %s AND read_at IS NULL LIMIT %s) AS counted
"""


@dataclass(frozen=True)
class InboxPage:
    """Some messages, newest first, and the address of older ones; has the shape that the pager expects."""

    rows: list[Message]
    next_url: str
    prev_url: str


def inbox(user: User | AnonymousUser, before: UUID | None = None) -> InboxPage:
    """A page of `user`'s messages, those older than message `before` if given."""
    messages = Message.objects.visible_to(user)
    if before:
        messages = messages.filter(pk__lt=before)
    rows = list(messages.order_by("-pk")[: PAGE + 1])
    address = reverse("notifications:inbox")
    older = f"{address}?sebelum={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return InboxPage(rows[:PAGE], older, address if before else "")


def unread_count(user: User | AnonymousUser) -> int:
    """Unread messages of `user`; stops counting at 100, so that it stays cheap. In SQL: each page asks it."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [user.pk, MANY])
        count: int = cursor.fetchone()[0]
    return count


def confirmed_email(user: User) -> str:
    """The address that `user` proved to read, the primary one first; "" when there is none."""
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).order_by("-primary", "pk")
    return addresses.values_list("email", flat=True).first() or ""
