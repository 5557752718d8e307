"""Writing the trail."""

from typing import Any
from uuid import UUID

from django.db import models

from core.audit.models import Entry


def record(
    action: str,
    subject: models.Model,
    *,
    by: models.Model | None,
    detail: dict[str, Any] | None = None,
    office_id: UUID | None = None,
) -> Entry:
    """Append one entry in the current transaction. `detail` must hold no personal data."""
    return Entry.objects.create(
        actor_id=by.pk if by else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        office_id=office_id,
        detail=detail or {},
    )
