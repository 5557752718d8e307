"""The city's own register, taken over from a file: streamed, all or nothing, and twice is once.

Lines are read, checked and encrypted piece by piece in processes of their own, copied into a table that lasts as
long as the transaction, and merged set by set. Neither memory nor a log ever holds more of it than a few pieces.
"""

import io
import json
import multiprocessing
import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import services as audit
from core.base import uuid7
from core.population import crypto
from core.population.models import RegisterEntry, RegisterImport
from core.population.rules.rows import Layout, RowError, read_layout, read_row

AT_ONCE = 2_000
# Pieces that wait for a free process or for the database; more would only fill memory.
WAITING = 2
LONGEST_LINE = 16 * 1024
CONTEXT = RegisterEntry._meta.get_field("record").context
# PostgreSQL's binary COPY format: a header, the fields of each row with their lengths, a trailer.
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"
COPY_ROW = struct.Struct(">h ii i16s i64s i64s i")
LOCK = 5371_0001  # any number that no other advisory lock of the portal uses

STAGE = """
CREATE TEMPORARY TABLE staged_register
  (line int, id uuid, nik_index text, fingerprint text, record bytea) ON COMMIT DROP
"""
DOUBLES = """
CREATE TEMPORARY TABLE doubled_register ON COMMIT DROP AS
  SELECT s.line, d.first FROM staged_register s JOIN (
    SELECT nik_index, min(line) AS first, count(DISTINCT fingerprint) AS kinds
    FROM staged_register GROUP BY nik_index HAVING count(*) > 1
  ) d USING (nik_index) WHERE d.kinds > 1 OR s.line > d.first
"""
UPDATE = """
UPDATE population_registerentry e SET fingerprint = s.fingerprint, record = s.record
FROM staged_register s WHERE s.nik_index = e.nik_index AND s.fingerprint <> e.fingerprint
"""
INSERT = """
INSERT INTO population_registerentry (id, nik_index, fingerprint, record)
SELECT s.id, s.nik_index, s.fingerprint, s.record FROM staged_register s
WHERE NOT EXISTS (SELECT FROM population_registerentry e WHERE e.nik_index = s.nik_index) ORDER BY s.nik_index
"""
REMOVE = """
DELETE FROM population_registerentry e
WHERE NOT EXISTS (SELECT FROM staged_register s WHERE s.nik_index = e.nik_index)
"""


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its line in the file (the header is 1), the element or "", and why; no value of it."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True)
class FileOptions:
    """How the file is written and what the import may do.

    `remove_at_most`: people of the register who are not in the file are removed, unless they are more than this
    (then nothing changes at all) or a row was refused; None removes nobody. `processes` 1 stays in this process.
    """

    encoding: str = "utf-8"
    delimiter: str = ""
    dry_run: bool = False
    remove_at_most: int | None = None
    processes: int = 2


Refuse = Callable[[Iterable[Refusal]], None]
Piece = tuple[int, list[bytes]]
Prepared = tuple[bytes, list[Refusal]]


def import_register(source: IO[bytes], refuse: Callable[[Refusal], object], options: FileOptions) -> RegisterImport:
    """Take over a file; `refuse` gets each refused row as it is found. In a dry run the answer is not saved.

    Raises ValidationError, with nothing changed, for a header that can't be read, when another import is under way,
    and when more people than allowed would be removed.
    """
    layout = read_layout(source.readline(LONGEST_LINE), options.encoding, options.delimiter)
    refused = 0

    def count_and_refuse(refusals: Iterable[Refusal]) -> None:
        nonlocal refused
        for refusal in refusals:
            refused += 1
            refuse(refusal)

    with transaction.atomic():
        _stage(source, layout, options.processes, count_and_refuse)
        _refuse_doubles(count_and_refuse)
        result = _merge(refused, options)
        if options.dry_run:
            transaction.set_rollback(True)
        else:
            result.save(force_insert=True)
            audit.record("import_register", result, by=None, detail=_counts(result))
    return result


def prepare(piece: Piece, layout: Layout, today: date) -> Prepared:
    """The rows of a piece as PostgreSQL's COPY takes them, and the refusals."""
    first, lines = piece
    rows, refusals = [], []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            if len(line) >= LONGEST_LINE:
                raise RowError("", _("Baris terlalu panjang."))
            rows.append(_copy_row(number, read_row(line, layout, today)))
        except RowError as error:
            refusals.append(Refusal(number, error.field, error.reason))
    return b"".join(rows), refusals


def _copy_row(number: int, record: dict[str, str]) -> bytes:
    data = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    cipher = crypto.encrypt(data, CONTEXT)
    index, fingerprint = crypto.blind_index(record["nik"]).encode(), crypto.fingerprint(data).encode()
    return COPY_ROW.pack(5, 4, number, 16, uuid7().bytes, 64, index, 64, fingerprint, len(cipher)) + cipher


def _stage(source: IO[bytes], layout: Layout, processes: int, refuse: Refuse) -> None:
    """Copy the good rows of the file into the table that lasts for this transaction."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        # The file decides how long this takes.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ValidationError(_("Impor lain sedang berjalan. Tunggu sampai selesai, lalu ulangi."))
        cursor.execute(STAGE)
        rows = _rows(_prepared(_pieces(source), layout, today, processes), refuse)
        cursor.copy_expert("COPY staged_register FROM STDIN (FORMAT binary)", _Stream(rows), 2**18)
        cursor.execute("CREATE INDEX ON staged_register (nik_index)")
        cursor.execute("ANALYZE staged_register")


def _rows(prepared: Iterator[Prepared], refuse: Refuse) -> Iterator[bytes]:
    """All that PostgreSQL reads, in pieces; refusals are handed on as they come by."""
    yield COPY_HEAD
    for rows, refusals in prepared:
        refuse(refusals)
        yield rows
    yield COPY_TAIL


class _Stream:
    """Pieces of bytes as the file that the database driver reads from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._current = io.BytesIO()

    def read(self, size: int) -> bytes:
        while not (data := self._current.read(size)):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._current = io.BytesIO(piece)
        return data


def _pieces(source: IO[bytes]) -> Iterator[Piece]:
    """The lines after the header, some at a time, with the number of the first."""
    number = 2
    lines = _lines(source)
    while piece := list(islice(lines, AT_ONCE)):
        yield number, piece
        number += len(piece)


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    """Line by line; of one that has no end only the beginning, which is refused."""
    while line := source.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE)


def _prepared(pieces: Iterator[Piece], layout: Layout, today: date, processes: int) -> Iterator[Prepared]:
    """The pieces in their order, worked in `processes` processes with a bounded number of them under way."""
    if processes <= 1:
        yield from (prepare(piece, layout, today) for piece in pieces)
        return
    # Forked: they have the settings, need no connection, and end without touching the parent's.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        under_way: deque[Future[Prepared]] = deque()
        for piece in pieces:
            under_way.append(pool.submit(prepare, piece, layout, today))
            if len(under_way) > processes + WAITING:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _refuse_doubles(refuse: Refuse) -> None:
    """A NIK that stands in the file twice: the same row counts once, different rows are all refused."""
    with connection.cursor() as cursor:
        cursor.execute(DOUBLES)
        # From the server some at a time: a file may repeat all of itself.
        with connection.chunked_cursor() as doubles:
            doubles.execute("SELECT line, first FROM doubled_register ORDER BY line")
            refuse(_double(line, first) for line, first in doubles)
        cursor.execute("DELETE FROM staged_register s USING doubled_register d WHERE d.line = s.line")


def _double(line: int, first: int) -> Refusal:
    if line == first:
        return Refusal(line, "nik", _("NIK ini ada lebih dari sekali di dalam berkas, dengan isi yang berbeda."))
    return Refusal(line, "nik", _("NIK ini sudah ada pada baris %s.") % first)


def _merge(refused: int, options: FileOptions) -> RegisterImport:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staged_register")
        (good,) = cursor.fetchone()
        cursor.execute(UPDATE)
        updated = cursor.rowcount
        cursor.execute(INSERT)
        inserted = cursor.rowcount
        removed = _remove(cursor, options.remove_at_most) if not refused else 0
        # Gone at the commit anyhow; now, for whoever imports twice in one transaction.
        cursor.execute("DROP TABLE staged_register, doubled_register")
    return RegisterImport(
        inserted=inserted, updated=updated, unchanged=good - inserted - updated, refused=refused, removed=removed
    )


def _remove(cursor: Any, at_most: int | None) -> int:
    if at_most is None:
        return 0
    cursor.execute(REMOVE)
    removed: int = cursor.rowcount
    if removed > at_most:
        raise ValidationError(
            _(
                "%(n)s orang di register tidak ada di berkas ini, lebih dari %(m)s yang diizinkan. Tidak ada yang "
                "diubah. Periksa apakah berkasnya lengkap."
            )
            % {"n": removed, "m": at_most}
        )
    return removed


def _counts(result: RegisterImport) -> dict[str, int]:
    return {name: getattr(result, name) for name in ("inserted", "updated", "unchanged", "refused", "removed")}
