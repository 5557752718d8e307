from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from core.population.rules import Sex, kecamatan_codes, mask_nik, number_within, parse_kk, parse_nik, same_name

TODAY = date(2026, 11, 26)
CODES = sorted(kecamatan_codes())
serials = st.integers(1, 9999)
births = st.dates(date(1927, 1, 1), TODAY)


def written(code: str, born: date, serial: int, plus: int = 0) -> str:
    return f"{code}{born.day + plus:02}{born:%m%y}{serial:04}"


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(CODES), births, st.sampled_from(list(Sex)), serials)
def test_a_nik_gives_back_what_was_written_into_it(code, born, sex, serial):
    nik = parse_nik(written(code, born, serial, 40 if sex is Sex.FEMALE else 0), TODAY)
    assert nik.kecamatan_code == code
    assert nik.sex is sex
    assert born in nik.birth_dates
    assert nik.warnings == ()


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(CODES), births, serials)
def test_a_kk_gives_back_what_was_written_into_it(code, issued, serial):
    kk = parse_kk(written(code, issued, serial), TODAY)
    assert (kk.kecamatan_code, kk.warnings) == (code, ())


@settings(max_examples=1000, deadline=None)
@given(st.text(max_size=24))
def test_any_text_is_taken_apart_or_refused(text):
    for parse in (parse_nik, parse_kk):
        try:
            number = parse(text, TODAY).number
        except ValidationError:
            continue
        assert len(number) == 16
        assert number.isascii()
        assert number.isdigit()


@settings(max_examples=1000, deadline=None)
@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_sixteen_digits_are_taken_apart_exactly_when_they_hold_a_date_and_a_serial(digits):
    day = int(digits[6:8])
    day -= 40 if day > 40 else 0
    possible = []
    for century in (1900, 2000):
        try:
            possible.append(date(century + int(digits[10:12]), int(digits[8:10]), day))
        except ValueError:
            continue
    fits = any(day <= TODAY for day in possible) and digits[12:] != "0000"
    try:
        parse_nik(digits, TODAY)
    except ValidationError:
        assert not fits
    else:
        assert fits


def test_spaces_dots_and_full_width_digits_are_forgiven():
    assert parse_nik(" 5371.0612-0384 9001\u00a0").number == "5371061203849001"
    assert parse_nik("５３７１０６１２０３８４９００１").number == "5371061203849001"


@pytest.mark.parametrize(
    "text",
    [
        "5371061203849001",
        "5371 0612 0384 9001",
        "NIK 5371061203849001",
        "5371061203849001 Yohanes",
        "5371061203849001,",
        "537106-120384_9001",
        "5371\u00a00612\u20110384\u200b9001",
        "５３７１０６１２０３８４９００１",
        "٥٣٧١٠٦١٢٠٣٨٤٩٠٠١",
        "sama dengan 0197f3a2-7c11-7abc-8def-123456789012 5371061203849001",
    ],
)
def test_a_number_is_seen_however_it_is_written(text):
    assert number_within(text) == "5371061203849001"


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(CODES), births, serials, st.integers(0, 99), st.sampled_from(["{more}{nik}", "{nik}{more}"]))
def test_no_number_of_a_resident_hides_among_eighteen_digits(code, born, serial, more, pattern):
    assert number_within(pattern.format(more=f"{more:02}", nik=written(code, born, serial)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "537106120384900",
        "474.1/123/2026/474.1/124/2026",
        "01900000-0000-7000-8000-000000000000",
        "53710612 x 03849001",
        "198703152010012004",
        "19870315 201001 2 004",
        "999901013618023297",
    ],
)
def test_other_figures_are_none(text):
    assert number_within(text) == ""


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("", "16 angka"),
        ("537106120384900", "16 angka"),
        ("53710612038490011", "16 angka"),
        ("537106120384900O", "16 angka"),
        ("٥٣٧١٠٦١٢٠٣٨٤٩٠٠١", "16 angka"),
        ("5371061203840000", "0000"),
        ("5371063002849001", "kalender"),
        ("5371067002849001", "kalender"),
        ("5371064003849001", "kalender"),
        ("5371060003849001", "kalender"),
        ("5371061213849001", "kalender"),
    ],
)
def test_what_no_nik_can_be_is_refused_with_the_reason(number, expected):
    with pytest.raises(ValidationError) as refusal:
        parse_nik(number)
    assert expected in refusal.value.messages[0]


def test_a_kk_has_no_forty_added():
    assert parse_kk("5371061402129001").number == "5371061402129001"
    with pytest.raises(ValidationError):
        parse_kk("5371065402129001")


def test_an_unknown_kecamatan_only_warns():
    nik = parse_nik("9999991203849001")
    assert len(nik.warnings) == 1
    assert nik.kecamatan_code == "999999"


def test_the_century_stays_open_where_both_are_possible():
    assert parse_nik("5371061203209001", TODAY).birth_dates == (date(1920, 3, 12), date(2020, 3, 12))
    assert parse_nik("5371061203279001", TODAY).birth_dates == (date(1927, 3, 12),)
    # 1900 was no leap year, 2000 was.
    assert parse_nik("5371062902009001", TODAY).birth_dates == (date(2000, 2, 29),)


def test_a_nik_shows_four_digits_at_each_end():
    assert mask_nik("5371061203849001") == "5371••••••••9001"
    assert mask_nik("537106120384900") == "•" * 16
    assert repr(parse_nik("5371061203849001")) == "<Nik 5371••••••••9001>"


def test_one_name_in_two_spellings():
    assert same_name("MARIA  GORETI DA'COSTA", "Maria Goreti da Costa")
    assert same_name("José, S.Pd", "JOSE SPD")
    assert not same_name("Maria", "Mario")
    assert not same_name("", "...")
