"""People of the tests. Everybody's password is PASSWORD."""

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from tests.factories.regions import OfficeFactory

PASSWORD = "KupangContoh2026!"


class UserFactory(DjangoModelFactory):
    """A citizen; `UserFactory(staff=True)` has a NIP."""

    class Meta:
        model = User

    class Params:
        staff = factory.Trait(nip=factory.Sequence(lambda n: f"1990{n:014d}"))

    name = factory.Sequence(lambda n: f"Warga Contoh {n}")
    email = factory.Sequence(lambda n: f"warga{n}@contoh.test")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class AssignmentFactory(DjangoModelFactory):
    """An operator of a kelurahan from today on; `.user` is the person."""

    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory, staff=True)
    role = Role.OPERATOR
    office = factory.SubFactory(OfficeFactory)


def staff(role: Role, office: object | None = None, **fields: object) -> User:
    """A person who holds `role` today, at `office` or at a new kelurahan office."""
    given = {"office": office} if office is not None else {}
    assignment: Assignment = AssignmentFactory(role=role, **given, **fields)
    return assignment.user
