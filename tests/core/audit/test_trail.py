from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.accounts.rules import Role
from core.audit import queries, services
from core.audit.models import Entry
from tests.factories.accounts import UserFactory, staff


@pytest.fixture
def auditor(db):
    return staff(Role.AUDITOR)


def test_an_entry_says_who_did_what_for_whom(db):
    operator, citizen = staff(Role.OPERATOR), UserFactory()
    office = operator.assignments_today[0].office
    services.record("submit", citizen, by=operator, office_id=office.pk, on_behalf_of=citizen, detail={"cara": "loket"})
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.subject_type, entry.subject_id) == (
        operator, "submit", "accounts.user", citizen.pk,
    )  # fmt: skip
    assert (entry.office, entry.on_behalf_of, entry.detail) == (office, citizen, {"cara": "loket"})


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_only_the_auditor_sees_the_trail(db, role):
    somebody = staff(role)
    services.record("masuk", somebody, by=somebody)
    assert list(queries.trail(somebody)) == []


def test_the_trail_is_found_by_name_action_and_day(auditor):
    ana, boni = UserFactory(name="Ana Contoh"), UserFactory(name="Boni Contoh")
    with time_machine.travel("2026-11-20 23:30+08:00", tick=False):
        services.record("masuk", ana, by=ana)
    with time_machine.travel("2026-11-21 00:30+08:00", tick=False):
        services.record("masuk", boni, by=boni)
        services.record("keluar", boni, by=boni)

    def found(**filters):
        return [(str(entry.actor), entry.action) for entry in queries.trail(auditor, **filters)]

    assert found() == [("Boni Contoh", "keluar"), ("Boni Contoh", "masuk"), ("Ana Contoh", "masuk")]
    assert found(name="ana") == [("Ana Contoh", "masuk")]
    assert found(did=("accounts.user", "keluar")) == [("Boni Contoh", "keluar")]
    assert found(since=date(2026, 11, 21), did=("accounts.user", "masuk")) == [("Boni Contoh", "masuk")]
    assert found(did=("accounts.assignment", "masuk")) == []
    assert found(until=date(2026, 11, 20)) == [("Ana Contoh", "masuk")]
    assert found(name="tidak ada") == []


def test_the_trail_costs_the_same_with_many_rows(auditor, django_assert_num_queries):
    for number in range(20):
        person = UserFactory()
        services.record("masuk", person, by=person, office_id=auditor.assignments_today[0].office_id)
        if number in (0, 19):
            with django_assert_num_queries(1):
                assert [str(entry.actor) for entry in queries.trail(auditor) if str(entry.office)]


def test_yesterday_ends_at_midnight_in_kupang(auditor):
    services.record("masuk", auditor, by=auditor)
    assert queries.trail(auditor, until=timezone.localdate() - timedelta(days=1)).count() == 0
    assert queries.trail(auditor, since=timezone.localdate()).count() == 1
