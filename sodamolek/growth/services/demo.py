"""Invented posyandu and children up to last month, every one labelled as a sample; nobody in it exists.

This month's weighing day is left to whoever tries the portal.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist

from django.db import transaction
from django.utils import timezone

from core.accounts.models import User
from core.population.models import Resident
from core.regions.models import Office, Region
from core.regions.queries import kelurahan_list
from core.signup import demo as people
from sodamolek.growth.models import Check, Child, Measurement, Posyandu, Publication, Puskesmas, WeighingSession
from sodamolek.growth.queries.lists import active_children
from sodamolek.growth.rules.categories import is_stunted
from sodamolek.growth.rules.gain import gains, month_of, months_before
from sodamolek.growth.rules.tables import OLDEST, by_day
from sodamolek.growth.rules.zscores import measurement_at
from sodamolek.growth.services.measurements import Measured, scored_fields
from sodamolek.growth.services.publications import publish
from sodamolek.growth.workflow import Status

KADER_KELURAHAN = "53.71.06.1008"  # Fatubesi, where the demo's journeys are
KADER_MONTHS = 6
CHILDREN = (34, 60)  # from, to, in a posyandu
WAITING = 4  # short children who are left for the demo's puskesmas
SHARE_WEIGHED = 0.86
NAMES = (
    "Yosua", "Maria", "Andreas", "Yuliana", "Gabriel", "Natalia", "Rafael", "Kristina", "Daniel", "Elisabet",
    "Markus", "Agnes", "Yeremia", "Veronika", "Samuel", "Theresia", "Matius", "Febriana", "Stefanus", "Oktavia",
)  # fmt: skip
WEIGHING_DAY = 10


@dataclass(frozen=True)
class Habit:
    """How an invented child grows: scores that stay, with a little noise each month."""

    key: str
    height: float
    weight: float


def make_growth() -> None:
    """Make the demo's children and what was measured up to last month; a second run adds what is missing."""
    worker, centre, office = (people.find(key) for key in ("posyandu_worker", "puskesmas", "dinkes"))
    if worker is None or centre is None or office is None:
        return
    with transaction.atomic():
        for kelurahan in kelurahan_list():
            _make_posyandu(kelurahan, worker, centre)
        last = months_before(month_of(timezone.localdate()), 1)
        for row in Posyandu.objects.filter(is_sample=True).select_related("kelurahan", "puskesmas"):
            mine = row.kelurahan.code == KADER_KELURAHAN
            for back in range(KADER_MONTHS - 1 if mine else 0, -1, -1):
                _make_month(row, months_before(last, back), waiting=WAITING if mine else 0)
    if not Publication.objects.filter(month=last).exists():
        publish(last, by=office)


def _make_posyandu(kelurahan: Region, worker: User, centre: User) -> None:
    name = f"Posyandu Melati {kelurahan.name} (contoh)"
    if Posyandu.objects.filter(kelurahan=kelurahan, name=name).exists():
        return
    district = kelurahan.parent.name if kelurahan.parent else ""
    health, _made = Puskesmas.objects.get_or_create(
        name=f"Puskesmas {district} (contoh)", defaults={"office": Office.objects.get(code="dinkes"), "is_sample": True}
    )
    row = Posyandu.objects.create(name=name, kelurahan=kelurahan, puskesmas=health, is_sample=True)
    if kelurahan.code == KADER_KELURAHAN:
        row.workers.add(worker)
        health.staff.add(centre)
    count = CHILDREN[0] + round(_share(kelurahan.code) * (CHILDREN[1] - CHILDREN[0]))
    Child.objects.bulk_create([_child(row, number) for number in range(count)])


def _child(posyandu: Posyandu, number: int) -> Child:
    key = f"{posyandu.kelurahan.code}:{number}"
    today = timezone.localdate()
    age = 60 + round(_share(key, "age") * (OLDEST - 400))
    citizen = people.find(people.CITIZEN_KEY) if posyandu.kelurahan.code == KADER_KELURAHAN and number == 0 else None
    family = Resident.objects.filter(user=citizen).values_list("kk_index", flat=True).first() if citizen else None
    return Child(
        posyandu=posyandu,
        name=f"{NAMES[round(_share(key, 'name') * 997) % len(NAMES)]} {number + 1} (contoh)",
        parent_name=f"Ibu {number + 1} (contoh)",
        birth_date=today - timedelta(days=age),
        sex="M" if _share(key, "sex") < 0.51 else "F",
        kk_index=family or "",
        has_card=_share(key, "card") < 0.95,
        joined_on=today - timedelta(days=age - 10),
        is_sample=True,
    )


def _make_month(posyandu: Posyandu, month: date, *, waiting: int) -> None:
    day = month.replace(day=WEIGHING_DAY)
    session, made = WeighingSession.objects.get_or_create(posyandu=posyandu, day=day)
    if not made:
        return
    children = [child for child in active_children([posyandu], day) if _share(str(child.pk), str(day)) < SHARE_WEIGHED]
    earlier: dict[object, list[tuple[date, Decimal]]] = {}
    for child_id, on, weight in Measurement.objects.filter(child__in=children, session__isnull=False).values_list(
        "child_id", "day", "weight"
    ):
        earlier.setdefault(child_id, []).append((on, weight or Decimal(0)))
    rows = []
    for child in children:
        found = _measured(child, day)
        marks = gains(child.sex, child.birth_date, [*earlier.get(child.pk, []), (day, found.weight or Decimal(0))])
        fields = scored_fields(child, day, found)
        rows.append(Measurement(child=child, session=session, gain=marks[day], **fields))
    Measurement.objects.bulk_create(rows)
    _make_checks(posyandu, rows, day, waiting)


def _make_checks(posyandu: Posyandu, rows: list[Measurement], day: date, waiting: int) -> None:
    """The puskesmas confirmed most of the short; the first `waiting` still wait."""
    known = set(Check.objects.filter(child__posyandu=posyandu).values_list("child_id", flat=True))
    short = [row for row in rows if is_stunted(row.scores) and row.child_id not in known]
    if waiting and day < months_before(month_of(timezone.localdate()), 1):
        short, left = short[waiting:], 0  # kept for the last month
    else:
        left = waiting
    checks, agains = [], []
    for number, row in enumerate(short):
        check = Check(child=row.child, found=row, office_id=posyandu.puskesmas.office_id, asked_on=day)
        if number >= left:
            slip = Decimal("0.2") if _share(str(row.child_id), "again") < 0.9 else Decimal("3.5")
            lenhei = (row.lenhei or Decimal(0)) + slip
            fields = scored_fields(row.child, day + timedelta(days=4), Measured(row.weight, lenhei))
            check.again = Measurement(child=row.child, **fields)
            agains.append(check.again)
            confirmed = is_stunted(check.again.scores)
            check = Check(
                child=row.child, found=row, again=check.again, office_id=check.office_id, asked_on=day,
                status=Status.CONFIRMED if confirmed else Status.CLEARED, decided_at=timezone.now(),
            )  # fmt: skip
        checks.append(check)
    Measurement.objects.bulk_create(agains)
    Check.objects.bulk_create(checks)


def _measured(child: Child, day: date) -> Measured:
    """What the child weighs and how tall it is on `day`, as its habit has it."""
    habit = _habit(child)
    age = min((day - child.birth_date).days, OLDEST)
    noise = (_share(habit.key, day.isoformat()) - 0.5) * 0.3
    lenhei = measurement_at(max(-3.0, min(3.0, habit.height + noise / 3)), by_day("lhfa", child.sex)[age])
    weight = measurement_at(max(-3.0, min(3.0, habit.weight + noise)), by_day("wfa", child.sex)[age])
    return Measured(Decimal(f"{weight:.1f}"), Decimal(f"{lenhei:.1f}"))


def _habit(child: Child) -> Habit:
    key = f"{child.posyandu.kelurahan.code}:{child.birth_date}:{child.name}"
    place = (_share(child.posyandu.kelurahan.code, "level") - 0.5) * 0.8
    height = NormalDist(-1.3 + place, 1.0).inv_cdf(0.001 + 0.998 * _share(key, "height"))
    weight = 0.6 * height + NormalDist(-0.2, 0.7).inv_cdf(0.001 + 0.998 * _share(key, "weight"))
    return Habit(key, height, weight)


def _share(*words: str) -> float:
    """The same number from 0 to 1 for the same words, everywhere."""
    digest = hashlib.sha256("|".join(words).encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32
