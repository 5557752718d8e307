"""States of a re-measurement: only what the puskesmas measured itself makes a child count as stunted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import Role
from core.workflow import Workflow, move


class Status(models.TextChoices):
    WAITING = "waiting", _("Menunggu ukur ulang")
    CONFIRMED = "confirmed", _("Dipastikan pendek")
    CLEARED = "cleared", _("Tidak pendek")
    WITHDRAWN = "cancelled", _("Ditarik")


# Its office is that of the puskesmas; whether this puskesmas serves the posyandu is the row's `visible_to`.
CHECK = Workflow(
    "check",
    {
        "confirm": move({Status.WAITING}, Status.CONFIRMED, {Role.PUSKESMAS}),
        "clear": move({Status.WAITING}, Status.CLEARED, {Role.PUSKESMAS}),
        # The kader mended the entry and the child is no longer short by it: nobody looked.
        "withdraw": move({Status.WAITING}, Status.WITHDRAWN),
        # Mended once more, it is short after all.
        "ask_check": move({Status.WITHDRAWN}, Status.WAITING),
    },
)
