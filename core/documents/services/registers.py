"""Numbers: gapless under concurrency and rollback, because the counter is a row of the signing transaction."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import LockNotAvailable, QueryCanceled

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.base import uuid7
from core.documents import rules
from core.documents.models import Document, Register, RegisterEntry
from core.regions.models import Office

# Who writes into an office's book by hand, and who says with which number it begins.
HEADS = (Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD)
KEEPERS = (Role.OPERATOR, Role.SEKRETARIS, *HEADS)

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
    """Let a book go on after the last paper number (go-live in mid-year); a mistyped start can be mended.

    Raises ValidationError when the number would lie at or below one that stands in the book already, and
    PermissionDenied for who neither heads the office nor administers the city.
    """
    if not (by.has_role(Role.ADMINISTRATOR) or by.has_role(*HEADS, office_id=office.pk)):
        raise PermissionDenied
    register, _created = Register.objects.select_for_update().get_or_create(office=office, series=series, year=year)
    given = register.entries.aggregate(last=Max("number"))["last"] or 0
    if next_number <= given:
        raise ValidationError(
            {
                "next_number": _("Nomor berikutnya harus lebih besar dari %(last)d, nomor terakhir di buku ini.")
                % {"last": given}
            }
        )
    register.last_number = next_number - 1
    register.save(update_fields=["last_number"])
    audit.record("start_register", register, by=by, detail={"next_number": next_number}, office_id=office.pk)
    return register


@dataclass(frozen=True, repr=False)
class PaperLetter:
    """A letter written outside the portal. `number` only for one that got its number before the portal began."""

    dated: date
    kind_name: str
    classification: str
    subject_name: str
    signer_title: str
    number: int | None = None


@transaction.atomic
def enter_paper_letter(office: Office, series: str, letter: PaperLetter, *, by: User) -> RegisterEntry:
    """Write a paper letter into the book: under the next number, or under a free one from before the portal.

    The book of the letter's year is opened when it is the year's first. Raises ValidationError by field.
    """
    _check_keeper(office, by)
    if letter.dated > timezone.localdate():
        raise ValidationError({"dated": _("Tanggal ini belum tiba. Tulis tanggal yang ada di surat.")})
    if letter.number is None:
        register, number = allocate(office, series, letter.dated)
    else:
        register, number = _free_number(office, series, letter.dated.year, letter.number)
    number_text = rules.format_number(
        rules.PAPER_PATTERNS[office.kind],
        number=number,
        abbreviation=office.abbreviation,
        classification=letter.classification,
        day=letter.dated,
    )
    entry = RegisterEntry.objects.create(
        register=register,
        number=number,
        number_text=number_text,
        dated=letter.dated,
        kind_name=letter.kind_name,
        subject_name=letter.subject_name,
        signer_title=letter.signer_title,
        on_paper=True,
    )
    audit.record("enter_paper_letter", entry, by=by, detail={"number": number}, office_id=office.pk)
    return entry


@transaction.atomic
def cancel_entry(entry: RegisterEntry, *, reason: str, by: User | None) -> RegisterEntry:
    """Mark a number as cancelled (batal): it stays in the book with its reason and is never given again.

    For good, and not for a letter in force: that one is revoked. `by` None is the portal itself, which gives up
    letters that not everybody has signed (services/reserving.py).
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis alasan nomor ini dibatalkan.")})
    entry = RegisterEntry.objects.select_for_update(of=("self",)).select_related("register__office").get(pk=entry.pk)
    if by is not None:
        _check_keeper(entry.register.office, by)
    if entry.state == RegisterEntry.State.CANCELLED:
        raise ValidationError(_("Nomor ini sudah dibatalkan dan tidak dapat dipakai lagi."))
    letter = Document.objects.filter(entry=entry).values_list("state", flat=True).first()
    if letter == Document.State.VALID:
        raise ValidationError(_("Surat dengan nomor ini sudah terbit dan berlaku. Cabut suratnya, bukan nomornya."))
    if letter == Document.State.PENDING and by is not None:
        raise ValidationError(_("Surat dengan nomor ini sedang ditandatangani. Batalkan dari permohonannya."))
    entry.state = RegisterEntry.State.CANCELLED
    entry.reason = reason.strip()
    entry.save(update_fields=["state", "reason"])
    detail = {"number": entry.number}
    audit.record("cancel_number", entry, by=by, detail=detail, office_id=entry.register.office_id)
    return entry


def _check_keeper(office: Office, by: User) -> None:
    if not by.has_role(*KEEPERS, office_id=office.pk):
        raise PermissionDenied


def _free_number(office: Office, series: str, year: int, number: int) -> tuple[Register, int]:
    """A number below the next one that no line bears: the start of the book skipped it."""
    register = Register.objects.select_for_update().filter(office=office, series=series, year=year).first()
    following = register.last_number + 1 if register else 1
    if register is None or number >= following:
        raise ValidationError(
            {
                "number": _("Nomor ini belum dipakai. Kosongkan, dan surat mendapat nomor berikutnya: %(next)d.")
                % {"next": following}
            }
        )
    if register.entries.filter(number=number).exists():
        raise ValidationError({"number": _("Nomor %d sudah ada di buku ini.") % number})
    return register, number
