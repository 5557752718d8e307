"""States of a delivery, and the text of a message, without a database."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.population.rules import mask_nik

LONG_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")
TITLE_LENGTH = 150


class Channel(models.TextChoices):
    EMAIL = "email", _("Surel")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    # Taken by a worker; nothing of the message has left the house.
    SENDING = "sending", _("Menghubungi server surel")
    # The DATA command is about to go out: from here the other side may have the message.
    TRANSFERRING = "transferring", _("Sedang diserahkan")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    # A crash while transferring: it may have arrived, and is not sent a second time.
    UNCERTAIN = "uncertain", _("Tidak pasti")


def split_text(rendered: str) -> tuple[str, str]:
    """Title and body of a rendered message template: its first line, and what follows.

    A NIK has no business here; should one slip in, it is masked.
    """
    masked = LONG_NUMBER.sub(lambda found: mask_nik(found[0]), rendered.strip())
    title, _line, body = masked.partition("\n")
    return " ".join(title.split())[:TITLE_LENGTH], body.strip()
