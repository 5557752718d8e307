"""Reading the trail and its chain."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from core.audit.models import Entry, EntryQuerySet, Link
from core.audit.rules import ChainRow
from core.days import start_of_day

# The entry's canonical text, the same expression as in the database's function audit_chain() (migration 0002).
# Written out here: a check that asked that function would believe whoever changed it.
CHAIN = """
SELECT link.seq, link.entry_id::text, link.previous_hash, link.hash, CASE WHEN entry.id IS NOT NULL THEN
  jsonb_build_array(entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor_id, entry.on_behalf_of_id,
    entry.action, entry.subject_type, entry.subject_id, entry.office_id, entry.detail)::text END
FROM audit_link link LEFT JOIN audit_entry entry ON entry.id = link.entry_id
ORDER BY link.seq
"""
UNCHAINED = """
SELECT entry.id::text FROM audit_entry entry LEFT JOIN audit_link link ON link.entry_id = entry.id
WHERE link.seq IS NULL ORDER BY entry.id LIMIT 1
"""
MOST_PEOPLE = 100


def chain_rows(batch: int = 2000) -> Iterator[ChainRow]:
    """The whole chain in order, streamed: memory stays the same however long it is."""
    with transaction.atomic():
        raw = connection.connection.cursor(name="audit_chain")
        raw.itersize = batch
        try:
            raw.execute(CHAIN)
            for row in raw:
                yield ChainRow(*row)
        finally:
            raw.close()


def first_unchained() -> str | None:
    """The key of an entry that has no link: it was written around the chain."""
    with connection.cursor() as cursor:
        cursor.execute(UNCHAINED)
        row = cursor.fetchone()
    return row[0] if row else None


def last_link() -> Link | None:
    """The newest link, to be written down outside the database."""
    return Link.objects.order_by("-seq").first()


def trail(
    user: Any,
    *,
    name: str = "",
    did: tuple[str, str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> EntryQuerySet:
    """What `user` may see of the trail, newest first, by person's name and days (both included).

    `did` is a kind of row ("label.model") and what was done to it: features use the same word for different things.
    """
    entries = Entry.objects.visible_to(user).select_related("actor", "on_behalf_of", "office").order_by("-id")
    if name:
        people = get_user_model()._default_manager.filter(name__icontains=name).values_list("pk", flat=True)
        entries = entries.filter(actor__in=list(people[:MOST_PEOPLE]))
    if did:
        entries = entries.filter(subject_type=did[0], action=did[1])
    if since:
        entries = entries.filter(at__gte=start_of_day(since))
    if until:
        entries = entries.filter(at__lt=start_of_day(until + timedelta(days=1)))
    return entries
