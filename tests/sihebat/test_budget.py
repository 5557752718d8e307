"""Ceilings in versions and their months: who may enter them, what is refused and where."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from sihebat.models import Ceiling
from sihebat.queries import budget as found
from sihebat.services.budget import NewVersion, add_ceiling, set_allocations
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory
from tests.factories.sihebat import CeilingFactory, FillFactory

pytestmark = pytest.mark.django_db
ORIGINAL = NewVersion("murni", date(2025, 1, 2), 12_000_000, "Perda 9/2024", [1_000_000] * 12)
CHANGE = NewVersion("perubahan", date(2025, 10, 3), 13_000_000, " Perda 5/2025 ", [1_000_000] * 11 + [2_000_000])


@pytest.fixture
def officer():
    return staff(Role.BKAD_OFFICER)


@pytest.fixture
def office():
    return OfficeFactory(dinas=True)


def test_a_version_takes_over_from_its_day_on_and_the_old_one_stays(officer, office):
    first = add_ceiling(office, 2025, ORIGINAL, by=officer)
    second = add_ceiling(office, 2025, CHANGE, by=officer)
    rows = found.versions(officer, office, 2025)
    assert [(row.pk, row.amount, row.allocated) for row in rows] == [
        (second.pk, 13_000_000, 13_000_000),
        (first.pk, 12_000_000, 12_000_000),
    ]
    assert second.decree == "Perda 5/2025"
    in_force = {day: found.in_force(officer, day).get().pk for day in (date(2025, 10, 2), date(2025, 10, 3))}
    assert in_force == {date(2025, 10, 2): first.pk, date(2025, 10, 3): second.pk}
    assert list(Trail.objects.values_list("action", "office_id")) == [("sihebat.add_ceiling", office.pk)] * 2


@pytest.mark.parametrize(
    ("before", "said", "field"),
    [
        ([], CHANGE, "version"),
        ([ORIGINAL], replace(ORIGINAL, in_force_from=date(2025, 5, 1)), "version"),
        ([], replace(ORIGINAL, in_force_from=date(2024, 12, 31)), "in_force_from"),
        ([ORIGINAL], replace(CHANGE, in_force_from=date(2025, 1, 2)), "in_force_from"),
        ([], replace(ORIGINAL, decree="  "), "decree"),
        ([], replace(ORIGINAL, months=[1_000_000] * 11 + [1_000_001]), "month_12"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(officer, office, before, said, field):
    for version in before:
        add_ceiling(office, 2025, version, by=officer)
    with pytest.raises(ValidationError) as refused:
        add_ceiling(office, 2025, said, by=officer)
    assert list(refused.value.message_dict) == [field]
    assert Ceiling.objects.count() == len(before)


def test_months_of_the_newest_version_are_changed_within_its_ceiling(officer, office):
    first = add_ceiling(office, 2025, ORIGINAL, by=officer)
    set_allocations(first, [500_000] * 12, by=officer)
    assert list(first.allocations.order_by("month").values_list("amount", flat=True)) == [500_000] * 12
    with pytest.raises(ValidationError, match="di atas pagu"):
        set_allocations(first, [1_000_001] * 12, by=officer)
    add_ceiling(office, 2025, CHANGE, by=officer)
    with pytest.raises(ValidationError, match="sudah diganti"):
        set_allocations(first, [0] * 12, by=officer)
    assert sum(first.allocations.values_list("amount", flat=True)) == 6_000_000


def test_only_bkad_changes_money(officer, office):
    ceiling = add_ceiling(office, 2025, ORIGINAL, by=officer)
    for role in (Role.FUEL_CLERK, Role.OFFICE_HEAD, Role.AUDITOR):
        person = staff(role, office)
        with pytest.raises(PermissionDenied):
            add_ceiling(office, 2025, CHANGE, by=person)
        with pytest.raises(PermissionDenied):
            set_allocations(ceiling, [0] * 12, by=person)


def test_an_office_sees_its_own_budget_and_bkad_all(officer):
    own, other = CeilingFactory(months=[1_000_000] * 12), CeilingFactory()
    FillFactory(vehicle__office=own.office)
    clerk = staff(Role.FUEL_CLERK, own.office)
    on = date(2025, 12, 31)
    seen = [(row.office, row.realised, row.left, str(row.used)) for row in found.office_years(clerk, on)]
    assert seen == [(own.office, 200_000, 11_800_000, "1.67")]
    assert {row.office for row in found.office_years(officer, on)} == {own.office, other.office}
    assert list(found.offices_of(clerk)) == [own.office]
    june = found.months_until(clerk, on)[5]
    assert (june.name, june.allocated, june.realised, june.left) == ("Juni", 1_000_000, 200_000, 800_000)
    assert found.months_until(officer, on, other.office)[5].realised is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_year_takes_the_same_queries_for_one_office_and_for_many(officer, count, django_assert_num_queries):
    for ceiling in CeilingFactory.create_batch(count, months=[1] * 12):
        FillFactory(vehicle__office=ceiling.office)
    assert officer.has_role(Role.BKAD_OFFICER)
    with django_assert_num_queries(2):
        assert len(found.office_years(officer, date(2025, 12, 31))) == count
