"""Rules of personal numbers, and of the file in which a city hands over its own register."""

from core.population.rules.numbers import (
    HIDDEN,
    SIXTEEN_DIGITS,
    Kk,
    Nik,
    Sex,
    kecamatan_codes,
    mask_nik,
    name_key,
    number_within,
    parse_kk,
    parse_nik,
    same_name,
)

__all__ = [
    "HIDDEN",
    "SIXTEEN_DIGITS",
    "Kk",
    "Nik",
    "Sex",
    "kecamatan_codes",
    "mask_nik",
    "name_key",
    "number_within",
    "parse_kk",
    "parse_nik",
    "same_name",
]
