"""Files of fills: kept, then taken piece by piece by a job; each row once however often the file is sent."""

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import dropwhile, islice
from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.files import services as files
from core.http import safe_cell
from core.jobs import services as jobs
from core.jobs.models import Job
from core.jobs.registry import Cancelled, JobRun
from core.jobs.rules import UNFINISHED
from core.regions.models import Office
from sihebat.models import ImportBatch
from sihebat.rules.sheet import COLUMNS
from sihebat.services.reading import Numbered, check_heading, row_count, rows_of
from sihebat.services.taking import Taker, flag_fills

JOB = "sihebat.import_fills"
SENDERS = (Role.BKAD_OFFICER, Role.FUEL_CLERK)
AT_ONCE = 2_000
MOST_BYTES = 5 * 2**20
FORGOTTEN_AFTER = timedelta(days=7)
WAITING = Q(finished_at=None, job__state__in=UNFINISHED)


def ask_import(upload: IO[bytes], *, filename: str, provider: str, dry_run: bool, by: User) -> ImportBatch:
    """Keep a file and have a job take its fills. Raises ValidationError at the field that is wrong."""
    if not by.has_role(*SENDERS):
        raise PermissionDenied
    name = _provider(provider)
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError({"file": _("Berkas lebih dari 5 MB. Bagi menjadi beberapa berkas.")})
    check_heading(io.BytesIO(data))
    if ImportBatch.objects.filter(WAITING, created_by=by).exists():
        raise ValidationError({"file": _("Kiriman Anda sebelumnya masih dikerjakan. Tunggu selesai, atau batalkan.")})
    with transaction.atomic():
        batch = _new(data, filename, name, dry_run=dry_run, by=by)
        batch.file = files.store_rows(data, purpose="sihebat.import", by=by)
        batch.job = _enqueue(batch)
        batch.save(force_insert=True)
        record("sihebat.ask_import", batch, by=by, detail={"dry_run": dry_run})
    return batch


def run_import(batch_id: UUID, run: JobRun) -> None:
    """Take what is left of a file. Safe to run again after any crash: it goes on behind the last finished piece."""
    batch = ImportBatch.objects.select_related("file", "created_by").get(pk=batch_id)
    if batch.finished_at is None and batch.file is not None and batch.created_by is not None:
        if batch.dry_run:
            _start_over(batch)
        data = files.read(batch.file)
        total = row_count(io.BytesIO(data))
        for line in _take(batch, io.BytesIO(data), _offices_of(batch.created_by)):
            run.progress(line, max(total, line))
            if run.cancelled():
                _flag(batch)
                raise Cancelled
        _flag(batch, run)
    with transaction.atomic():
        _finish(batch)
        run.finish(_counts(batch))


def import_now(
    stream: IO[bytes], *, filename: str, provider: str, office: Office, dry_run: bool = False
) -> ImportBatch:
    """The same at once, for a server's command: the fills of one office's vehicles."""
    batch = _new(stream, filename, _provider(provider), dry_run=dry_run, by=None)
    batch.save(force_insert=True)
    for _line in _take(batch, stream, {office.pk}):
        pass
    _flag(batch)
    with transaction.atomic():
        _finish(batch)
    return batch


def cancel_import(batch: ImportBatch, *, by: User) -> None:
    """Stop a file under way; what is taken by then stays."""
    _check_owner(batch, by)
    if batch.finished_at is not None or batch.job is None:
        raise ValidationError(_("Berkas ini sudah selesai dikerjakan."))
    with transaction.atomic():
        jobs.cancel(batch.job)
        record("sihebat.cancel_import", batch, by=by)


def continue_import(batch: ImportBatch, *, by: User) -> None:
    """Go on with a file whose job was called off or has failed."""
    _check_owner(batch, by)
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        if locked.finished_at is not None or (locked.job and locked.job.state in UNFINISHED):
            raise ValidationError(_("Berkas ini sudah selesai atau sedang dikerjakan."))
        locked.job = _enqueue(locked)
        locked.save(update_fields=["job"])
        record("sihebat.continue_import", locked, by=by)


def forget_unfinished(today: date) -> int:
    """Delete the files of batches that nobody went on with for a week; how many."""
    old = ImportBatch.objects.filter(finished_at=None, created_at__date__lt=today - FORGOTTEN_AFTER)
    left = list(old.exclude(WAITING).select_related("file"))
    for batch in left:
        _flag(batch)
        batch.problem = _("Tidak dilanjutkan selama seminggu; berkasnya dihapus.")
        with transaction.atomic():
            _finish(batch)
    return len(left)


def error_rows(batch: ImportBatch) -> bytes:
    """The refused rows as CSV with their reasons: mend it and send it again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, "baris", "alasan"])
    for row in batch.errors:
        cells = [safe_cell(row["values"].get(name, "")) for name in COLUMNS]
        writer.writerow([*cells, row["line"], "; ".join(row["reasons"])])
    return out.getvalue().encode("utf-8-sig")


def _new(content: bytes | IO[bytes], filename: str, provider: str, *, dry_run: bool, by: User | None) -> ImportBatch:
    if isinstance(content, bytes):
        digest = hashlib.sha256(content).hexdigest()
    else:
        digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type] # any seekable file
        content.seek(0)
    return ImportBatch(provider=provider, filename=filename[-120:], sha256=digest, dry_run=dry_run, created_by=by)


def _provider(text: str) -> str:
    """In small letters; a colon is for the portal's own providers (fills entered by form)."""
    name = text.strip().lower()
    if not name or ":" in name:
        raise ValidationError({"provider": _("Tulis nama penyedia, misalnya mypertamina.")})
    return name


def _offices_of(sender: User) -> set[UUID] | None:
    """Whose vehicles this person may fill today; None: all."""
    return None if sender.has_role(Role.BKAD_OFFICER) else set(sender.offices_with(Role.FUEL_CLERK))


def _take(batch: ImportBatch, stream: IO[bytes], offices: set[UUID] | None) -> Iterator[int]:
    """Take the file from where it was left, telling after each piece how far it is.

    What makes the file unreadable ends it with `problem`; the pieces before are taken.
    """
    taker = Taker(batch, offices)
    try:
        for piece in _pieces(stream, batch.lines_done):
            taker.take(piece)
            yield batch.lines_done
    except ValidationError as error:
        batch.problem = " ".join(error.messages)[:300]


def _flag(batch: ImportBatch, run: JobRun | None = None) -> None:
    """Flag what the file brought, its vehicles counted behind its lines."""
    for done, vehicles in flag_fills(batch):
        if run is not None:
            run.progress(batch.lines_done + done, batch.lines_done + vehicles)


def _pieces(stream: IO[bytes], after: int) -> Iterator[list[Numbered]]:
    with closing(rows_of(stream)) as rows:
        fresh = dropwhile(lambda row: row[0] <= after, rows)
        while piece := list(islice(fresh, AT_ONCE)):
            yield piece


def _start_over(batch: ImportBatch) -> None:
    """A trial remembers nothing of an attempt that died."""
    batch.lines_done = batch.added = batch.known = batch.refused = 0
    batch.errors = []
    batch.save()


def _finish(batch: ImportBatch) -> None:
    """Note the end, once, and let go of the file."""
    if batch.finished_at is not None:
        return
    kept, batch.file = batch.file, None
    batch.finished_at = timezone.now()
    batch.errors.sort(key=lambda row: int(row["line"]))
    if not batch.lines_done and not batch.problem:
        batch.problem = _("Berkas tidak memuat baris pengisian.")
    batch.save()
    if kept is not None:
        files.delete(kept)
    record("sihebat.import", batch, by=batch.created_by, detail=_counts(batch))


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {"added": batch.added, "known": batch.known, "refused": batch.refused}


def _check_owner(batch: ImportBatch, by: User) -> None:
    if batch.created_by_id != by.pk and not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied


def _enqueue(batch: ImportBatch) -> Job:
    return jobs.enqueue(JOB, {"batch": batch.pk}, key=str(batch.pk))
