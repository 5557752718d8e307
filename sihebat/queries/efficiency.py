"""What the efficiency report is made of. Every sum comes from the roll-ups, so a year takes milliseconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils.translation import gettext as _

from core.regions.models import Office
from core.wording import long_date
from sihebat.models import Ceiling, DailyTotal, MonthlyAllocation, MonthlyTotal, StandardPrice
from sihebat.rules.efficiency import Basis, Figures, Use, average_prices, compute
from sihebat.rules.period import Period


@dataclass(frozen=True)
class Question:
    """What a report is about; `office` None is the whole city. Raises ValidationError for what has no answer."""

    period: Period
    basis: Basis
    office: Office | None = None

    def __post_init__(self) -> None:
        if len(self.period.years) > 1:
            raise ValidationError(
                {"ends_on": _("Periode harus di dalam satu tahun anggaran. Buat satu laporan untuk setiap tahun.")}
            )

    @property
    def year(self) -> int:
        return self.period.start.year


@dataclass(frozen=True)
class Answer:
    """Figures, and what they were computed with."""

    figures: Figures
    uses: list[Use]
    standard: dict[str, Fraction]
    ceiling_version: str | None


def answer(question: Question) -> Answer:
    """Compute the report. Raises ValidationError when there is nothing to measure against."""
    uses = uses_of(question.period, question.office)
    if question.basis == Basis.LAST_YEAR:
        basis, standard = _last_year(question)
        version = None
    else:
        ceilings = _ceilings_of(question)
        basis, version = _budget(question, ceilings), version_text(ceilings)
        standard = standard_prices(question.year, question.period.end)
    return Answer(compute(basis, uses, standard), uses, standard, version)


def check_answerable(question: Question) -> None:
    """Raise ValidationError when `answer` would: before somebody waits for it."""
    if question.basis == Basis.LAST_YEAR:
        _last_year(question)
    else:
        _ceilings_of(question)


def uses_of(period: Period, office: Office | None = None) -> list[Use]:
    """What each office filled of each product in `period`."""
    found: dict[tuple[str, str], Use] = {}
    for rows in _roll_ups(period, office):
        sums = rows.values_list("office__code", "product").annotate(*map(Sum, ("fills", "litres", "total", "priced")))
        for use in (Use(*row) for row in sums.order_by()):
            key = (use.office, use.product)
            found[key] = found[key] + use if key in found else use
    return [found[key] for key in sorted(found)]


def realised_by_month(period: Period, office: Office | None = None) -> dict[int, int]:
    """Rupiah spent in each month of a period within one year."""
    found: dict[int, int] = {}
    for rows in _roll_ups(period, office):
        for month, total in rows.values_list("number").annotate(Sum("total")).order_by("number"):
            found[month] = found.get(month, 0) + total
    return found


def _roll_ups(period: Period, office: Office | None) -> Iterator[QuerySet[Any]]:
    """The rows that make up `period`, `number` being their month's: whole months from the months' table, the days
    around them from the days'.
    """
    months = period.whole_months()
    days = DailyTotal.objects.filter(day__range=(period.start, period.end)).annotate(number=ExtractMonth("day"))
    if months:
        whole = MonthlyTotal.objects.filter(month__range=(months.start, months.end))
        yield _of(whole.annotate(number=ExtractMonth("month")), office)
        days = days.filter(Q(day__lt=months.start) | Q(day__gt=months.end))
    if months != period:
        yield _of(days, office)


def _of(rows: QuerySet[Any], office: Office | None) -> QuerySet[Any]:
    return rows.filter(office=office) if office else rows


def ceilings_in_force(on: date, office: Office | None = None) -> QuerySet[Ceiling]:
    """Of each office, the version of its year's ceiling that was in force on a day."""
    rows = Ceiling.objects.filter(office=office) if office else Ceiling.objects.all()
    found: QuerySet[Ceiling] = rows.in_force(on).select_related("office")
    return found


def standard_prices(year: int, on: date) -> dict[str, Fraction]:
    """The budget's price of a litre by product, as in force on `on`."""
    rows = StandardPrice.objects.filter(year=year, in_force_from__lte=on).order_by("product", "-in_force_from")
    return {product: Fraction(price) for product, price in rows.distinct("product").values_list("product", "price")}


def monthly_allocations(ceilings: list[Ceiling]) -> dict[tuple[str, int], int]:
    """Rupiah by office's code and month, of these versions."""
    rows = MonthlyAllocation.objects.filter(ceiling__in=[row.pk for row in ceilings])
    return {
        (code, month): amount for code, month, amount in rows.values_list("ceiling__office__code", "month", "amount")
    }


def version_text(ceilings: list[Ceiling]) -> str:
    """`perubahan 2022-10-03`; with how many offices each when they differ."""
    counts: dict[tuple[date, str], int] = {}
    for row in ceilings:
        key = (row.in_force_from, row.version)
        counts[key] = counts.get(key, 0) + 1
    names = {key: f"{key[1]} {key[0].isoformat()}" for key in counts}
    if len(counts) == 1:
        return next(iter(names.values()))
    return "; ".join(f"{names[key]} ({counts[key]})" for key in sorted(counts))


def _ceilings_of(question: Question) -> list[Ceiling]:
    found = list(ceilings_in_force(question.period.end, question.office))
    if not found:
        text = _("Belum ada pagu %(year)d yang berlaku pada %(day)s. Masukkan pagunya, atau pilih periode lain.")
        raise ValidationError({"ends_on": text % {"year": question.year, "day": long_date(question.period.end)}})
    return found


def _budget(question: Question, ceilings: list[Ceiling]) -> dict[str, Fraction]:
    """Each office's exact basis, from the versions in force at the end of the period."""
    if question.basis == Basis.ALLOCATION:
        amounts = dict.fromkeys((row.office.code for row in ceilings), Fraction(0))
        for (code, month), amount in monthly_allocations(ceilings).items():
            amounts[code] += amount * question.period.part_of_month(question.year, month)
        return amounts
    part = question.period.part_of_year(question.year) if question.basis == Basis.PRORATA else Fraction(1)
    return {row.office.code: row.amount * part for row in ceilings}


def _last_year(question: Question) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Each office's spending in the same days a year before, and the city's average prices then.

    The averages are the whole city's also for one office's report, so that offices add up to the city.
    """
    before = uses_of(question.period.a_year_earlier())
    basis: dict[str, Fraction] = {}
    for use in before:
        if question.office is None or use.office == question.office.code:
            basis[use.office] = basis.get(use.office, Fraction(0)) + use.total
    if not basis:
        raise ValidationError(
            {"basis": _("Tidak ada pengisian pada periode yang sama tahun lalu. Pilih dasar hitung lain.")}
        )
    return basis, average_prices(before)


def month_rows(question: Question) -> list[dict[str, Any]]:
    """Realised beside allocated, month by month of the period, for chart and table."""
    ceilings = list(ceilings_in_force(question.period.end, question.office))
    allocated: dict[int, int] = {}
    for (_code, month), amount in monthly_allocations(ceilings).items():
        allocated[month] = allocated.get(month, 0) + amount
    realised = realised_by_month(question.period, question.office)
    return [
        {"month": f"{year}-{month:02d}", "allocated_rp": allocated.get(month, 0), "realised_rp": realised.get(month, 0)}
        for year, month in question.period.months()
    ]
