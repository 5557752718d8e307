"""Each flag at its edge, with what it tells."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sihebat.rules.flags import Facts, flags_of

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
FINE = Facts(
    litres=Decimal("40.000"),
    price=10_000,
    total=400_000,
    filled_at=AT,
    odometer=52_300,
    tank_litres=Decimal("40.0"),
    previous_at=AT - timedelta(minutes=21),
    previous_odometer=52_300,
    day_price=10_000,
)


def test_a_fill_at_every_edge_has_no_flag():
    assert flags_of(FINE) == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"litres": Decimal("40.001"), "total": 400_010},
            {"over_tank": "Diisi 40,001 liter, tangkinya 40 liter."},
        ),
        (
            {"odometer": 52_299},
            {"odometer": "Odometer 52.299 km, pada pengisian sebelumnya 52.300 km."},
        ),
        (
            {"previous_at": AT - timedelta(minutes=20)},
            {"again": "Kendaraan yang sama sudah diisi 20 menit sebelumnya."},
        ),
        (
            {"day_price": 12_400},
            {"price": "Harga per liter Rp 10.000, harga yang berlaku hari itu Rp 12.400."},
        ),
        (
            {"total": 400_051},
            {"total": "Liter × harga = Rp 400.000, total pada nota Rp 400.051."},
        ),
    ],
)
def test_one_step_beyond_the_edge_raises_one_flag(changed, expected):
    assert flags_of(replace(FINE, **changed)) == expected


def test_what_is_not_known_raises_no_flag():
    unknown = Facts(litres=Decimal(500), price=10_000, total=5_000_000, filled_at=AT)
    assert flags_of(unknown) == {}


def test_a_receipt_for_a_round_sum_is_no_difference():
    """Rp 100.000 at 13,500: the receipt says 7.41 litres."""
    assert flags_of(Facts(litres=Decimal("7.41"), price=13_500, total=100_000, filled_at=AT)) == {}


def test_all_five_at_once():
    worst = Facts(Decimal(60), 9_000, 1, AT, 10, Decimal(40), AT - timedelta(minutes=1), 11, 10_000)
    assert list(flags_of(worst)) == ["over_tank", "odometer", "again", "price", "total"]
