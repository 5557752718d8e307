"""Telling people things."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from core.accounts.models import User
from core.jobs.services import enqueue
from core.notifications.models import Delivery, Message
from core.notifications.queries import confirmed_email
from core.notifications.rules import split_text


def tell(
    user: User,
    kind: str,
    context: dict[str, Any],
    *,
    subject: models.Model | None = None,
    url: str = "",
) -> Message:
    """Put a message into `user`'s inbox and, if their address is confirmed, on its way by mail.

    `kind` "letters/accepted" is the template letters/messages/accepted.txt, whose first line is the title.
    `url` is a path of the portal. Everything is written in the caller's transaction.
    """
    title, body = _text(kind, context)
    with transaction.atomic():
        message = Message.objects.create(
            user=user,
            kind=kind,
            title=title,
            body=body,
            url=url,
            subject_type=subject._meta.label_lower if subject else "",
            subject_id=subject.pk if subject else None,
        )
        if confirmed_email(user):
            _send_later(Delivery.objects.create(message=message))
    return message


def mail(address: str, title: str, body: str) -> Delivery:
    """Send a mail to somebody without a message in an inbox, such as a code to an address not yet confirmed.

    The text is forgotten once it is sent.
    """
    with transaction.atomic():
        delivery = Delivery.objects.create(address=address, title=" ".join(title.split())[:150], body=body)
        _send_later(delivery)
    return delivery


def mail_about(address: str, kind: str, context: dict[str, Any]) -> Delivery:
    """`mail` with the template of a message: for somebody who has no inbox and gave an address."""
    return mail(address, *_text(kind, context))


def mark_read(message: Message) -> None:
    """Note that its addressee opened the message; a second time changes nothing."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(user: User | AnonymousUser) -> int:
    """Mark all of `user`'s messages as read; returns how many were not."""
    return Message.objects.visible_to(user).unread().update(read_at=timezone.now())


def _send_later(delivery: Delivery) -> None:
    enqueue("notifications.deliver", {"delivery": delivery.pk}, key=str(delivery.pk), once=True)


def _text(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """Title and body."""
    label, _slash, name = kind.partition("/")
    # A plain text: escaping would turn an apostrophe in a name into &#x27;.
    template = get_template(f"{label}/messages/{name}.txt")
    return split_text(str(template.template.render(Context(context, autoescape=False))))  # type: ignore[attr-defined]
