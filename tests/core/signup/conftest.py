"""What the tests of registration and log-in share."""

import re

import pytest
from django.core import mail

from core.jobs.runner import run_waiting
from core.regions.models import Region
from core.regions.services import load_reference
from tests.factories.population import register  # noqa: F401 - a fixture
from tools.families import DEMO_FAMILY

NEW_PASSWORD = "Sasando-Berdawai-9"


@pytest.fixture
def city(db):
    """The 51 kelurahan and the offices."""
    load_reference()


@pytest.fixture
def form(city):
    """What a known person of the register fills in."""
    person = DEMO_FAMILY[0]
    return {
        "nik": person.nik,
        "kk": person.kk,
        "birth_date": person.birth_date.isoformat(),
        "domicile": str(Region.objects.get(code="53.71.06.1008").pk),
        "email": "baru@contoh.test",
        "phone": "",
        "password": NEW_PASSWORD,
    }


@pytest.fixture
def mailbox():
    """Send what waits; the mails sent so far, oldest first."""

    def read():
        run_waiting("notifications.deliver")
        return mail.outbox

    return read


def code_in(message) -> str:
    return re.search(r"\b\d{6}\b", message.body).group()
