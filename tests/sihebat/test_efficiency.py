"""Bases, versions and effects over real rows, and the command's one line."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from sihebat.queries.efficiency import Question, answer, realised_by_month, uses_of
from sihebat.rules.efficiency import Basis
from sihebat.rules.period import Period
from tests.factories.regions import OfficeFactory
from tests.factories.sihebat import CeilingFactory, FillFactory, StandardPriceFactory, VehicleFactory

pytestmark = pytest.mark.django_db
MONTHS = [1_000_000] * 12


@pytest.fixture
def office():
    return OfficeFactory(dinas=True, code="uji-bbm")


@pytest.fixture
def year(office):
    """12 million, 13 million from October on; two fills in June 2025 and one the June before."""
    CeilingFactory(office=office, months=MONTHS)
    CeilingFactory(office=office, version="perubahan", in_force_from=date(2025, 10, 3), amount=13_000_000)
    StandardPriceFactory(price=10_000)
    vehicle = VehicleFactory(office=office)
    FillFactory(vehicle=vehicle, litres=Decimal("40.000"), price=10_500)
    FillFactory(vehicle=vehicle, filled_at=datetime(2025, 6, 20, tzinfo=UTC), litres=Decimal("30.000"), price=9_900)
    FillFactory(vehicle=vehicle, filled_at=datetime(2024, 6, 20, tzinfo=UTC), litres=Decimal("80.000"), price=9_000)


def ask(capsys, *arguments: str) -> dict:
    call_command("efficiency_report", *arguments, "--format", "json")
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def test_ceiling_is_the_years_in_the_version_in_force_at_the_end(year, capsys):
    assert ask(capsys, "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "ceiling") == {
        "basis_rp": 12_000_000,
        "realised_rp": 717_000,
        "saved_rp": 11_283_000,
        "percent": 94.03,
        "price_effect_rp": -17_000,
        "volume_effect_rp": 11_300_000,
        "fills": 2,
        "litres": 70.0,
        "ceiling_version": "murni 2025-01-02",
        "source": "fills",
    }
    late = ask(capsys, "--from", "2025-06-01", "--to", "2025-12-31", "--basis", "ceiling")
    assert (late["basis_rp"], late["ceiling_version"]) == (13_000_000, "perubahan 2025-10-03")


def test_allocation_counts_whole_months_and_days_of_others(year, capsys):
    june = ask(capsys, "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "allocation")
    part = ask(capsys, "--from", "2025-06-01", "--to", "2025-07-10", "--basis", "allocation")
    assert (june["basis_rp"], june["percent"]) == (1_000_000, 28.3)
    assert part["basis_rp"] == 1_322_581  # 1,000,000 x (1 + 10/31)


def test_prorata_counts_days(year, capsys):
    row = ask(capsys, "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "prorata")
    assert row["basis_rp"] == 986_301  # 12,000,000 x 30/365


def test_last_year_takes_what_was_spent_and_its_average_price(year, capsys):
    row = ask(capsys, "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "last_year")
    expected = {"basis_rp": 720_000, "saved_rp": 3_000, "price_effect_rp": -87_000, "volume_effect_rp": 90_000}
    assert {name: row[name] for name in expected} == expected
    assert row["ceiling_version"] is None


def test_percent_keeps_its_two_decimals(year, capsys):
    call_command(
        "efficiency_report", "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "allocation", "--format", "json"
    )
    assert '"percent": 28.30,' in capsys.readouterr().out


def test_one_office_is_a_line_of_the_city(year, capsys):
    other = CeilingFactory(months=MONTHS)
    FillFactory(vehicle__office=other.office)
    period = Period(date(2025, 6, 1), date(2025, 6, 30))
    city = answer(Question(period, Basis.ALLOCATION)).figures
    row = ask(capsys, "--from", "2025-06-01", "--to", "2025-06-30", "--basis", "allocation", "--office", "uji-bbm")
    line = next(line for line in city.offices if line.office == "uji-bbm")
    assert row["realised_rp"] == line.realised == 717_000
    assert city.whole.realised == 917_000


def test_a_period_over_two_budget_years_is_refused():
    with pytest.raises(ValidationError) as refused:
        Question(Period(date(2025, 12, 1), date(2026, 1, 31)), Basis.CEILING)
    assert list(refused.value.message_dict) == ["ends_on"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2019-01-01", "--to", "2019-12-31"), "Belum ada pagu 2019"),
        (("--from", "2019-02-01", "--to", "2019-01-01"), "mendahului"),
        (("--from", "2025-06-01", "--to", "2025-06-30", "--office", "tidak-ada"), "tidak-ada"),
        (("--from", "2019-01-01", "--to", "2019-12-31", "--basis", "last_year"), "tahun lalu"),
    ],
)
def test_what_has_no_answer_is_said(arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("efficiency_report", *arguments)


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_takes_the_same_queries_for_one_office_and_for_many(count, django_assert_num_queries):
    StandardPriceFactory()
    for ceiling in CeilingFactory.create_batch(count, months=MONTHS):
        FillFactory(vehicle__office=ceiling.office)
    with django_assert_num_queries(4):  # whole months, ceilings, allocations, prices
        answer(Question(Period(date(2025, 6, 1), date(2025, 6, 30)), Basis.ALLOCATION))
    with django_assert_num_queries(5):  # and the days around them
        answer(Question(Period(date(2025, 5, 31), date(2025, 7, 1)), Basis.ALLOCATION))


DAYS = [date(2024, 12, 31) + timedelta(days=n) for n in range(0, 70, 3)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 1, 1), date(2025, 2, 28)),
        (date(2025, 1, 2), date(2025, 2, 28)),
        (date(2025, 1, 1), date(2025, 2, 27)),
        (date(2025, 1, 31), date(2025, 3, 1)),
        (date(2025, 1, 10), date(2025, 1, 20)),
        (date(2025, 1, 30), date(2025, 1, 30)),
    ],
)
def test_months_and_days_around_them_make_every_day_count_once(office, start, end):
    """Both roll-ups together say what the fills of the period add up to, wherever it starts and ends."""
    vehicle = VehicleFactory(office=office)
    fills = [
        FillFactory(vehicle=vehicle, filled_at=datetime.combine(day, time(12), UTC), litres=place, price=9_000 + place)
        for place, day in enumerate(DAYS, start=1)
    ]
    inside = [fill for fill, day in zip(fills, DAYS, strict=True) if start <= day <= end]
    (use,) = uses_of(Period(start, end))
    assert (use.fills, use.litres, use.total, use.priced) == (
        len(inside),
        sum(fill.litres for fill in inside),
        sum(fill.total for fill in inside),
        sum(fill.price * fill.litres for fill in inside),
    )
    by_month = realised_by_month(Period(start, end))
    assert by_month == {
        month: sum(fill.total for fill in inside if fill.filled_at.month == month)
        for month in sorted({fill.filled_at.month for fill in inside})
    }
