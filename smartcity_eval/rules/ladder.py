"""The ladder of Smart Governance programmes: how many there are, and how many of them run."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smartcity_eval.rules.instrument import InstrumentError
from smartcity_eval.rules.scoring import InputError, rounded

STATED = "pernyataan kota 2023"


@dataclass(frozen=True)
class Condition:
    """At least so many programmes, of which more than so many percent run (None: any share)."""

    programmes_from: int
    percent_over: int | None

    def holds(self, total: int, running: int) -> bool:
        # In whole numbers: 51% of 3 programmes is no number of programmes, and nothing may round here.
        return total >= self.programmes_from and (
            self.percent_over is None or running * 100 > self.percent_over * total
        )


@dataclass(frozen=True)
class Rung:
    level: int
    text: str
    source: str
    conditions: tuple[Condition, ...]

    @property
    def is_reconstructed(self) -> bool:
        return self.source != STATED


@dataclass(frozen=True)
class Ladder:
    name: str
    caution: str
    rungs: tuple[Rung, ...]

    def rung(self, total: int, running: int) -> Rung:
        """The highest rung that holds. Raises InputError for counts that can't be."""
        if total < 0 or running < 0:
            raise InputError("jumlah program tidak boleh di bawah 0")
        if running > total:
            raise InputError(f"yang berjalan ({running}) lebih banyak daripada semua program ({total})")
        return next(r for r in self.rungs if any(c.holds(total, running) for c in r.conditions))


def percent_running(total: int, running: int) -> Decimal:
    """Two decimals, half up; 0 without programmes."""
    return rounded(Fraction(running * 100, total)) if total else Decimal("0.00")


def ladder_from(data: Any, place: str) -> Ladder:
    """The checked ladder in `data`; raises InstrumentError that begins with `place`."""
    try:
        rungs = tuple(
            Rung(
                row["level"],
                row["text"],
                row["source"],
                tuple(Condition(c["programmes_from"], c["percent_over"]) for c in row["when"]),
            )
            for row in data["levels"]
        )
        ladder = Ladder(data["name"], data["caution"], rungs)
    except (KeyError, TypeError) as error:
        raise InstrumentError(f"{place}: bentuknya salah ({error})") from None
    levels = [rung.level for rung in rungs]
    if not levels or levels != sorted(set(levels), reverse=True):
        raise InstrumentError(f"{place}: urutkan dari tingkat tertinggi")
    if not any(c == Condition(0, None) for c in rungs[-1].conditions):
        raise InstrumentError(f"{place}: tingkat terendah harus berlaku untuk semua")
    return ladder
