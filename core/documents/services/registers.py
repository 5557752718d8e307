"""Numbers: gapless under concurrency and rollback, because the counter is a row of the signing transaction."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import LockNotAvailable, QueryCanceled

from core.accounts.models import User
from core.audit import services as audit
from core.base import uuid7
from core.documents.models import Register, RegisterEntry
from core.regions.models import Office

# Who signs at the same moment at the same office waits for the one before; the usual limits (3 s for a lock,
# 5 s for a statement) are for pages and not for this queue.
_PATIENCE = "SELECT set_config('lock_timeout', '20s', true), set_config('statement_timeout', '25s', true)"
# Whoever came first goes first: waiting for the row itself has no order, and under load somebody starves.
_QUEUE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_NEXT = """
    INSERT INTO documents_register (id, office_id, series, year, last_number) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (office_id, series, year) DO UPDATE SET last_number = documents_register.last_number + 1
    RETURNING id, last_number
"""


def allocate(office: Office, series: str, day: date) -> tuple[Register, int]:
    """The next number of the office's book of `day`'s year, as late as possible in the caller's transaction.

    The counter stays locked until the transaction ends: a rollback gives the number back, so there is no gap.
    Raises ValidationError when so many sign at this office that the turn doesn't come within 20 seconds.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number must be allocated inside the transaction that uses it.")
    try:
        with connection.cursor() as cursor:
            cursor.execute(_PATIENCE)
            cursor.execute(_QUEUE, [f"register {office.pk} {series} {day.year}"])
            cursor.execute(_NEXT, [uuid7(), office.pk, series, day.year])
            register_id, number = cursor.fetchone()
    except OperationalError as error:
        if not isinstance(error.__cause__, (LockNotAvailable, QueryCanceled)):
            raise
        raise ValidationError(_("Banyak surat sedang ditandatangani di kantor ini. Coba lagi sebentar.")) from error
    register = Register(id=register_id, office=office, series=series, year=day.year, last_number=number)
    register._state.adding = False
    return register, number


@transaction.atomic
def start_register(office: Office, series: str, year: int, *, next_number: int, by: User) -> Register:
    """Let a book go on after the last paper number (go-live in mid-year).

    Raises ValidationError when the number would lie at or below one that the portal gave already.
    """
    register, _created = Register.objects.select_for_update().get_or_create(office=office, series=series, year=year)
    if next_number < 1 or next_number <= register.last_number:
        raise ValidationError(
            {
                "next_number": _("Nomor berikutnya harus lebih besar dari %(last)d, nomor terakhir di buku ini.")
                % {"last": register.last_number}
            }
        )
    register.last_number = next_number - 1
    register.save(update_fields=["last_number"])
    audit.record("start_register", register, by=by, detail={"next_number": next_number}, office_id=office.pk)
    return register


@transaction.atomic
def cancel_entry(entry: RegisterEntry, *, reason: str, by: User) -> RegisterEntry:
    """Mark a number as cancelled (batal): it stays in the book with its reason and is never given again."""
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis alasan nomor ini dibatalkan.")})
    entry = RegisterEntry.objects.select_for_update().select_related("register").get(pk=entry.pk)
    entry.state = RegisterEntry.State.CANCELLED
    entry.reason = reason.strip()
    entry.save(update_fields=["state", "reason"])
    detail = {"number": entry.number}
    audit.record("cancel_number", entry, by=by, detail=detail, office_id=entry.register.office_id)
    return entry
