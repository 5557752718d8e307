"""The person behind a session, read in one query."""

from datetime import date, timedelta

from core.accounts.models import User
from core.accounts.queries import person_with_assignments
from core.accounts.rules import Role
from tests.factories.accounts import UserFactory, staff

TODAY = date(2026, 11, 26)


def test_the_person_comes_with_the_assignments_of_that_day(db, django_assert_num_queries):
    lurah = staff(Role.LURAH)
    held = lurah.assignments.get()
    ended = lurah.assignments.create(
        role=Role.OPERATOR, office=held.office, starts_on=TODAY - timedelta(9), ends_on=TODAY - timedelta(1)
    )
    future = lurah.assignments.create(role=Role.KASI, office=held.office, starts_on=TODAY + timedelta(1))
    held.starts_on = TODAY
    held.save()
    with django_assert_num_queries(1):
        person = person_with_assignments(lurah.pk, TODAY)
        assert person is not None
        assert [a.pk for a in person.assignments_today] == [held.pk]
        assert person.assignments_today[0].office == held.office
        assert person.assignments_today[0].office.region_id == held.office.region_id
        assert person.assignments_today[0].user is person
    yesterday = person_with_assignments(lurah.pk, TODAY - timedelta(1))
    tomorrow = person_with_assignments(lurah.pk, TODAY + timedelta(1))
    assert yesterday is not None
    assert [a.pk for a in yesterday.assignments_today] == [ended.pk]
    assert tomorrow is not None
    assert {a.pk for a in tomorrow.assignments_today} == {held.pk, future.pk}


def test_every_column_is_the_one_that_the_orm_reads(db):
    citizen = UserFactory(email="warga@example.org", phone="+6281234567890")
    person = person_with_assignments(citizen.pk, TODAY)
    orm = User.objects.get(pk=citizen.pk)
    assert person == orm
    assert person is not None
    assert person.assignments_today == []
    for field in User._meta.concrete_fields:
        assert getattr(person, field.attname) == getattr(orm, field.attname)


def test_somebody_inactive_or_unknown_is_nobody(db):
    gone = UserFactory(is_active=False)
    assert person_with_assignments(gone.pk, TODAY) is None
    assert person_with_assignments(UserFactory.build().pk, TODAY) is None
