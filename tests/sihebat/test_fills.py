"""Entering and correcting: who may, what is refused, what stays."""

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from sihebat.forms.fills import CorrectionForm
from sihebat.models import DailyTotal, Fill
from sihebat.services.fills import Entry, correct_fill, enter_fill
from sihebat.services.fleet import VehicleFacts, change_vehicle
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.regions import OfficeFactory
from tests.factories.sihebat import FillFactory, FuelPriceFactory, VehicleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def vehicle():
    FuelPriceFactory()
    return VehicleFactory()


@pytest.fixture
def clerk(vehicle):
    return staff(Role.FUEL_CLERK, vehicle.office)


@pytest.fixture
def entry(vehicle):
    at = timezone.now() - timedelta(days=2)
    return Entry(vehicle, at, "pertalite", Decimal("20.000"), 10_000, 200_000, odometer=1_000, number="n-1")


def test_a_clerk_enters_a_fill_and_it_is_recorded(clerk, entry):
    fill = enter_fill(entry, by=clerk)
    assert (fill.number, fill.office_id, fill.total, fill.flags) == ("N-1", entry.vehicle.office_id, 200_000, {})
    assert [(row.actor_id, row.action) for row in Trail.objects.all()] == [(clerk.pk, "sihebat.fill")]


def test_nobody_enters_a_fill_of_another_office(entry):
    stranger = staff(Role.FUEL_CLERK)
    with pytest.raises(PermissionDenied):
        enter_fill(entry, by=stranger)
    assert Fill.objects.count() == 0


def test_the_same_receipt_is_refused_at_its_field(clerk, entry):
    enter_fill(entry, by=clerk)
    with pytest.raises(ValidationError) as refused:
        enter_fill(entry, by=clerk)
    assert list(refused.value.message_dict) == ["number"]
    assert Fill.objects.count() == 1


@pytest.mark.parametrize("shift", [timedelta(days=1), timedelta(days=-400)])
def test_a_moment_out_of_reach_is_refused(clerk, entry, shift):
    with pytest.raises(ValidationError) as refused:
        enter_fill(replace(entry, filled_at=timezone.now() + shift), by=clerk)
    assert list(refused.value.message_dict) == ["filled_at"]


def test_a_fill_that_comes_late_changes_the_flags_of_its_successor(clerk, entry):
    later = enter_fill(entry, by=clerk)
    before = replace(entry, filled_at=entry.filled_at - timedelta(minutes=10), odometer=2_000, number="n-0")
    assert enter_fill(before, by=clerk).flags == {}
    later.refresh_from_db()
    assert set(later.flags) == {"odometer", "again"}


def test_a_correction_takes_the_place_of_the_original_and_keeps_it(clerk, entry):
    original = enter_fill(replace(entry, litres=Decimal("200.000"), total=2_000_000), by=clerk)
    assert list(original.flags) == ["over_tank"]
    fill = correct_fill(original, entry, reason="koma terlewat", by=clerk)
    original.refresh_from_db()
    assert (original.is_current, original.total, fill.total, fill.revision, fill.corrects) == (
        False,
        2_000_000,
        200_000,
        1,
        original,
    )
    assert (fill.number, fill.reason, fill.flags) == ("N-1", "koma terlewat", {})
    assert [(row.fills, row.total) for row in DailyTotal.objects.all()] == [(1, 200_000)]


def test_only_the_newest_is_corrected_and_with_a_reason(clerk, entry):
    original = enter_fill(entry, by=clerk)
    with pytest.raises(ValidationError) as refused:
        correct_fill(original, entry, reason=" ", by=clerk)
    assert list(refused.value.message_dict) == ["reason"]
    correct_fill(original, entry, reason="salah", by=clerk)
    with pytest.raises(ValidationError, match="sudah dikoreksi"):
        correct_fill(original, entry, reason="salah lagi", by=clerk)


@pytest.fixture
def moved_to(vehicle):
    """The office to which the vehicle went yesterday."""
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        facts = {field.name: getattr(vehicle, field.name) for field in fields(VehicleFacts)}
        new = OfficeFactory(dinas=True)
        change_vehicle(vehicle, VehicleFacts(**{**facts, "office": new}), by=staff(Role.BKAD_OFFICER))
    return new


def test_a_receipt_that_comes_after_a_transfer_is_the_former_offices(clerk, entry, moved_to):
    former, newcomer = entry.vehicle.office, staff(Role.FUEL_CLERK, moved_to)
    with pytest.raises(ValidationError) as refused:
        enter_fill(entry, by=newcomer)
    assert former.name in refused.value.message_dict["filled_at"][0]
    assert enter_fill(entry, by=clerk).office == former
    since = replace(entry, filled_at=entry.filled_at + timedelta(days=1), number="n-2")
    with pytest.raises(ValidationError) as refused:
        enter_fill(since, by=clerk)
    assert moved_to.name in refused.value.message_dict["filled_at"][0]
    assert enter_fill(since, by=newcomer).office == moved_to
    with pytest.raises(PermissionDenied):
        enter_fill(replace(entry, number="n-3"), by=staff(Role.FUEL_CLERK))


def test_a_correction_after_a_transfer_stays_with_the_office_of_the_day(clerk, entry, request):
    original = enter_fill(entry, by=clerk)
    moved_to = request.getfixturevalue("moved_to")
    form = CorrectionForm(clerk, original, {"plate": original.vehicle.plate})
    assert "plate" not in form.errors
    with pytest.raises(PermissionDenied):
        correct_fill(original, entry, reason="salah", by=staff(Role.FUEL_CLERK, moved_to))
    fill = correct_fill(original, replace(entry, total=210_000), reason="salah", by=clerk)
    assert (fill.office, fill.vehicle.office) == (original.office, moved_to)
    assert [(row.office, row.total) for row in DailyTotal.objects.exclude(fills=0)] == [(original.office, 210_000)]
    # With the right day it turns out to be the other office's: who works for both may say so.
    later = replace(entry, filled_at=timezone.now())
    with pytest.raises(ValidationError, match=moved_to.name):
        correct_fill(fill, later, reason="salah hari", by=clerk)
    AssignmentFactory(user=clerk, role=Role.FUEL_CLERK, office=moved_to)
    assert correct_fill(fill, later, reason="salah hari", by=User.objects.get(pk=clerk.pk)).office == moved_to


def test_an_office_sees_its_own_fills_and_bkad_all():
    mine, other = FillFactory(), FillFactory()
    clerk, head = staff(Role.FUEL_CLERK, mine.office), staff(Role.OFFICE_HEAD, mine.office)
    seen = {
        "clerk": set(Fill.objects.visible_to(clerk)),
        "head": set(Fill.objects.visible_to(head)),
        "bkad": set(Fill.objects.visible_to(staff(Role.BKAD_OFFICER))),
        "auditor": set(Fill.objects.visible_to(staff(Role.AUDITOR))),
        "operator": set(Fill.objects.visible_to(staff(Role.OPERATOR, mine.office))),
    }
    assert seen == {"clerk": {mine}, "head": {mine}, "bkad": {mine, other}, "auditor": {mine, other}, "operator": set()}
