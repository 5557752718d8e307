"""The cast: a fact-checker and an editor of the office, and those of another one."""

import pytest

from core.accounts.rules import Role
from tests.factories.accounts import staff
from tests.factories.kabashoax import kominfo
from tests.factories.regions import OfficeFactory


@pytest.fixture
def office(db):
    return kominfo()


@pytest.fixture
def checker(office):
    return staff(Role.FACT_CHECKER, office)


@pytest.fixture
def editor(office):
    return staff(Role.EDITOR, office)


@pytest.fixture
def contact(db):
    """Who answers for another office."""
    return staff(Role.OFFICE_CONTACT, OfficeFactory(dinas=True, name="Dinas Kesehatan"))
