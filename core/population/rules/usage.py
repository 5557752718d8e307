"""The words and the periods of the usage report that the agreement with Dukcapil asks for each half-year."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core.population.rules.columns import LABELS

PURPOSES = {
    "registration": _("pendaftaran akun"),
    "refresh": _("pemadanan ulang"),
    "counter": _("pelayanan loket"),
    "letter": _("surat"),
}
KINDS = {"verify": _("pemadanan"), "fetch": _("pengambilan elemen")}
SOURCES = {"national": _("register nasional"), "city": _("register kota")}
RESULTS = {
    "agrees": _("sesuai"),
    "differs": _("tidak sesuai"),
    "found": _("diterima"),
    "unknown": _("NIK tidak ditemukan"),
    "timeout": _("tidak dijawab: waktu habis"),
    "connection": _("tidak dijawab: gangguan"),
    "quota": _("tidak dijawab: kuota habis"),
    "refused": _("tidak dijawab: akses ditolak"),
    "nonsense": _("jawaban tidak terbaca"),
}
NO_OFFICE = _("Warga sendiri, lewat portal")
NO_ELEMENT = _("tanpa elemen")


def half_year(day: date) -> tuple[date, date]:
    """First and last day of the half-year in which `day` lies."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def element_label(name: str) -> str:
    """An element's name on screen; what is no element of ours stays as it is."""
    return str(LABELS.get(name, name)) if name else str(NO_ELEMENT)
