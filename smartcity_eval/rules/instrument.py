"""An evaluation's instrument (domains, aspects, indicators, weights, bands) as checked data."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

LEVELS = range(1, 6)
LOWEST, HIGHEST = Decimal(1), Decimal(5)


class InstrumentError(ValueError):
    """An instrument's file is wrong; the text names the file, the place in it and what is expected."""


@dataclass(frozen=True)
class Domain:
    no: int
    name: str
    weight: Decimal


@dataclass(frozen=True)
class Aspect:
    """`domain` is None in an instrument without domains (Pemdi)."""

    no: int
    name: str
    weight: Decimal
    domain: int | None


@dataclass(frozen=True)
class Indicator:
    """`scale` names the list of level names; `external` names another body's index that gives the level."""

    no: int
    name: str
    weight: Decimal
    aspect: int
    scale: str
    external: str = ""
    note: str = ""


@dataclass(frozen=True)
class Band:
    """A predicate holds from `min` (included) up to the next band's."""

    name: str
    min: Decimal
    alias: str = ""


@dataclass(frozen=True)
class InstrumentSpec:
    code: str
    name: str
    title: str
    regulation: str
    caution: str
    sources: tuple[str, ...]
    first_year: int
    last_year: int | None
    target: Decimal | None
    scales: dict[str, tuple[str, ...]]
    bands: tuple[Band, ...]
    domains: tuple[Domain, ...]
    aspects: tuple[Aspect, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_number(self) -> dict[int, Indicator]:
        return {indicator.no: indicator for indicator in self.indicators}

    def level_name(self, indicator: Indicator, level: int) -> str:
        """The name of a whole level, 1 to 5."""
        return self.scales[indicator.scale][level - 1]

    def covers(self, year: int) -> bool:
        """Whether the instrument is in force for an evaluation of `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def instrument_from(data: Any, place: str) -> InstrumentSpec:
    """The checked instrument in `data` (parsed JSON); raises InstrumentError that begins with `place`."""
    try:
        spec = _build(data)
    except KeyError as error:
        raise InstrumentError(f"{place}: bagian {error} tidak ada") from None
    except (TypeError, AttributeError, InvalidOperation) as error:
        raise InstrumentError(f"{place}: bentuknya salah ({error})") from None
    for problem in _problems(spec):
        raise InstrumentError(f"{place}: {problem}")
    return spec


def _build(data: Any) -> InstrumentSpec:
    return InstrumentSpec(
        **{name: str(data[name]) for name in ("code", "name", "title", "regulation", "caution")},
        sources=tuple(data["sources"]),
        first_year=int(data["first_year"]),
        last_year=data["last_year"] and int(data["last_year"]),
        target=None if data["target"] is None else Decimal(data["target"]),
        scales={name: tuple(levels) for name, levels in data["scales"].items()},
        bands=tuple(Band(row["name"], Decimal(row["min"]), row.get("alias", "")) for row in data["predicates"]),
        domains=tuple(Domain(row["no"], row["name"], Decimal(row["weight"])) for row in data["domains"]),
        aspects=tuple(Aspect(r["no"], r["name"], Decimal(r["weight"]), r["domain"]) for r in data["aspects"]),
        indicators=tuple(
            Indicator(
                row["no"], row["name"], Decimal(row["weight"]), row["aspect"], row["scale"],
                row.get("external", ""), row.get("note", ""),
            )
            for row in data["indicators"]
        ),
    )  # fmt: skip


def _problems(spec: InstrumentSpec) -> Iterable[str]:
    """What makes no sense as a whole: weights must add up at each storey, to 100 at the top."""
    if not spec.sources:
        yield "sources: sebutkan sumbernya"
    for name, rows in (("domains", spec.domains), ("aspects", spec.aspects), ("indicators", spec.indicators)):
        if [row.no for row in rows] != list(range(1, len(rows) + 1)):
            yield f"{name}: nomor harus urut mulai 1"
        for row in rows:
            if not row.name.strip() or not row.weight.is_finite() or row.weight <= 0:
                yield f"{name}[{row.no}]: nama dan bobot di atas 0 harus ada"
    yield from _weight_problems(spec)
    yield from _band_problems(spec.bands)
    for scale, levels in spec.scales.items():
        if len(levels) != len(LEVELS):
            yield f"scales.{scale}: harus {len(LEVELS)} tingkat"
    for indicator in spec.indicators:
        if indicator.scale not in spec.scales:
            yield f"indicators[{indicator.no}].scale: “{indicator.scale}” tidak dikenal"


def _weight_problems(spec: InstrumentSpec) -> Iterable[str]:
    total = sum(indicator.weight for indicator in spec.indicators)
    if total != 100:
        yield f"indicators: bobot berjumlah {total}, harus 100"
    aspects = {aspect.no for aspect in spec.aspects}
    for indicator in spec.indicators:
        if indicator.aspect not in aspects:
            yield f"indicators[{indicator.no}].aspect: {indicator.aspect} tidak ada"
    for aspect in spec.aspects:
        found = sum(indicator.weight for indicator in spec.indicators if indicator.aspect == aspect.no)
        if found != aspect.weight:
            yield f"aspects[{aspect.no}].weight: {aspect.weight}, padahal indikatornya berjumlah {found}"
    domains: set[int | None] = {domain.no for domain in spec.domains}
    domains = domains or {None}
    for aspect in spec.aspects:
        if aspect.domain not in domains:
            yield f"aspects[{aspect.no}].domain: {aspect.domain} tidak ada"
    for domain in spec.domains:
        found = sum(aspect.weight for aspect in spec.aspects if aspect.domain == domain.no)
        if found != domain.weight:
            yield f"domains[{domain.no}].weight: {domain.weight}, padahal aspeknya berjumlah {found}"


def _band_problems(bands: tuple[Band, ...]) -> Iterable[str]:
    edges = [band.min for band in bands]
    if not edges or edges != sorted(set(edges), reverse=True) or edges[-1] != LOWEST:
        yield "predicates: urutkan dari batas tertinggi, yang terendah 1"
