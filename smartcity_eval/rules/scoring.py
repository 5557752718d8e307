"""The index of an assessment: exact inside, rounded half up to two decimals once, the predicate from that.

Aspect = sum(BI x NI) / BA, domain = sum(BA x NA) / BD, index = sum(BI x NI) / 100 (PermenPANRB 59/2020, Lampiran I;
Pemdi is the same without domains). B are weights in percent, N values from 1 to 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from smartcity_eval.rules.instrument import HIGHEST, LOWEST, Aspect, Band, Domain, Indicator, InstrumentSpec

CENT = Decimal("0.01")
Values = Mapping[int, Fraction]
Part = Domain | Aspect | Indicator


class InputError(ValueError):
    """The values can't be scored; the text says which and what is expected."""


@dataclass(frozen=True)
class Score:
    """`domains` and `aspects` by number, exact; empty where the input says nothing about that storey."""

    exact: Fraction
    band: Band
    domains: dict[int, Fraction]
    aspects: dict[int, Fraction]
    # External indices without a value, which count as 1.
    assumed: tuple[int, ...] = ()

    @property
    def index(self) -> Decimal:
        return rounded(self.exact)

    @property
    def predicate(self) -> str:
        return self.band.name


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up to two decimals (or `places`). The only place where anything is rounded."""
    scale = 10**places
    return Decimal(floor(value * scale + Fraction(1, 2))).scaleb(-places)


def band_of(spec: InstrumentSpec, exact: Fraction) -> Band:
    """The predicate of a value: two decimals decide, so 2.595 is “Baik” and 2.594 is “Cukup” (bands from 2.60)."""
    index = rounded(exact)
    return next(band for band in spec.bands if index >= band.min)


def score_levels(spec: InstrumentSpec, levels: Mapping[int, Any]) -> Score:
    """The score of values by indicator; an external index may be None (no value yet) and counts as 1.

    Raises InputError with all that is missing, unknown or out of range.
    """
    assumed = tuple(n for n, value in levels.items() if value is None and n in _external(spec))
    values = _checked({**levels, **dict.fromkeys(assumed, LOWEST)}, spec.indicators, "indikator")
    aspects = {a.no: _mean([i for i in spec.indicators if i.aspect == a.no], values, a.weight) for a in spec.aspects}
    return _score(spec, _mean(spec.indicators, values, Decimal(100)), _domains(spec, aspects), aspects, assumed)


def score_aspects(spec: InstrumentSpec, values: Mapping[int, Any]) -> Score:
    """The score of values by aspect. Raises InputError."""
    aspects = _checked(values, spec.aspects, "aspek")
    return _score(spec, _mean(spec.aspects, aspects, Decimal(100)), _domains(spec, aspects), aspects)


def score_domains(spec: InstrumentSpec, values: Mapping[int, Any]) -> Score:
    """The score of values by domain; an instrument without domains refuses. Raises InputError."""
    if not spec.domains:
        raise InputError(f"{spec.code} tidak punya domain; isi “levels” atau “aspects”")
    domains = _checked(values, spec.domains, "domain")
    return _score(spec, _mean(spec.domains, domains, Decimal(100)), domains, {})


SCORERS = {"levels": score_levels, "aspects": score_aspects, "domains": score_domains}


def _external(spec: InstrumentSpec) -> set[int]:
    return {indicator.no for indicator in spec.indicators if indicator.external}


def _score(
    spec: InstrumentSpec,
    exact: Fraction,
    domains: dict[int, Fraction],
    aspects: dict[int, Fraction],
    assumed: tuple[int, ...] = (),
) -> Score:
    return Score(exact, band_of(spec, exact), domains, aspects, assumed)


def _domains(spec: InstrumentSpec, aspects: Values) -> dict[int, Fraction]:
    return {d.no: _mean([a for a in spec.aspects if a.domain == d.no], aspects, d.weight) for d in spec.domains}


def _mean(parts: Iterable[Part], values: Values, weight: Decimal) -> Fraction:
    return sum((Fraction(part.weight) * values[part.no] for part in parts), Fraction(0)) / Fraction(weight)


def _checked(values: Mapping[int, Any], parts: Iterable[Part], noun: str) -> dict[int, Fraction]:
    """All parts and no other, each from 1 to 5."""
    wanted = {part.no for part in parts}
    problems = []
    missing = sorted(number for number in wanted if values.get(number) is None)
    unknown = sorted(set(values) - wanted)
    if missing:
        problems.append(f"{noun} belum lengkap, kurang: {', '.join(map(str, missing))}")
    if unknown:
        problems.append(f"{noun} tidak dikenal: {', '.join(map(str, unknown))}")
    problems += [
        f"{noun} {number}: {_short(values[number])} harus 1 sampai 5"
        for number in sorted(wanted - set(missing))
        if not LOWEST <= values[number] <= HIGHEST
    ]
    if problems:
        raise InputError("; ".join(problems))
    return {number: Fraction(values[number]) for number in wanted}


def _short(value: Any) -> str:
    """A value as it was written, unless that fills the screen."""
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"
