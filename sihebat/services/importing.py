"""Files of fills: streamed, in pieces, each row once however often the file is sent."""

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import IO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.services import record
from sihebat.models import Fill, ImportBatch, Product, Vehicle
from sihebat.rules.sheet import COLUMNS, RowError, SheetRow, parse_row, safe_cell
from sihebat.services.flagging import refresh_flags
from sihebat.services.reading import Numbered, rows_of

AT_ONCE = 2_000
MOST_ERRORS = 2_000
PRODUCTS = {label.lower(): value for value, label in Product.choices}
Good = list[tuple[int, dict[str, str], SheetRow]]


def import_fills(  # noqa: PLR0913 - a keyword for each thing that a sender says
    stream: IO[bytes],
    *,
    filename: str,
    provider: str,
    by: User | None,
    offices: set[UUID] | None,
    dry_run: bool = False,
) -> ImportBatch:
    """Take the fills of a file that are not there yet; with `dry_run` only count them.

    `offices` are those whose vehicles the sender may fill (None: all). A row is known by provider and transaction
    number. Refused rows stand in the batch's `errors`, all others are written, together or not at all.
    """
    name = provider.strip().lower()
    if not name or ":" in name:
        raise ValidationError({"provider": _("Tulis nama penyedia, misalnya mypertamina.")})
    batch = ImportBatch(provider=name, filename=filename[-120:], sha256=_digest(stream), dry_run=dry_run, created_by=by)
    work = _Import(batch, offices)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '60s'")
        batch.save(force_insert=True)
        with closing(rows_of(stream)) as rows:
            while piece := list(islice(rows, AT_ONCE)):
                work.take(piece)
        work.set_flags()
        batch.errors.sort(key=lambda row: int(row["line"]))
        batch.save()
        record("sihebat.import", batch, by=by, detail={"added": batch.added, "refused": batch.refused})
    return batch


def error_rows(batch: ImportBatch) -> bytes:
    """The refused rows as CSV with their reasons: mend it and send it again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, "baris", "alasan"])
    for row in batch.errors:
        cells = [safe_cell(row["values"].get(name, "")) for name in COLUMNS]
        writer.writerow([*cells, row["line"], "; ".join(row["reasons"])])
    return out.getvalue().encode("utf-8-sig")


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type] # uploads read like files
    stream.seek(0)
    return digest


class _Import:
    """One file under way."""

    def __init__(self, batch: ImportBatch, offices: set[UUID] | None) -> None:
        self.batch = batch
        self.offices = offices
        self.since: dict[UUID, datetime] = {}
        self.seen: set[str] = set()

    def take(self, piece: list[Numbered]) -> None:
        good = list(self._parsed(piece))
        vehicles = {
            vehicle.plate: vehicle for vehicle in Vehicle.objects.filter(plate__in={row.plate for _l, _v, row in good})
        }
        known = set(
            Fill.objects.filter(provider=self.batch.provider, number__in=[row.number for _l, _v, row in good])
            .filter(revision=0)
            .values_list("number", flat=True)
        )
        fills = []
        for line, values, row in good:
            vehicle = vehicles.get(row.plate)
            if vehicle is None or (self.offices is not None and vehicle.office_id not in self.offices):
                self._refuse(line, values, [_("plat tidak terdaftar di kantor Anda: %s") % row.plate])
            elif row.number in known or row.number in self.seen:
                self.batch.known += 1
            else:
                self.seen.add(row.number)
                fills.append(self._fill(row, vehicle))
        self._write(fills)

    def _parsed(self, piece: list[Numbered]) -> Iterator[tuple[int, dict[str, str], SheetRow]]:
        latest = timezone.now()
        for line, values in piece:
            try:
                row = parse_row(values, PRODUCTS)
                if row.filled_at > latest:
                    raise RowError([_("waktu belum tiba: %s") % values["waktu"]])
            except RowError as error:
                self._refuse(line, values, error.reasons)
            else:
                yield line, values, row

    def _refuse(self, line: int, values: dict[str, str], reasons: list[str]) -> None:
        self.batch.refused += 1
        if len(self.batch.errors) < MOST_ERRORS:
            self.batch.errors.append({"line": line, "values": values, "reasons": reasons})

    def _fill(self, row: SheetRow, vehicle: Vehicle) -> Fill:
        self.since[vehicle.pk] = min(row.filled_at, self.since.get(vehicle.pk, row.filled_at))
        return Fill(
            vehicle=vehicle,
            office_id=vehicle.office_id,
            filled_at=row.filled_at,
            product=row.product,
            litres=row.litres,
            price=row.price,
            total=row.total,
            odometer=row.odometer,
            station=row.station,
            provider=self.batch.provider,
            number=row.number,
            method=Fill.Method.FILE,
            batch=self.batch,
            created_by=self.batch.created_by,
        )

    def _write(self, fills: list[Fill]) -> None:
        """Somebody who sends the same file at the same moment loses nothing: a row that is there is left out."""
        self.batch.added += len(fills)
        if not self.batch.dry_run:
            Fill.objects.bulk_create(fills, ignore_conflicts=True, batch_size=AT_ONCE)

    def set_flags(self) -> None:
        if self.batch.dry_run or not self.since:
            return
        written = Fill.objects.filter(batch=self.batch).count()
        self.batch.known += self.batch.added - written
        self.batch.added = written
        refresh_flags(self.since, min(self.since.values()))
