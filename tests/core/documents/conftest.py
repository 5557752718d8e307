"""An office with a book of numbers."""

import pytest

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services
from core.documents.models import Register
from core.regions.models import Office
from tests.core.documents.books import year
from tests.factories.accounts import staff
from tests.factories.bsre import bsre
from tests.factories.regions import OfficeFactory

__all__ = ["bsre"]


@pytest.fixture
def office() -> Office:
    return OfficeFactory(name="Kelurahan Contoh Jaya", abbreviation="CJ")


@pytest.fixture
def operator(office: Office) -> User:
    return staff(Role.OPERATOR, office)


@pytest.fixture
def register(office: Office) -> Register:
    """A book of this year that began with 72."""
    return services.start_register(office, "KET", year(), next_number=72, by=staff(Role.LURAH, office))
