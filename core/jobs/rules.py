"""States, queues and waiting times of jobs, without a database."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_WAIT = timedelta(seconds=5)


class State(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dibatalkan")


UNFINISHED = (State.WAITING, State.RUNNING)


class Queue(models.TextChoices):
    INTERACTIVE = "interactive", _("Ditunggu orang")
    BULK = "bulk", _("Pekerjaan besar")
    MAIL = "mail", _("Surat")


def backoff(attempt: int, longest: timedelta) -> timedelta:
    """How long to wait after failed attempt number `attempt` (from 1): doubling from 5 s, at most `longest`."""
    return min(longest, FIRST_WAIT * int(2 ** min(attempt - 1, 16)))
