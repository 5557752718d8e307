"""What the index would be, and which next steps raise it most."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from smartcity_eval.rules.instrument import HIGHEST, Indicator, InstrumentSpec
from smartcity_eval.rules.scoring import rounded


@dataclass(frozen=True)
class Step:
    """Raising one indicator from `level` to the whole level `to` adds `gain` to the index."""

    indicator: Indicator
    level: Decimal
    to: int
    gain: Fraction

    @property
    def shown_gain(self) -> Decimal:
        """To four decimals: the smallest step is 0.013."""
        return rounded(self.gain, 4)


def best_steps(spec: InstrumentSpec, levels: Mapping[int, Decimal], most: int = 5) -> list[Step]:
    """The next step of each indicator, those that gain most first; equal ones by number.

    Another body's index is left out: the city can't raise it by evidence of its own.
    """
    steps = [_next(indicator, levels[indicator.no]) for indicator in spec.indicators if not indicator.external]
    possible = [step for step in steps if step.gain]
    return sorted(possible, key=lambda step: (-step.gain, step.indicator.no))[:most]


def _next(indicator: Indicator, level: Decimal) -> Step:
    to = min(int(level) + 1, int(HIGHEST))
    return Step(indicator, level, to, Fraction(indicator.weight) * Fraction(to - level) / 100)
