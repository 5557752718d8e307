"""Roll-ups stay exact under many writers, and the checker sees what was changed behind the triggers' back."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from sihebat.models import DailyTotal, Fill
from sihebat.queries.checking import roll_up_differences
from tests.factories.sihebat import FillFactory, VehicleFactory
from tools import testing


@pytest.mark.parametrize(
    ("roll_up", "change"),
    [
        ("day", "UPDATE sihebat_dailytotal SET total = 199999"),
        ("month", "UPDATE sihebat_monthlytotal SET total = 199999"),
    ],
)
def test_a_roll_up_that_was_tampered_with_is_seen(committed, roll_up, change):
    FillFactory()
    with testing._admin(committed) as owner, owner.cursor() as cursor:
        cursor.execute(change)
    found = {row["roll_up"]: (row["total"], row["total_found"]) for row in roll_up_differences()}
    assert found[roll_up] == (199_999, 200_000)
    with pytest.raises(CommandError, match="tidak sama"):
        call_command("check_daily_totals")


def test_the_roll_ups_stay_exact_when_many_write_at_once(committed):
    """Eight people enter and correct fills of the same two days, some together in one statement."""
    vehicles = VehicleFactory.create_batch(2)
    moments = (datetime(2025, 6, 30, 1, tzinfo=UTC), datetime(2025, 7, 1, 1, tzinfo=UTC))
    barrier, failures = threading.Barrier(8), []

    def write(number: int) -> None:
        barrier.wait()
        try:
            for turn in range(6):
                vehicle, moment = vehicles[(number + turn) % 2], moments[turn % 2]
                fill = FillFactory(vehicle=vehicle, filled_at=moment, number=f"{number}-{turn}")
                Fill.objects.filter(pk=fill.pk).update(is_current=turn % 3 > 0)
            built = [
                FillFactory.build(vehicle=row, office=row.office, filled_at=moment, number=f"{number}-{place}-{row.pk}")
                for place, moment in enumerate(moments)
                for row in vehicles
            ]
            Fill.objects.bulk_create(built)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(row.fills for row in DailyTotal.objects.all()) == 8 * (4 + 4)
    assert roll_up_differences() == []
