"""Writing the trail, and its last place outside the database."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from core.audit import queries
from core.audit.models import Entry


def record(  # noqa: PLR0913 - one keyword for each thing an entry can say
    action: str,
    subject: models.Model,
    *,
    by: models.Model | None,
    detail: dict[str, Any] | None = None,
    office_id: UUID | None = None,
    on_behalf_of: models.Model | None = None,
) -> Entry:
    """Append one entry in the current transaction. `detail` must hold no personal data."""
    return Entry.objects.create(
        actor_id=by.pk if by else None,
        on_behalf_of_id=on_behalf_of.pk if on_behalf_of else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        office_id=office_id,
        detail=detail or {},
    )


def anchor(file: Path | None = None) -> str:
    """The chain's last place, its hash and the time as one line, appended to `file`; "" while nothing is recorded."""
    last = queries.last_link()
    if last is None:
        return ""
    line = f"{last.seq} {last.hash} {timezone.now().isoformat(timespec='seconds')}"
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as handle:
            handle.write(line + "\n")
    return line
