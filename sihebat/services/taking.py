"""Taking the rows of a file of fills, some thousands in a transaction."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs.registry import Cancelled
from core.wording import long_date
from sihebat.models import Fill, ImportBatch, Product, Vehicle
from sihebat.queries.fleet import history_of
from sihebat.rules.sheet import RowError, SheetRow, parse_row
from sihebat.services.flagging import refresh_in_pieces
from sihebat.services.reading import Numbered

MOST_ERRORS = 2_000
PRODUCTS = {label.lower(): value for value, label in Product.choices}
COUNTED = ("lines_done", "added", "known", "refused", "errors")
Readable = tuple[int, dict[str, str], SheetRow]


class Taker:
    """One file under way. `offices` are those whose fills the sender may enter (None: all)."""

    def __init__(self, batch: ImportBatch, offices: set[UUID] | None) -> None:
        self.batch = batch
        self.offices = offices
        # A trial writes nothing, so it must remember by itself what stood in the file before.
        self.seen: set[str] = set()

    def take(self, piece: list[Numbered]) -> None:
        """Write the fills of these rows that are not there yet, and the batch's counts, or nothing.

        Raises Cancelled when another attempt went further meanwhile.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '60s'")
            locked = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
            if locked.lines_done != self.batch.lines_done:
                raise Cancelled
            fills = self._new_fills(list(self._readable(piece)))
            self.batch.added += len(fills) if self.batch.dry_run else self._write(fills)
            self.batch.lines_done = piece[-1][0]
            self.batch.save(update_fields=COUNTED)

    def _readable(self, piece: list[Numbered]) -> Iterator[Readable]:
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

    def _new_fills(self, rows: list[Readable]) -> list[Fill]:
        vehicles = {v.plate: v for v in Vehicle.objects.filter(plate__in={row.plate for _line, _values, row in rows})}
        numbers = [row.number for _line, _values, row in rows]
        written = Fill.objects.filter(provider=self.batch.provider, number__in=numbers, revision=0)
        self.seen.update(written.values_list("number", flat=True))
        fills = []
        history = history_of(vehicles.values())
        for line, values, row in rows:
            vehicle = vehicles.get(row.plate)
            office_id = vehicle and history.office_on(vehicle, timezone.localdate(row.filled_at))
            if vehicle is None or office_id is None or (self.offices is not None and office_id not in self.offices):
                self._refuse(line, values, [self._unknown(row.plate, vehicle)])
            elif vehicle.retired_on and timezone.localdate(row.filled_at) > vehicle.retired_on:
                since = long_date(vehicle.retired_on)
                self._refuse(line, values, [_("kendaraan tidak dipakai lagi sejak %s") % since])
            elif row.number in self.seen:
                self.batch.known += 1
            else:
                self.seen.add(row.number)
                fills.append(self._fill(row, vehicle, office_id))
        return fills

    def _refuse(self, line: int, values: dict[str, str], reasons: list[str]) -> None:
        self.batch.refused += 1
        if len(self.batch.errors) < MOST_ERRORS:
            self.batch.errors.append({"line": line, "values": values, "reasons": reasons})

    def _unknown(self, plate: str, vehicle: Vehicle | None) -> str:
        if self.offices is None:
            return _("plat tidak terdaftar: %s") % plate
        if vehicle and vehicle.office_id in self.offices:
            return _("pada hari itu kendaraan ini milik kantor lain: %s") % plate
        return _("plat tidak terdaftar di kantor Anda: %s") % plate

    def _fill(self, row: SheetRow, vehicle: Vehicle, office_id: UUID) -> Fill:
        return Fill(
            vehicle=vehicle,
            office_id=office_id,
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

    def _write(self, fills: list[Fill]) -> int:
        """How many were written: one that somebody else sent at the same moment is known, not new."""
        # In one order everywhere, so that two files with the same numbers don't wait for each other in a circle.
        Fill.objects.bulk_create(sorted(fills, key=lambda fill: fill.number), ignore_conflicts=True)
        added = Fill.objects.filter(pk__in=[fill.pk for fill in fills]).count()
        self.batch.known += len(fills) - added
        return added


def flag_fills(batch: ImportBatch) -> Iterator[tuple[int, int]]:
    """Flag what the file brought; tells from time to time how many vehicles of how many are done. May be done again.

    After the last piece and not with each: a file in no order would have every piece measure all fills anew, while
    the roll-up's rows are locked.
    """
    touched = Fill.objects.filter(batch=batch).values_list("vehicle").annotate(Min("filled_at")).order_by()
    since: dict[UUID, datetime] = dict(touched)
    yield 0, len(since)
    for done, _changed in refresh_in_pieces(since):
        yield done, len(since)
