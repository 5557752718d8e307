"""Messages to people (their inbox in the portal) and the deliveries that carry them further."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.accounts.models import User
from core.base import BaseModel
from core.notifications.rules import TITLE_LENGTH, Channel, DeliveryState


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A message is its addressee's and nobody else's."""
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(BaseModel):
    """Something the portal told a person. It stands in their inbox whatever becomes of the mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=TITLE_LENGTH)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    # What it is about; no foreign key, since every feature sends messages.
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["user", "-id"], name="message_inbox"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="message_unread"),
            models.Index(fields=["subject_type", "subject_id"], name="message_subject"),
        )

    def __str__(self) -> str:
        return self.title


class Delivery(BaseModel):
    """A message on its way through one channel. `state` is written by compare-and-swap only, in this app.

    A mail to an address that belongs to no account yet carries its text here until it is sent; a mail about
    a Message takes the text from there and the address from the account at the time of sending.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    address = models.EmailField(blank=True)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    # Who has it now: an attempt that was overtaken can't go on.
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(message__isnull=False, address="") | Q(message=None), name="delivery_one_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
