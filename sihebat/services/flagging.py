"""Setting the flags of fills from what stood before them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sihebat.models import Fill, Vehicle
from sihebat.rules.flags import Facts, flags_of

# Each current fill from a moment on, with the fill before it, the last odometer reading before it, and the day's
# price; each is one step in an index.
FACTS = """
SELECT f.id, f.flags::text, f.filled_at, f.litres, f.price, f.total, f.odometer, v.tank_litres,
  (SELECT p.filled_at FROM sihebat_fill p WHERE p.vehicle_id = f.vehicle_id AND p.is_current
    AND (p.filled_at, p.id) < (f.filled_at, f.id) ORDER BY p.filled_at DESC, p.id DESC LIMIT 1) AS previous_at,
  (SELECT p.odometer FROM sihebat_fill p WHERE p.vehicle_id = f.vehicle_id AND p.is_current
    AND p.odometer IS NOT NULL AND (p.filled_at, p.id) < (f.filled_at, f.id)
    ORDER BY p.filled_at DESC, p.id DESC LIMIT 1) AS previous_odometer,
  (SELECT q.price FROM sihebat_fuelprice q WHERE q.product = f.product AND q.starts_on <= f.day
    ORDER BY q.starts_on DESC LIMIT 1) AS day_price
FROM sihebat_fill f JOIN sihebat_vehicle v ON v.id = f.vehicle_id
WHERE f.is_current AND f.vehicle_id = ANY(%(vehicles)s::uuid[]) AND f.filled_at >= %(since)s
ORDER BY f.filled_at, f.id
"""


VEHICLES_AT_ONCE = 20


def hold_vehicles(vehicles: Iterable[UUID]) -> None:
    """Fills of a vehicle are written and flagged one after the other: each is measured against its neighbours."""
    rows = Vehicle.objects.select_for_update(no_key=True).filter(pk__in=list(vehicles))
    list(rows.order_by("pk").values_list("pk"))


def refresh_in_pieces(since: Mapping[UUID, datetime]) -> Iterator[tuple[int, int]]:
    """Flag the fills of many vehicles anew, each from its moment on.

    Yields after each piece how many vehicles are done, and how many fills of the piece got other flags. Each piece is a
    short transaction of its own, so that nobody waits long for a vehicle.
    """
    vehicles = sorted(since)
    for first in range(0, len(vehicles), VEHICLES_AT_ONCE):
        some = vehicles[first : first + VEHICLES_AT_ONCE]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '60s'")
            hold_vehicles(some)
            changed = refresh_flags(some, min(since[pk] for pk in some))
        yield first + len(some), changed


def refresh_flags(vehicles: Iterable[UUID], since: datetime) -> int:
    """Set the flags of these vehicles' fills from `since` on; returns how many changed.

    From a fill on, not only of it: one that comes late changes what its successor is measured against.
    """
    changed = []
    for row_id, flags, facts in _facts(vehicles, since):
        wanted = flags_of(facts)
        if wanted != flags:
            changed.append(Fill(id=row_id, flags=wanted))
    Fill.objects.bulk_update(changed, ["flags"], batch_size=1000)
    return len(changed)


def _facts(vehicles: Iterable[UUID], since: datetime) -> list[tuple[UUID, dict[str, str], Facts]]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"vehicles": [str(pk) for pk in vehicles], "since": since})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        names = [column.name for column in cursor.description or ()][2:]
    return [(UUID(str(row[0])), json.loads(row[1]), Facts(**dict(zip(names, row[2:], strict=True)))) for row in rows]
