"""What the efficiency report is made of. Every sum comes from the roll-up, so a year takes milliseconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils.translation import gettext as _

from core.regions.models import Office
from sihebat.models import Ceiling, DailyTotal, MonthlyAllocation, StandardPrice
from sihebat.rules.efficiency import Basis, Figures, Use, average_prices, compute
from sihebat.rules.period import Period

Step = Callable[[int, int], None]
PIECES = 12


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


def answer(question: Question, step: Step | None = None) -> Answer:
    """Compute the report; `step(done, total)` is told how far it is and may raise to stop it."""
    uses: list[Use] = []
    pieces = question.period.cut(PIECES)
    for done, piece in enumerate(pieces):
        if step:
            step(done, len(pieces) + 1)
        uses += uses_of(piece, question.office)
    if step:
        step(len(pieces), len(pieces) + 1)
    if question.basis == Basis.LAST_YEAR:
        basis, standard = _last_year(question)
        version = None
    else:
        ceilings = _ceilings_of(question)
        basis, version = _budget(question, ceilings), version_text(ceilings)
        standard = standard_prices(question.year, question.period.end)
    return Answer(compute(basis, uses, standard), uses, standard, version)


def totals(period: Period, office: Office | None = None) -> QuerySet[DailyTotal]:
    """The roll-up's rows of `period`, of one office if given."""
    rows = DailyTotal.objects.filter(day__range=(period.start, period.end))
    return rows.filter(office=office) if office else rows


def uses_of(period: Period, office: Office | None = None) -> list[Use]:
    """What each office filled of each product in `period`."""
    rows = totals(period, office).values_list("office__code", "product")
    sums = rows.annotate(Sum("fills"), Sum("litres"), Sum("total"), Sum("priced"))
    return [Use(*row) for row in sums.order_by("office__code", "product")]


def ceilings_in_force(year: int, on: date, office: Office | None = None) -> QuerySet[Ceiling]:
    """Of each office, the version of its ceiling for `year` that was in force on `on`."""
    rows = Ceiling.objects.filter(year=year, in_force_from__lte=on)
    if office:
        rows = rows.filter(office=office)
    newest = rows.order_by("office_id", "-in_force_from").distinct("office_id")
    return newest.select_related("office")


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


def realised_by_month(period: Period, office: Office | None = None) -> dict[int, int]:
    """Rupiah spent in each month of a period within one year."""
    rows = totals(period, office).annotate(month=ExtractMonth("day")).values_list("month")
    return dict(rows.annotate(Sum("total")).order_by("month"))


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
    found = list(ceilings_in_force(question.year, question.period.end, question.office))
    if not found:
        raise ValidationError(
            _("Belum ada pagu %(year)d yang berlaku pada %(day)s. Masukkan pagunya, atau pilih periode lain.")
            % {"year": question.year, "day": question.period.end.isoformat()}
        )
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
        raise ValidationError(_("Tidak ada pengisian pada periode yang sama tahun lalu. Pilih dasar hitung lain."))
    return basis, average_prices(before)


def month_rows(question: Question) -> list[dict[str, Any]]:
    """Realised beside allocated, month by month of the period, for chart and table."""
    ceilings = list(ceilings_in_force(question.year, question.period.end, question.office))
    allocated: dict[int, int] = {}
    for (_code, month), amount in monthly_allocations(ceilings).items():
        allocated[month] = allocated.get(month, 0) + amount
    realised = realised_by_month(question.period, question.office)
    return [
        {"month": f"{year}-{month:02d}", "allocated_rp": allocated.get(month, 0), "realised_rp": realised.get(month, 0)}
        for year, month in question.period.months()
    ]
