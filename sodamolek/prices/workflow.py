"""States of a surveyor's round and who may move it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import Role
from core.workflow import Workflow, move


class Status(models.TextChoices):
    SUBMITTED = "submitted", _("Menunggu disahkan")
    RETURNED = "returned", _("Perlu diperbaiki")
    VALIDATED = "validated", _("Disahkan")


# A round is sent whole, so it begins as submitted. Its office is the one whose TPID secretariat validates it.
ROUND = Workflow(
    "round",
    {
        "validate": move({Status.SUBMITTED}, Status.VALIDATED, {Role.TPID}),
        "return": move({Status.SUBMITTED}, Status.RETURNED, {Role.TPID}),
        "resubmit": move({Status.RETURNED}, Status.SUBMITTED, {Role.CITIZEN}),
        # A price turns out to be wrong after it was published.
        "reopen": move({Status.VALIDATED}, Status.RETURNED, {Role.TPID}),
    },
)
