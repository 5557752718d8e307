"""Numbers, codes and masked names, without a database."""

import re
import secrets
import string
from datetime import date

from core.accounts.rules import Limit

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# A real letter of Kelurahan Fatubesi: 71/Kel.Ftbs.475/X/2025.
KELURAHAN_PATTERN = "{urut}/Kel.{singkatan}.{kode_klasifikasi}/{bulan_romawi}/{tahun}"
# How an office numbers what it writes on paper, by its kind.
PAPER_PATTERNS = {
    "kelurahan": KELURAHAN_PATTERN,
    "kecamatan": "{urut}/Kec.{singkatan}.{kode_klasifikasi}/{bulan_romawi}/{tahun}",
    "dinas": "{urut}/{singkatan}.{kode_klasifikasi}/{bulan_romawi}/{tahun}",
}
PLACEHOLDERS = frozenset({"urut", "singkatan", "kode_klasifikasi", "bulan_romawi", "bulan", "tahun"})

# Pages and API count together. Codes have 130 random bits: this only keeps guessing from costing us anything.
UNKNOWN_CODES = Limit("verify-code", limit=30, seconds=600)
FILES = Limit("verify-file", limit=20, seconds=600)

# Crockford's base 32: no I, L, O or U, so a code can be read out and typed from paper.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26  # 26 x 5 = 130 bits
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def check_pattern(pattern: str) -> str:
    """`pattern` itself; ValueError names what is wrong with it.

    A number must carry its running number and its year, or two letters could bear the same one.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"Pola nomor tidak terbaca: {error}") from error
    names = {name for _text, name, _spec, _conversion in parts if name is not None}
    if any(spec or conversion for _text, name, spec, conversion in parts if name is not None):
        raise ValueError("Pola nomor hanya boleh memuat nama dalam kurung kurawal, tanpa tanda lain di dalamnya.")
    if unknown := names - PLACEHOLDERS:
        raise ValueError(f"Pola nomor memuat nama yang tidak dikenal: {', '.join(sorted(unknown))}")
    if missing := {"urut", "tahun"} - names:
        raise ValueError(f"Pola nomor harus memuat: {', '.join(sorted(missing))}")
    return pattern


def format_number(pattern: str, *, number: int, abbreviation: str, classification: str, day: date) -> str:
    """The number as it stands on the letter; `day` is the date of the letter (WITA)."""
    return check_pattern(pattern).format_map(
        {
            "urut": str(number),
            "singkatan": abbreviation,
            "kode_klasifikasi": classification,
            "bulan_romawi": ROMAN_MONTHS[day.month - 1],
            "bulan": f"{day.month:02d}",
            "tahun": str(day.year),
        }
    )


def new_code() -> str:
    """A code of 130 random bits for the QR: it can't be guessed and says nothing about the letter."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def clean_code(typed: str) -> str | None:
    """The code in what somebody typed or scanned (a whole address too), or None when there is none."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    code = re.sub(r"[\s\-.]", "", last).upper().translate(_LOOKALIKES)
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
        return None
    return code


def spaced_code(code: str) -> str:
    """The code in groups, as it is printed: 5JX2K-0M8QW-..."""
    return "-".join(code[start : start + 5] for start in range(0, 20, 5)) + "-" + code[20:]


def mask_name(name: str) -> str:
    """Maria Goreti Bria -> M•••• G••••• B•••: enough to recognise a name one knows already."""
    return " ".join(word[0] + "•" * (len(word) - 1) for word in name.split())
