"""Somebody at the counter: found in the register, or seen with papers; never taken for somebody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.models import Entry
from core.population import services
from core.population.crypto import blind_index
from core.population.models import Resident, UsageRecord
from core.population.services import Identity
from core.regions.models import Office
from tests.factories.accounts import UserFactory, staff
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_STUDENT

pytestmark = pytest.mark.django_db
PERSON = DEMO_FAMILY[0]


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def operator(office: Office) -> User:
    return staff(Role.OPERATOR, office)


def said(person: Any = PERSON, **fields: Any) -> Identity:
    given = {"nik": person.nik, "kk": person.kk, "birth_date": person.birth_date}
    return Identity(**{**given, **fields})


def received(office: Office, operator: User, identity: Identity, *, seen: bool = False) -> Resident:
    return services.receive_at_counter(identity, office=office, seen=seen, by=operator)


def test_a_matched_person_needs_no_account(office, operator, register):
    resident = received(office, operator, said())
    assert (resident.user, resident.match_state, resident.name) == (None, "matched", PERSON.name)
    assert resident.domicile == office.region
    assert [(r.purpose, r.by, r.office) for r in UsageRecord.objects.all()] == [("counter", operator, office)] * 2
    assert [(e.action, e.actor) for e in Entry.objects.all()] == [("receive_at_counter", operator)]
    assert received(office, operator, said()) == resident


def test_who_is_registered_elsewhere_lives_here(office, operator, register):
    resident = received(office, operator, said(DEMO_STUDENT, address="Jalan Kos 3", rt="001", rw="002"))
    assert (resident.match_state, resident.domicile, resident.address) == ("matched", office.region, "Jalan Kos 3")
    assert "ENDE" in resident.registered_address.upper()


@pytest.mark.parametrize("wrong", ["nik", "kk", "birth_date"])
def test_unknown_and_wrong_are_refused_with_the_same_words(office, operator, register, wrong):
    other = {"nik": PERSON.nik[:-1] + "9", "kk": PERSON.kk[:-1] + "9", "birth_date": PERSON.birth_date}
    other["birth_date"] += timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        received(office, operator, said(**{wrong: other[wrong]}))
    assert list(refused.value.message_dict) == ["seen"]
    assert "tidak cocok" in refused.value.message_dict["seen"][0]
    assert Resident.objects.count() == 0


def test_seen_with_papers_is_confirmed_by_the_operator(office, operator, register):
    identity = said(kk=PERSON.kk[:-1] + "9", name="Yohanes Contoh")
    resident = received(office, operator, identity, seen=True)
    assert (resident.match_state, resident.name) == ("confirmed", "Yohanes Contoh")
    assert [e.action for e in Entry.objects.order_by("id")] == ["receive_at_counter", "confirm"]


def test_without_a_name_seeing_is_not_enough(office, operator, register):
    with pytest.raises(ValidationError):
        received(office, operator, said(kk=PERSON.kk[:-1] + "9"), seen=True)


def test_a_silent_register_is_told_apart_from_a_mismatch(office, operator, settings, register):
    settings.REGISTER_URL = "http://127.0.0.1:9"
    from core.population.providers import _national

    _national.cache_clear()
    with pytest.raises(ValidationError) as refused:
        received(office, operator, said())
    assert "tidak menjawab" in refused.value.message_dict["seen"][0]


@pytest.mark.parametrize("role", [Role.LURAH, Role.KASI, Role.SEKRETARIS, Role.ADMINISTRATOR])
def test_only_an_operator_of_this_office_receives(office, register, role):
    for stranger in (staff(role, office), staff(Role.OPERATOR), UserFactory()):
        with pytest.raises(PermissionDenied):
            received(office, stranger, said())
    assert UsageRecord.objects.count() == 0


def test_nobody_receives_themselves(office, operator, register):
    received(office, operator, said())
    Resident.objects.update(user=operator)
    with pytest.raises(ValidationError, match="Ini data Anda sendiri"):
        received(office, operator, said())


def test_an_account_that_only_claimed_the_number_loses_it_to_the_person(office, operator, register):
    claimer = UserFactory()
    row = ResidentFactory(
        user=claimer, nik=PERSON.nik, birth_date=PERSON.birth_date, match_state="mismatch", domicile=office.region
    )
    resident = received(office, operator, said())
    assert (resident.pk, resident.user, resident.match_state) == (row.pk, None, "matched")


def test_a_proven_account_stays_and_its_facts_are_not_bent(office, operator, register):
    owner = UserFactory()
    ResidentFactory(user=owner, nik=PERSON.nik, kk=PERSON.kk, birth_date=PERSON.birth_date, domicile=office.region)
    assert received(office, operator, said()).user == owner
    wrong = said(kk=PERSON.kk[:-1] + "9", name="Orang Lain")
    with pytest.raises(ValidationError, match="berbeda dari yang sudah dipastikan"):
        received(office, operator, wrong, seen=True)
    assert Resident.objects.get().kk_index == blind_index(PERSON.kk, kind="kk")


def test_a_fresh_answer_of_the_register_replaces_what_was_known(office, operator, register):
    """Married, with another family card and another job: the counter just asked, so nothing old may stay."""
    first = received(office, operator, said())
    Resident.objects.update(user=UserFactory(), match_state="confirmed")
    register.records[PERSON.nik] = replace(PERSON, kk=DEMO_STUDENT.kk, marital_status="KAWIN", occupation="GURU")
    again = received(office, operator, said(kk=DEMO_STUDENT.kk))
    again.refresh_from_db()
    assert (again.pk, again.match_state, again.occupation) == (first.pk, "matched", "GURU")
    assert again.kk_index == blind_index(DEMO_STUDENT.kk, kind="kk")
    assert (again.user is not None, again.address) == (True, first.address)


def test_a_person_who_moved_is_written_into_this_kelurahan(office, operator, register):
    first = received(office, operator, said())
    elsewhere = OfficeFactory()
    mover = staff(Role.OPERATOR, elsewhere)
    moved = received(elsewhere, mover, said(address="Jalan Baru 9", rt="003", rw="001"))
    assert (moved.pk, moved.domicile, moved.address) == (first.pk, elsewhere.region, "Jalan Baru 9")
    assert Entry.objects.filter(action="change_home", actor=mover).count() == 1
    assert list(Resident.objects.visible_to(operator)) == []


def test_what_was_filed_becomes_theirs_when_they_register(office, operator, register, monkeypatch):
    adopted = []
    monkeypatch.setattr(services.residents, "ADOPTERS", [lambda resident, user: adopted.append((resident.pk, user))])
    row = received(office, operator, said())
    user = UserFactory()
    match = services.match_person(PERSON.nik, PERSON.kk, PERSON.birth_date)
    resident = services.register_resident(user, said(), domicile=office.region, match=match)
    assert resident.pk == row.pk
    assert adopted == [(row.pk, user)]
