"""What the database keeps true by itself."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from sihebat.models import Ceiling, DailyTotal, Fill, MonthlyAllocation, MonthlyTotal
from sihebat.queries.checking import roll_up_differences
from tests.factories.sihebat import CeilingFactory, FillFactory, VehicleFactory

pytestmark = pytest.mark.django_db


def totals() -> list[tuple]:
    return [
        (str(row.day), row.product, row.fills, row.litres, row.total, row.priced) for row in DailyTotal.objects.all()
    ]


def test_the_roll_up_follows_inserts_in_bulk_and_one_by_one():
    fill = FillFactory()
    Fill.objects.bulk_create(
        [FillFactory.build(vehicle=fill.vehicle, office=fill.office, litres=Decimal("1.500")) for _ in range(3)]
    )
    assert totals() == [("2025-06-10", "pertalite", 4, Decimal("24.500"), 245_000, Decimal(245_000))]
    assert roll_up_differences() == []


def test_a_fill_before_midnight_utc_belongs_to_the_citys_day():
    FillFactory(filled_at=datetime(2025, 6, 10, 16, 30, tzinfo=UTC))
    assert DailyTotal.objects.get().day == date(2025, 6, 11)


def test_the_roll_up_follows_a_fill_that_counts_no_more():
    fill, other = FillFactory(), FillFactory()
    Fill.objects.filter(pk=fill.pk).update(is_current=False)
    kept = {row.office_id: (row.fills, row.litres, row.total) for row in DailyTotal.objects.all()}
    assert kept == {fill.office_id: (0, 0, 0), other.office_id: (1, Decimal(20), 200_000)}
    assert roll_up_differences() == []


def test_the_months_follow_the_days_over_their_ends_and_over_changes():
    fill = FillFactory(filled_at=datetime(2025, 6, 30, 15, 59, tzinfo=UTC))  # 23.59 in the city
    FillFactory(vehicle=fill.vehicle, filled_at=fill.filled_at + timedelta(minutes=2), litres=Decimal("1.500"))
    Fill.objects.filter(pk=fill.pk).update(is_current=False)
    months = [(str(row.month), row.fills, row.litres, row.total) for row in MonthlyTotal.objects.order_by("month")]
    assert months == [("2025-06-01", 0, 0, 0), ("2025-07-01", 1, Decimal("1.500"), 15_000)]
    assert roll_up_differences() == []


def test_the_checker_agrees_with_an_exact_roll_up(capsys):
    FillFactory()
    call_command("check_daily_totals")
    assert capsys.readouterr().out == "Rekap harian cocok: 1 baris.\n"


@pytest.mark.parametrize("field", ["total", "litres", "price", "odometer", "filled_at", "number"])
def test_the_database_refuses_to_change_a_fill(field):
    fill = FillFactory(odometer=5)
    value = fill.filled_at + timedelta(days=1) if field == "filled_at" else 7
    with pytest.raises(DatabaseError, match="enter a correction"), transaction.atomic():
        Fill.objects.filter(pk=fill.pk).update(**{field: value})


def test_a_transaction_is_there_once():
    fill = FillFactory(provider="a", number="1")
    FillFactory(provider="b", number="1")
    with pytest.raises(IntegrityError, match="fill_transaction_unique"), transaction.atomic():
        FillFactory(vehicle=fill.vehicle, provider="a", number="1")


@pytest.mark.parametrize("wrong", [{"litres": 0, "total": 1}, {"price": 0, "total": 1}, {"total": 0}, {"revision": 1}])
def test_a_fill_has_litres_money_and_an_original(wrong):
    vehicle = VehicleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FillFactory(vehicle=vehicle, **wrong)


def test_the_months_never_exceed_their_ceiling():
    ceiling = CeilingFactory(amount=120, months=[10] * 12)
    with pytest.raises(IntegrityError, match="add up to 121"), transaction.atomic():
        ceiling.allocations.filter(month=1).update(amount=11)
    with pytest.raises(IntegrityError, match="above the ceiling of 119"), transaction.atomic():
        Ceiling.objects.filter(pk=ceiling.pk).update(amount=119)
    ceiling.allocations.filter(month=1).update(amount=9)
    MonthlyAllocation.objects.filter(ceiling=ceiling, month=2).update(amount=11)
    assert sum(ceiling.allocations.values_list("amount", flat=True)) == 120


def test_an_office_has_one_original_ceiling_and_one_version_a_day():
    ceiling = CeilingFactory()
    for wrong in ({"in_force_from": date(2025, 5, 1)}, {"version": "perubahan", "in_force_from": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CeilingFactory(office=ceiling.office, **wrong)


def test_the_portals_role_may_not_write_the_roll_ups():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('kupang_app', 'sihebat_dailytotal', 'UPDATE'),"
            " has_table_privilege('kupang_app', 'sihebat_monthlytotal', 'INSERT'),"
            " has_table_privilege('kupang_app', 'sihebat_fill', 'DELETE'),"
            " has_table_privilege('kupang_app', 'sihebat_fill', 'INSERT')"
        )
        assert cursor.fetchone() == (False, False, False, True)
