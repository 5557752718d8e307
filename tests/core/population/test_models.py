from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.accounts.rules import Role
from core.population.models import Resident
from tests.factories.accounts import UserFactory, staff
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory


@pytest.fixture
def office(db):
    return OfficeFactory()


def seen_by(user) -> set[Resident]:
    return set(Resident.objects.visible_to(user))


def test_a_citizen_sees_only_the_own_row(office):
    mine, _neighbour = ResidentFactory.create_batch(2, domicile=office.region)
    assert seen_by(mine.user) == {mine}
    assert seen_by(UserFactory()) == set()


def test_nobody_sees_nothing(office):
    ResidentFactory(domicile=office.region)
    assert seen_by(AnonymousUser()) == set()


def test_an_operator_sees_who_lives_in_the_kelurahan_and_nobody_elsewhere(office):
    here = ResidentFactory.create_batch(2, domicile=office.region)
    elsewhere = ResidentFactory(domicile=OfficeFactory().region)
    operator = staff(Role.OPERATOR, office)
    own = ResidentFactory(user=operator, domicile=elsewhere.domicile)
    assert seen_by(operator) == {*here, own}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.CITIZEN)])
def test_no_other_role_looks_around_even_at_the_same_office(office, role):
    ResidentFactory(domicile=office.region)
    assert seen_by(staff(role, office)) == set()


def test_an_assignment_that_ended_opens_nothing(office):
    ResidentFactory(domicile=office.region)
    yesterday = timezone.localdate() - timedelta(days=1)
    former = staff(Role.OPERATOR, office, starts_on=yesterday, ends_on=yesterday)
    assert seen_by(former) == set()


def test_one_question_to_the_database_whatever_the_number_of_rows(office, django_assert_num_queries):
    operator = staff(Role.OPERATOR, office)
    operator.assignments_today  # noqa: B018 - read once per request
    for count in (1, 20):
        ResidentFactory.create_batch(count, domicile=office.region)
        with django_assert_num_queries(1):
            list(Resident.objects.visible_to(operator))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"sex": "X"}, "resident_sex_known"),
        ({"match_state": "perhaps"}, "resident_match_state_known"),
        ({"match_state": "matched", "matched_at": None}, "resident_proven_has_its_time"),
        ({"match_state": "confirmed", "matched_at": None}, "resident_proven_has_its_time"),
    ],
)
def test_the_database_refuses(db, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ResidentFactory(**fields)


def test_a_nik_is_there_once(db):
    first = ResidentFactory()
    with pytest.raises(IntegrityError, match="resident_nik_index_unique"), transaction.atomic():
        ResidentFactory(nik=first.nik)


def test_a_row_says_nothing_of_the_person_in_logs(db):
    resident = ResidentFactory(name="Yohanes Contoh", nik="5371061203849001")
    assert str(resident) == f"warga {resident.pk}"
    assert repr(resident) == f"<Resident: warga {resident.pk}>"
    assert resident.masked_nik == "5371••••••••9001"
