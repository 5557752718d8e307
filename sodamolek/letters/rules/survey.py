"""The satisfaction survey (SKM, PermenPANRB 14/2017): nine elements, the index, its band. No database.

An element's mean (NRR) is the sum of its answers over their number; the index is the mean of the nine means, each
weighing 1/9, times 25. Fractions keep it exact: the one rounding, to two decimals and half up, is the last step
before the band is read. Rounding 1/9 to 0.11 would make 99 the highest index, and between the printed bands
(64.99 and 65.00) an unrounded index would belong to none.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sodamolek.letters.workflow import Status

# Who got a letter is asked, as the regulation asks who was served.
SERVED = frozenset({Status.SIGNED, Status.COLLECTED})
LOWEST, HIGHEST = 1, 4
# Fewer answers would tell what one person thinks, and say little of an office.
LEAST_ANSWERS = 10


@dataclass(frozen=True)
class Element:
    """One of the nine: its name in reports, what is asked, and what the answers 1 to 4 are called."""

    key: str
    name: str | Promise
    question: str | Promise
    answers: tuple[str | Promise, ...]


ELEMENTS = (
    Element(
        "u1",
        _("Persyaratan"),
        _("Apakah syarat yang diminta sesuai dengan suratnya?"),
        (_("Tidak sesuai"), _("Kurang sesuai"), _("Sesuai"), _("Sangat sesuai")),
    ),
    Element(
        "u2",
        _("Prosedur"),
        _("Apakah cara mengurusnya mudah?"),
        (_("Tidak mudah"), _("Kurang mudah"), _("Mudah"), _("Sangat mudah")),
    ),
    Element(
        "u3",
        _("Waktu"),
        _("Apakah suratnya cepat jadi?"),
        (_("Tidak cepat"), _("Kurang cepat"), _("Cepat"), _("Sangat cepat")),
    ),
    Element(
        "u4",
        _("Biaya"),
        _("Surat di portal ini gratis. Apakah Anda diminta membayar?"),
        (_("Ya, mahal"), _("Ya, cukup mahal"), _("Ya, sedikit"), _("Tidak, gratis")),
    ),
    Element(
        "u5",
        _("Hasil"),
        _("Apakah suratnya sesuai dengan yang Anda minta?"),
        (_("Tidak sesuai"), _("Kurang sesuai"), _("Sesuai"), _("Sangat sesuai")),
    ),
    Element(
        "u6",
        _("Kemampuan petugas"),
        _("Apakah petugas mampu membantu Anda?"),
        (_("Tidak mampu"), _("Kurang mampu"), _("Mampu"), _("Sangat mampu")),
    ),
    Element(
        "u7",
        _("Perilaku petugas"),
        _("Apakah petugas sopan dan ramah?"),
        (_("Tidak ramah"), _("Kurang ramah"), _("Ramah"), _("Sangat ramah")),
    ),
    Element(
        "u8",
        _("Penanganan pengaduan"),
        _("Apakah pertanyaan dan keluhan ditangani?"),
        (_("Tidak ditangani"), _("Ditangani, tetapi tidak tuntas"), _("Ditangani"), _("Ditangani dengan sangat baik")),
    ),
    Element(
        "u9",
        _("Sarana"),
        _("Bagaimana portal dan tempat pelayanannya?"),
        (_("Buruk"), _("Cukup"), _("Baik"), _("Sangat baik")),
    ),
)


@dataclass(frozen=True)
class Band:
    """A grade of the regulation, from its lowest index on."""

    letter: str
    name: str | Promise
    lowest: Decimal


BANDS = (
    Band("A", _("Sangat baik"), Decimal("88.31")),
    Band("B", _("Baik"), Decimal("76.61")),
    Band("C", _("Kurang baik"), Decimal("65.00")),
    Band("D", _("Tidak baik"), Decimal("25.00")),
)


@dataclass(frozen=True)
class Result:
    """What a group of answers comes to. `means` and `index` have two decimals."""

    answers: int
    means: tuple[Decimal, ...]
    index: Decimal

    @property
    def band(self) -> Band:
        return band_of(self.index)


def two_decimals(value: Fraction) -> Decimal:
    """Rounded half up, without passing through a binary float."""
    cents = value * 100
    return Decimal((2 * cents.numerator + cents.denominator) // (2 * cents.denominator)).scaleb(-2)


def band_of(index: Decimal) -> Band:
    """The band of an index, which is rounded to two decimals first."""
    rounded = index.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not Decimal(25) <= rounded <= Decimal(100):
        raise ValueError(f"An index lies between 25 and 100, not {index}.")
    return next(band for band in BANDS if rounded >= band.lowest)


def result(sums: Sequence[int], answers: int) -> Result:
    """The index of `answers` questionnaires, of which `sums` are the sums by element."""
    if len(sums) != len(ELEMENTS):
        raise ValueError(f"{len(ELEMENTS)} elements, not {len(sums)}.")
    if answers < 1 or not all(LOWEST * answers <= total <= HIGHEST * answers for total in sums):
        raise ValueError(f"{answers} answers from {LOWEST} to {HIGHEST} can't add up to {list(sums)}.")
    means = [Fraction(total, answers) for total in sums]
    index = sum(means, Fraction(0)) / len(ELEMENTS) * 25
    return Result(answers, tuple(two_decimals(mean) for mean in means), two_decimals(index))


def quarter_of(day: date) -> date:
    """The first day of the quarter in which `day` lies."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_before(quarter: date) -> date:
    return quarter_of(date(quarter.year - 1, 12, 1) if quarter.month == 1 else date(quarter.year, quarter.month - 1, 1))


def closed_quarters(today: date, count: int = 4) -> list[date]:
    """The last quarters that are over, newest first.

    Nothing is shown of a running one: who watches a figure move by one answer knows whose answer it was.
    """
    found = [quarter_before(quarter_of(today))]
    while len(found) < count:
        found.append(quarter_before(found[-1]))
    return found


Name = TypeVar("Name", bound=Hashable)


def shown(counts: Mapping[Name, int], least: int = LEAST_ANSWERS) -> set[Name]:
    """Of groups with so many answers: which may be shown beside the sum of all.

    Those with `least` or more; and when what is left has fewer than that together, the smallest shown goes too, or
    the sum minus the shown ones would tell what is hidden.
    """
    open_ones = {name for name, count in counts.items() if count >= least}
    hidden = sum(count for name, count in counts.items() if name not in open_ones)
    if 0 < hidden < least and open_ones:
        open_ones.remove(min(open_ones, key=lambda name: (counts[name], str(name))))
    return open_ones
