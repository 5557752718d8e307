"""Clerks who write at the same moment: nobody locks the other out, and each fill is measured against the other."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from core.accounts.rules import Role
from sihebat.models import Fill
from sihebat.queries.checking import roll_up_differences
from sihebat.services import fills
from sihebat.services.fills import Entry
from tests.factories.accounts import staff
from tests.factories.sihebat import FillFactory, VehicleFactory

MEETING = 0.5  # seconds; who waits for a lock does not come to it, and the other goes on alone


@pytest.fixture
def meet(monkeypatch):
    """Lets two threads wait for each other before a function of the service runs."""
    barrier = threading.Barrier(2, timeout=MEETING)

    def before(name: str) -> threading.Barrier:
        function = getattr(fills, name)

        def waiting(*args, **kwargs):
            with suppress(threading.BrokenBarrierError):
                barrier.wait()
            return function(*args, **kwargs)

        monkeypatch.setattr(fills, name, waiting)
        return barrier

    return before


def at_once(*works: Callable[[], object]) -> list[DatabaseError]:
    """Each in a thread with a connection of its own; what the database refused."""
    failures: list[DatabaseError] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def entry_of(fill: Fill) -> Entry:
    return Entry(fill.vehicle, fill.filled_at, fill.product, fill.litres, fill.price, fill.total)


def test_two_corrections_that_cross_between_months_do_not_lock_each_other_out(committed, meet):
    now = timezone.now()
    this, that = VehicleFactory.create_batch(2)
    that.office = this.office
    that.save()
    clerk = staff(Role.FUEL_CLERK, this.office)
    late, early = (
        FillFactory(vehicle=this, filled_at=now),
        FillFactory(vehicle=that, filled_at=now - timedelta(days=40)),
    )
    meet("_write")
    failures = at_once(
        lambda: fills.correct_fill(
            late, replace(entry_of(late), filled_at=early.filled_at), reason="tanggal", by=clerk
        ),
        lambda: fills.correct_fill(
            early, replace(entry_of(early), filled_at=late.filled_at), reason="tanggal", by=clerk
        ),
    )
    assert failures == []
    assert Fill.objects.filter(is_current=True, revision=1).count() == 2
    assert roll_up_differences() == []


def test_a_correction_and_a_new_fill_of_one_vehicle_do_not_lock_each_other_out(committed, meet):
    now = timezone.now()
    old = FillFactory(filled_at=now - timedelta(minutes=5), odometer=2_000)
    clerk = staff(Role.FUEL_CLERK, old.vehicle.office)
    new = replace(entry_of(old), filled_at=now - timedelta(minutes=10), odometer=3_000, number="baru")
    barrier = meet("refresh_flags")

    def correct() -> None:
        while not barrier.n_waiting and not barrier.broken:  # the new fill is written, the flags after it are not
            time.sleep(0.01)
        fills.correct_fill(old, replace(entry_of(old), litres=Decimal(21)), reason="liter", by=clerk)

    failures = at_once(lambda: fills.enter_fill(new, by=clerk), correct)
    assert failures == []
    assert Fill.objects.filter(is_current=True).count() == 2
    assert roll_up_differences() == []


def test_two_fills_of_one_vehicle_at_once_see_each_other(committed, meet):
    now, vehicle = timezone.now(), VehicleFactory()
    clerk = staff(Role.FUEL_CLERK, vehicle.office)
    first = Entry(vehicle, now - timedelta(minutes=15), vehicle.product, Decimal(20), 10_000, 200_000, number="satu")
    # Of another product, so that they don't meet at one row of the roll-up.
    second = replace(first, filled_at=now - timedelta(minutes=5), product="pertamax_turbo", number="dua")
    meet("refresh_flags")
    assert at_once(lambda: fills.enter_fill(first, by=clerk), lambda: fills.enter_fill(second, by=clerk)) == []
    assert list(Fill.objects.get(number="DUA").flags) == ["again"]
