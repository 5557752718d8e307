"""The chain of the trail: what each link must be, and where it first is not. No database."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class ChainRow:
    """A link with its entry's canonical text; `text` is None when the entry is gone."""

    seq: int
    entry_id: str
    previous_hash: str
    hash: str
    text: str | None


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    entry_id: str
    reason: str


def link_hash(previous_hash: str, seq: int, text: str) -> str:
    """What the database's function audit_chain() writes, computed without the database."""
    return hashlib.sha256(f"{previous_hash}\n{seq}\n{text}".encode()).hexdigest()


def first_break(rows: Iterable[ChainRow], anchors: Mapping[int, str]) -> tuple[int, Break | None]:
    """How many links hold from the start (in order of `seq`), and the first break.

    `anchors` are hashes by place that were written down outside the database: without one, a cut tail
    or a chain that was recomputed as a whole can't be seen.
    """
    seq, previous = 0, FIRST_HASH
    for row in _checked(rows, anchors):
        if isinstance(row, Break):
            return seq, row
        seq, previous = row.seq, row.hash
    missing = [place for place in anchors if place > seq]
    if missing:
        reason = (
            f"ekor rantai terpotong: jangkar menyebut tautan {max(missing)}, yang terakhir ada {seq} ({previous[:12]})"
        )
        return seq, Break(seq + 1, "", reason)
    return seq, None


def _checked(rows: Iterable[ChainRow], anchors: Mapping[int, str]) -> Iterator[ChainRow | Break]:
    """The rows as long as they hold, then the break."""
    previous = FIRST_HASH
    for seq, row in enumerate(rows, start=1):
        reason = ""
        if row.seq != seq:
            reason = f"tautan {seq} hilang"
        elif row.text is None:
            reason = "catatannya dihapus"
        elif row.previous_hash != previous:
            reason = "tidak menyambung dengan tautan sebelumnya"
        elif row.hash != link_hash(previous, seq, row.text):
            reason = "isi catatan atau tautannya diubah"
        elif anchors.get(seq, row.hash) != row.hash:
            reason = "tidak sama dengan jangkar: rantai ditulis ulang"
        if reason:
            yield Break(seq, row.entry_id, reason)
            return
        previous = row.hash
        yield row


def read_anchors(text: str) -> dict[int, str]:
    """Hashes by place from an anchor file: a line is `place hash time`. Raises ValueError that names the line."""
    anchors = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = line.split()
        if len(parts) < 2 or not parts[0].isdigit() or len(parts[1]) != 64:
            raise ValueError(f"baris {number} bukan jangkar")
        anchors[int(parts[0])] = parts[1]
    return anchors
