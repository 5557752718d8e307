"""The index of an assessment with all that a page shows of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from smartcity_eval.models import Assessment, Instrument, Person
from smartcity_eval.rules.instrument import HIGHEST, Band, Indicator, InstrumentSpec
from smartcity_eval.rules.scoring import Score, rounded, score_levels
from smartcity_eval.rules.whatif import Step, best_steps


@dataclass(frozen=True)
class Part:
    """A domain or an aspect with its share of the index: weight x value / 100, exact to six decimals."""

    no: int
    name: str
    weight: Decimal
    value: Decimal
    share: Decimal


@dataclass(frozen=True)
class Cell:
    """An indicator in the heat map; `tone` is the whole part of its level, 1 to 5."""

    indicator: Indicator
    level: Decimal
    level_name: str
    pk: object = None

    @property
    def tone(self) -> int:
        return int(self.level)


@dataclass(frozen=True)
class BandRow:
    band: Band
    upper: Decimal
    is_current: bool


@dataclass(frozen=True)
class Report:
    """An assessment's score, told in full."""

    assessment: Assessment
    spec: InstrumentSpec
    score: Score
    levels: dict[int, Decimal]
    cells: list[tuple[str, list[Cell]]]

    @property
    def exact(self) -> Decimal:
        return rounded(self.score.exact, 6)

    @property
    def domains(self) -> list[Part]:
        return [_part(d.no, d.name, d.weight, self.score.domains[d.no]) for d in self.spec.domains]

    @property
    def aspects(self) -> list[Part]:
        return [_part(a.no, a.name, a.weight, self.score.aspects[a.no]) for a in self.spec.aspects]

    @property
    def storey(self) -> list[Part]:
        """The parts that the index is added up from on screen: domains, or aspects where there are none."""
        return self.domains or self.aspects

    @property
    def bands(self) -> list[BandRow]:
        return bands_of(self.spec, self.score)

    @property
    def to_target(self) -> Decimal | None:
        """How far the index is from the national target; None without one."""
        return None if self.spec.target is None else self.score.index - self.spec.target


@dataclass(frozen=True)
class WhatIf:
    """The index as it is and as it would be, and the five next steps that gain most."""

    before: Score
    after: Score
    steps: list[Step]
    changed: int

    @property
    def gain(self) -> Decimal:
        return rounded(self.after.exact - self.before.exact, 4)


def _part(no: int, name: str, weight: Decimal, value: Fraction) -> Part:
    return Part(no, name, weight, rounded(value), rounded(Fraction(weight) * value / 100, 6))


def bands_of(spec: InstrumentSpec, score: Score) -> list[BandRow]:
    uppers = [HIGHEST, *(band.min - Decimal("0.01") for band in spec.bands[:-1])]
    return [BandRow(band, upper, band == score.band) for band, upper in zip(spec.bands, uppers, strict=True)]


def levels_of(assessment: Assessment) -> dict[int, Decimal]:
    """The value of each indicator: as published, or as it stands now."""
    if assessment.levels:
        return {int(number): Decimal(value) for number, value in assessment.levels.items()}
    return dict(assessment.indicator_levels.values_list("number", "counted"))


def report(assessment: Assessment, keys: Mapping[int, object] | None = None) -> Report:
    """The whole report; `keys` gives the primary key behind each indicator for who may open it."""
    spec, levels = assessment.instrument.spec, levels_of(assessment)
    rows = [
        (aspect.name, [_cell(spec, i, levels, keys or {}) for i in spec.indicators if i.aspect == aspect.no])
        for aspect in spec.aspects
    ]
    return Report(assessment, spec, score_levels(spec, levels), levels, rows)


def _cell(
    spec: InstrumentSpec, indicator: Indicator, levels: Mapping[int, Decimal], keys: Mapping[int, object]
) -> Cell:
    level = levels[indicator.no]
    return Cell(indicator, level, spec.level_name(indicator, int(level)), keys.get(indicator.no))


def what_if(told: Report, wished: Mapping[int, Decimal]) -> WhatIf:
    """`told` with some indicators at other levels."""
    after = score_levels(told.spec, {**told.levels, **wished})
    changed = sum(1 for number, value in wished.items() if value != told.levels[number])
    return WhatIf(told.score, after, best_steps(told.spec, told.levels), changed)


def after_steps(told: Report, steps: Iterable[Step]) -> Score:
    """The score once all `steps` are taken."""
    return score_levels(told.spec, {**told.levels, **{step.indicator.no: Decimal(step.to) for step in steps}})


def published(user: Person) -> list[Assessment]:
    """What the public may read, newest first; an official result before a simulation of the same year."""
    rows = Assessment.objects.visible_to(user).published().select_related("instrument", "office", "assessor_office")
    return sorted(rows, key=lambda row: (row.year, row.is_official, row.published_at), reverse=True)


@dataclass(frozen=True)
class YearRow:
    """One published assessment in the history."""

    assessment: Assessment
    index: Decimal
    predicate: str


def years(rows: Iterable[Assessment]) -> list[YearRow]:
    """The index of each published assessment, oldest first."""
    found = []
    for row in sorted(rows, key=lambda row: (row.year, row.is_official, row.published_at)):
        score = score_levels(row.instrument.spec, levels_of(row))
        found.append(YearRow(row, score.index, score.predicate))
    return found


def current_instruments() -> list[Instrument]:
    return list(Instrument.objects.filter(is_current=True).order_by("-code"))
