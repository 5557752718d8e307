"""What may be published of counts of children: no small cell, nor one that somebody could work out.

A cell is small when fewer than five children are in it or are left outside it: among six measured of whom five are
stunted, each is as good as named. Hidden cells together must again be no small cell, and at least two, or the total
minus what is shown would give them away.

Two months can be subtracted: where fewer than five children came, went or changed between them, the difference is a
small cell too, and the later month is hidden. That holds for a kelurahan that both months show, for the whole city, and
for the sums of what is hidden, which the total minus what is shown gives away. Children who move within the city are
taken as gone from one kelurahan and come to the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
# By kelurahan, each child measured in a month and whether it counts as stunted.
Children = Mapping[str, Mapping[Key, bool]]
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

    @property
    def hidden(self) -> set[str]:
        return {code for code, cell in self.shown.items() if cell is None}


def total_of(cells: Mapping[str, Cell]) -> Cell:
    return Cell(sum(cell.stunted for cell in cells.values()), sum(cell.measured for cell in cells.values()))


def changes(now: Mapping[Key, bool], earlier: Mapping[Key, bool]) -> int:
    """How many children came, went or changed; both have the children measured, and whether each was stunted."""
    return sum(1 for key in now.keys() | earlier.keys() if now.get(key) is not earlier.get(key))


def difference_tells(now: Mapping[Key, bool], earlier: Mapping[Key, bool]) -> bool:
    """Whether one month's figure minus another's would speak of one to four children.

    The same children in the same state tell nothing new.
    """
    return 0 < changes(now, earlier) < SMALLEST


@dataclass(frozen=True)
class Earlier(Generic[Key]):
    """A month that is out: its cells, None where hidden, and the children behind them."""

    cells: Mapping[str, object]
    children: Children[Key]

    @property
    def hidden(self) -> set[str]:
        return {code for code, cell in self.cells.items() if cell is None}


def sums_of_both(hidden: set[str], earlier: set[str]) -> list[set[str]]:
    """The smallest groups, beside what both months show, of which both give the sum away."""
    if hidden & earlier:
        return [hidden | earlier]
    return [group for group in (hidden, earlier) if group]


def group_tells(group: Iterable[str], now: Children[Key], earlier: Children[Key]) -> bool:
    """`difference_tells` for several kelurahan together."""
    return difference_tells(together(now, group), together(earlier, group))


def together(children: Children[Key], group: Iterable[str]) -> dict[Key, bool]:
    return {key: stunted for code in group for key, stunted in children.get(code, {}).items()}


def release_beside(cells: Mapping[str, Cell], now: Children[Key], published: Collection[Earlier[Key]]) -> Release:
    """`release` with all hidden that a difference to one of the months that are out would tell.

    `cells` are those of `now`. Whether the whole city's difference tells is for the caller to ask first: nothing that
    is hidden here would help.
    """
    telling = {
        code
        for month in published
        for code, cell in month.cells.items()
        if cell is not None and code in now and group_tells([code], now, month.children)
    }
    found = release(cells, telling)
    # Behind those where many changed first, or more would have to be hidden than is needed.
    moved = {
        code: min((changes(now.get(code, {}), m.children.get(code, {})) for m in published), default=0)
        for code in cells
    }
    while found.total and any(
        group_tells(group, now, month.children)
        for month in published
        for group in sums_of_both(found.hidden, month.hidden)
    ):
        shown = [code for code, cell in found.shown.items() if cell]
        if not shown:
            break
        telling.add(min(shown, key=lambda code: (moved[code] < SMALLEST, cells[code].stunted, code)))
        found = release(cells, telling)
    return found


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
