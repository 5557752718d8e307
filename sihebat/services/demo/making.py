"""Writing the worked example; safe to run again: then it only adds what has happened since."""

import csv
import io
import json
import random
from datetime import date, datetime, timedelta

import uuid_utils
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from core.jobs import services as jobs
from core.signup import demo as demo_people
from sihebat.models import EfficiencyReport, Fill, Vehicle
from sihebat.rules.efficiency import Basis
from sihebat.services import reports
from sihebat.services.demo import budget
from sihebat.services.demo.fills import Prices, Pump, fills_of, month_totals
from sihebat.services.demo.fleet import chosen_offices, make_vehicles, needs_of
from sihebat.services.demo.plan import example
from sihebat.services.snapshot import DEMO_PROVIDER

COLUMNS = (
    "id", "vehicle_id", "office_id", "filled_at", "product", "litres", "price", "total", "odometer", "station",
    "provider", "number", "revision", "is_current", "reason", "method", "flags", "created_at",
)  # fmt: skip
MOMENT = COLUMNS.index("filled_at")
ROWS_AT_ONCE = 25_000
STATION = "SPBU contoh"


def make_example() -> None:
    """Prices, ceilings, vehicles, and fills from 2021 up to now."""
    now = timezone.now()
    years = range(example()["first_year"], timezone.localdate().year + 1)
    offices = chosen_offices()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A slow machine thinks for longer than a web request may while it makes up the fills.
            cursor.execute("SET LOCAL statement_timeout = '120s'; SET LOCAL idle_in_transaction_session_timeout = 0")
        budget.make_prices(years)
        vehicles = make_vehicles(offices)
        budget.make_ceilings(offices, needs_of(offices, vehicles), years)
        _make_fills(vehicles, years, now)
        _make_reports()


def _make_reports() -> None:
    """The two published percentages as frozen reports, asked for by the demo's officer of BKAD."""
    officer = demo_people.find("bkad_officer")
    if officer is None or EfficiencyReport.objects.exists():
        return
    for start, end, basis in (
        (date(2022, 1, 1), date(2022, 12, 31), Basis.CEILING),
        (date(2023, 6, 1), date(2023, 6, 30), Basis.ALLOCATION),
    ):
        report = reports.ask_report(start, end, basis, None, by=officer)
        if report.job is not None:
            jobs.cancel(report.job)  # made here and now: no worker runs while the demo is set up
        reports.make_report(report.pk)


def _make_fills(vehicles: list[Vehicle], years: range, now: datetime) -> None:
    since = Fill.objects.filter(provider=DEMO_PROVIDER).aggregate(last=Max("filled_at"))["last"]
    dice = random.Random(43)  # noqa: S311 - the same example on every machine
    factors: dict[object, int] = {}
    for vehicle in vehicles:
        factors.setdefault(vehicle.office_id, dice.randint(85, 112))
    totals = month_totals(vehicles, factors, years)
    prices = Prices()
    # An odd fill may come some minutes after its elder: what is younger than the newest one is new.
    start = since or datetime.combine(date.min, datetime.min.time(), now.tzinfo) + timedelta(days=2)
    rows = [
        _row(vehicle, pump, number, flags, now)
        for place, vehicle in enumerate(vehicles)
        for pump, number, flags in fills_of(place, vehicle, totals, prices)
        if start < pump.at <= now
    ]
    # In the order of time each day is added up in one statement, and the indexes grow at their ends.
    rows.sort(key=lambda row: str(row[MOMENT]))
    for first in range(0, len(rows), ROWS_AT_ONCE):
        _copy(rows[first : first + ROWS_AT_ONCE])


def _row(vehicle: Vehicle, pump: Pump, number: str, flags: dict[str, str], now: datetime) -> list[object]:
    return [
        uuid_utils.uuid7(), vehicle.pk, vehicle.office_id, pump.at.isoformat(), vehicle.product, pump.litres,
        pump.price, pump.total, pump.odometer, STATION, DEMO_PROVIDER, number, 0, True, "", Fill.Method.FILE.value,
        json.dumps(flags, ensure_ascii=False) if flags else "{}", now.isoformat(),
    ]  # fmt: skip


def _copy(rows: list[list[object]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY sihebat_fill ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (reason))", buffer
        )
