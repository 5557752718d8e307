"""The cast: an applicant and their kelurahan's people, a stranger, and the neighbours'."""

import pytest

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.letters.models import LetterKind, LetterRequest
from tests.factories import letters as factories
from tests.factories.accounts import UserFactory, staff
from tests.factories.bsre import bsre
from tests.factories.documents import signer
from tests.factories.population import ResidentFactory, register
from tests.factories.regions import OfficeFactory

__all__ = ["bsre", "register"]


@pytest.fixture
def sktm(db) -> LetterKind:
    return factories.kind("SKTM")


@pytest.fixture
def office(db) -> Office:
    factories.office_hours()
    return OfficeFactory()


@pytest.fixture
def applicant(office) -> User:
    return ResidentFactory(domicile=office.region).user


@pytest.fixture
def operator(office) -> User:
    return staff(Role.OPERATOR, office)


@pytest.fixture
def lurah(office) -> User:
    return staff(Role.LURAH, office)


@pytest.fixture
def signing_lurah(office) -> Assignment:
    """A lurah with a certificate; slower than `lurah`."""
    return signer(office=office)


@pytest.fixture
def neighbour_operator(db) -> User:
    return staff(Role.OPERATOR, OfficeFactory())


@pytest.fixture
def stranger(db) -> User:
    return UserFactory()


@pytest.fixture
def draft(sktm, office, applicant) -> LetterRequest:
    """A complete draft: right answers and all compulsory documents."""
    return factories.with_documents(factories.LetterRequestFactory(kind=sktm, office=office, owner=applicant))


@pytest.fixture
def submitted(sktm, office, applicant) -> LetterRequest:
    return factories.with_documents(
        factories.LetterRequestFactory(kind=sktm, office=office, owner=applicant, status="submitted")
    )


@pytest.fixture
def accepted(sktm, office, applicant) -> LetterRequest:
    return factories.LetterRequestFactory(kind=sktm, office=office, owner=applicant, status="accepted")
