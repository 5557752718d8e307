"""What may be published of counts of children: no small cell, nor one that somebody could work out.

A cell is small when fewer than five children are in it or are left outside it: among six measured of whom five are
stunted, each is as good as named. Hidden cells together must again be no small cell, and at least two, or the total
minus what is shown would give them away.

Two months of one kelurahan can be subtracted: where fewer than five children came, went or changed between them, the
difference is a small cell too, and the later month is hidden.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key")
SMALLEST = 5
UNKNOWABLE = 2  # hidden cells at least


@dataclass(frozen=True)
class Cell:
    """Children who are stunted, among those measured."""

    stunted: int
    measured: int

    @property
    def percent(self) -> float:
        return self.stunted * 100 / self.measured if self.measured else 0.0

    @property
    def is_small(self) -> bool:
        return self.stunted < SMALLEST or self.measured - self.stunted < SMALLEST


@dataclass(frozen=True)
class Release:
    """`shown` by kelurahan, None where the cell is hidden; `total` None when even the whole is small."""

    shown: dict[str, Cell | None]
    total: Cell | None


def total_of(cells: Mapping[str, Cell]) -> Cell:
    return Cell(sum(cell.stunted for cell in cells.values()), sum(cell.measured for cell in cells.values()))


def difference_tells(now: Mapping[Key, bool], earlier: Mapping[Key, bool]) -> bool:
    """Whether one month's figure minus another's would speak of one to four children.

    Both have the children measured, and whether each was stunted. The same children in the same state tell nothing new.
    """
    changed = sum(1 for key in now.keys() | earlier.keys() if now.get(key) is not earlier.get(key))
    return 0 < changed < SMALLEST


def release(cells: Mapping[str, Cell], telling: Collection[str] = ()) -> Release:
    """Hide what is small or `telling`, then the smallest of the rest until the hidden can't be told from the total.

    `telling`: kelurahan where the difference to a month that is public speaks of few children. A kelurahan where
    nobody was measured has no cell: give none.
    """
    everything = total_of(cells)
    if everything.is_small:
        return Release(dict.fromkeys(cells), None)
    hidden = {code: cell for code, cell in cells.items() if cell.is_small or code in telling}
    rest = sorted((code for code in cells if code not in hidden), key=lambda code: (cells[code].stunted, code))
    while hidden and rest and _can_be_told(hidden):
        code = rest.pop(0)
        hidden[code] = cells[code]
    if hidden and _can_be_told(hidden):
        # Nothing is left to hide behind: the whole alone, which is not small.
        return Release(dict.fromkeys(cells), everything)
    return Release({code: None if code in hidden else cell for code, cell in cells.items()}, everything)


def _can_be_told(hidden: Mapping[str, Cell]) -> bool:
    together = total_of(hidden)
    # If all are as large as a small cell can be, the sum gives each of them.
    full = all(cell.stunted < SMALLEST for cell in hidden.values()) and (
        together.stunted == (SMALLEST - 1) * len(hidden)
    )
    return len(hidden) < UNKNOWABLE or together.is_small or full
