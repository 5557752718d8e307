"""Who sees which rows: BKAD and the auditor all, an office its own."""

from typing import Any, ClassVar, Self

from django.db import models

from core.accounts.models import User
from core.accounts.rules import Role

ALL_OFFICES = (Role.BKAD_OFFICER, Role.AUDITOR)
OWN_OFFICE = (Role.FUEL_CLERK, Role.OFFICE_HEAD)
READERS = (*ALL_OFFICES, *OWN_OFFICE)


class OfficeQuerySet(models.QuerySet[Any]):
    """Rows of an office; `office_path` leads from the row to the office's key."""

    office_path: ClassVar[str] = "office_id"

    def visible_to(self, user: User) -> Self:
        """All for BKAD's officers and auditors, one's own office's for its clerk and head, none for others."""
        if user.has_role(*ALL_OFFICES):
            return self
        offices = user.offices_with(*OWN_OFFICE)
        return self.filter(**{f"{self.office_path}__in": offices}) if offices else self.none()
