"""Residents of the tests: invented numbers (serials 9000-9999), one registered kecamatan, any birth date."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import factory
import pytest
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers import _national
from core.population.providers.city import CityProvider
from core.population.services.register_file import FileOptions, import_register
from tests.factories.accounts import UserFactory
from tests.factories.regions import KelurahanFactory
from tools.families import DEMO_PEOPLE, write_csv
from tools.standin_register import StandIn, running


def nik_of(birth_date: date, sex: str = "L", serial: int = 9000, kecamatan: str = "537106") -> str:
    """A NIK as the register would give it."""
    day = birth_date.day + (40 if sex == "P" else 0)
    return f"{kecamatan}{day:02}{birth_date:%m%y}{serial:04}"


@pytest.fixture
def register(settings) -> Iterator[StandIn]:
    """The national register's stand-in, over HTTP, with the known people of tools.families; import it to use it."""
    with running() as server:
        settings.REGISTER_URL = server.url
        _national.cache_clear()
        yield server
        _national.cache_clear()


def city() -> CityProvider:
    """A city's own register with the known people."""
    text = io.StringIO()
    write_csv(DEMO_PEOPLE, text)
    import_register(io.BytesIO(text.getvalue().encode()), print, FileOptions(processes=1))
    return CityProvider()


class ResidentFactory(DjangoModelFactory):
    """A matched resident with an account; `domicile=` is a kelurahan, `user=None` has no account."""

    class Meta:
        model = Resident

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Warga Contoh {n}")
    birth_place = "Kupang"
    birth_date = factory.Sequence(lambda n: date(1980, 1, 1) + timedelta(days=n % 8000))
    sex = "L"
    nik = factory.LazyAttributeSequence(lambda o, n: nik_of(o.birth_date, o.sex, 9000 + n // 8000))
    nik_index = factory.LazyAttribute(lambda o: blind_index(o.nik))
    kk = factory.Sequence(lambda n: f"537106010110{9000 + n % 1000}")
    kk_index = factory.LazyAttribute(lambda o: blind_index(o.kk, kind="kk"))
    religion = "KRISTEN"
    marital_status = "BELUM KAWIN"
    occupation = "WIRASWASTA"
    address = "Jalan Contoh 1"
    rt = "001"
    rw = "002"
    domicile = factory.SubFactory(KelurahanFactory)
    registered_address = "Jalan Contoh 1 RT 001/RW 002, Kelurahan Contoh"
    match_state = Resident.MatchState.MATCHED
    matched_at = factory.LazyAttribute(
        lambda o: timezone.now() if o.match_state in (Resident.MatchState.MATCHED, "confirmed") else None
    )
