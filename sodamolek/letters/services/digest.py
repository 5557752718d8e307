"""A message each working morning to whoever has letters waiting."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Assignment, User
from core.notifications import services as notifications
from core.notifications.models import Message
from core.regions.queries import offices_at_work
from sodamolek.letters.models import OFFICE_ROLES
from sodamolek.letters.queries import waiting_for
from sodamolek.letters.queries.steps import steps_waiting
from sodamolek.letters.workflow import Status

KIND = "letters/digest"
LABELS = {
    "check": _("Menunggu diperiksa"),
    "endorse": _("Menunggu paraf"),
    "sign": _("Menunggu tanda tangan"),
    "scan": _("Dicetak, menunggu pindaian"),
    "countersign": _("Menunggu tanda tangan camat"),
}


@dataclass(frozen=True)
class Line:
    """How many wait for one kind of work, and whether one of them is late."""

    label: str | Promise
    count: int
    late: bool


def send_digests(today: date) -> int:
    """Tell each person of an office what waits for them; once a day and not on the office's day off. How many."""
    held = Assignment.objects.valid_on(today).filter(role__in=OFFICE_ROLES, office__in=offices_at_work(today))
    told = 0
    for user in User.objects.filter(pk__in=held.values("user"), is_active=True).iterator(chunk_size=200):
        lines = waiting_lines(user)
        if not lines:
            continue
        with transaction.atomic():
            # One at a time for a person: a job that ran halfway begins again and repeats nobody's message.
            User.objects.select_for_update().get(pk=user.pk)
            if Message.objects.filter(user=user, kind=KIND, created_at__date=today).exists():
                continue
            context = {"lines": lines, "total": sum(line.count for line in lines)}
            notifications.tell(user, KIND, context, url=reverse("letters:desk"))
        told += 1
    return told


def waiting_lines(user: User) -> list[Line]:
    """What waits for one person today, by kind of work."""
    now = timezone.now()
    found: dict[str, tuple[int, datetime | None]] = {"check": waiting_for(user).get(Status.SUBMITTED, (0, None))}
    found |= {name: (step.waiting, step.due) for name, step in steps_waiting(user).items()}
    return [
        Line(LABELS[name], count, late=due is not None and due < now) for name, (count, due) in found.items() if count
    ]
