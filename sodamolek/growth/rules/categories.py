"""Nutritional status by Permenkes 2/2020 (Standar Antropometri Anak), and the words that a mother hears."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sodamolek.growth.rules.zscores import Scores


@dataclass(frozen=True)
class Category:
    """`tone` as in status badges; `advice` is said to the mother in plain words."""

    code: str
    label: str | Promise
    tone: str
    advice: str | Promise


@dataclass(frozen=True)
class Finding:
    """What one index says."""

    index: str
    name: str | Promise
    score: float | None
    category: Category | None
    implausible: bool = False


HEIGHT = (
    Category(
        "severely_stunted",
        _("sangat pendek"),
        "bad",
        _("Anak jauh lebih pendek dari anak seumurnya. Puskesmas mengukur ulang untuk memastikan."),
    ),
    Category(
        "stunted",
        _("pendek"),
        "warn",
        _("Anak lebih pendek dari anak seumurnya. Puskesmas mengukur ulang untuk memastikan."),
    ),
    Category("height_normal", _("tinggi normal"), "good", _("Tinggi anak sesuai umurnya.")),
    Category("tall", _("tinggi"), "info", _("Anak lebih tinggi dari kebanyakan anak seumurnya.")),
)
WEIGHT = (
    Category(
        "severely_underweight",
        _("berat badan sangat kurang"),
        "bad",
        _("Berat anak jauh di bawah anak seumurnya. Bawa ke puskesmas."),
    ),
    Category(
        "underweight",
        _("berat badan kurang"),
        "warn",
        _("Berat anak kurang untuk umurnya. Tambah makanan dan timbang lagi bulan depan."),
    ),
    Category("weight_normal", _("berat badan normal"), "good", _("Berat anak sesuai umurnya.")),
    Category(
        "overweight_risk",
        _("risiko berat badan lebih"),
        "info",
        _("Berat anak lebih dari kebanyakan anak seumurnya. Puskesmas melihat tinggi dan beratnya."),
    ),
)
WASTING = (
    Category(
        "severely_wasted", _("gizi buruk"), "bad", _("Anak sangat kurus untuk tingginya. Bawa ke puskesmas hari ini.")
    ),
    Category(
        "wasted",
        _("gizi kurang"),
        "warn",
        _("Anak kurus untuk tingginya. Puskesmas akan membantu makanan tambahannya."),
    ),
    Category("wasting_normal", _("gizi baik"), "good", _("Berat anak sesuai tingginya.")),
    Category(
        "risk",
        _("berisiko gizi lebih"),
        "info",
        _("Berat anak agak lebih untuk tingginya. Kurangi yang manis, ajak bermain."),
    ),
    Category(
        "overweight",
        _("gizi lebih"),
        "warn",
        _("Berat anak lebih untuk tingginya. Tanyakan makanan anak ke puskesmas."),
    ),
    Category("obese", _("obesitas"), "bad", _("Berat anak jauh lebih untuk tingginya. Bawa ke puskesmas.")),
)
NAMES = {
    "lhfa": _("Tinggi menurut umur (TB/U)"),
    "wfa": _("Berat menurut umur (BB/U)"),
    "wflh": _("Berat menurut tinggi (BB/TB)"),
    "bmi": _("Indeks massa tubuh menurut umur (IMT/U)"),
}


def category(index: str, z: float) -> Category:
    """The category of a score. A border belongs to the better side: -2,00 is normal, -3,00 is not the worst."""
    if index == "lhfa":
        return HEIGHT[0 if z < -3 else 1 if z < -2 else 2 if z <= 3 else 3]
    if index == "wfa":
        return WEIGHT[0 if z < -3 else 1 if z < -2 else 2 if z <= 1 else 3]
    if z < -2:
        return WASTING[0 if z < -3 else 1]
    return WASTING[2 if z <= 1 else 3 if z <= 2 else 4 if z <= 3 else 5]


def findings(scores: Scores) -> list[Finding]:
    """One for each index. A score that WHO calls implausible gets no category: measure again."""
    flags = scores.flags
    return [
        Finding(index, NAMES[index], z, None if z is None or index in flags else category(index, z), index in flags)
        for index, z in scores._asdict().items()
    ]


def is_stunted(scores: Scores) -> bool:
    """Short or very short for the age, by a score that is plausible."""
    return scores.lhfa is not None and scores.lhfa < -2 and "lhfa" not in scores.flags


def is_below_red_line(scores: Scores) -> bool:
    """BGM: below the red line of the growth card, -3 of weight for age."""
    return scores.wfa is not None and scores.wfa < -3 and "wfa" not in scores.flags
