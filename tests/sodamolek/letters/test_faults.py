"""Worker and broker fail in the middle of the journey: nobody waits, nothing is lost, each mail goes out once."""

import signal
import time
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.accounts.rules import Role
from core.jobs.models import Job
from core.jobs.rules import State
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.core.jobs.conftest import start_worker, valkey  # noqa: F401 - fixtures
from tests.core.jobs.servers import wait_for
from tests.core.notifications.smtp import Counter, smtp_server
from tests.factories import letters as factories
from tests.factories.accounts import staff
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

LONGEST_ANSWER = 3.0


@pytest.fixture
def mail() -> Iterator[tuple[Counter, dict[str, str]]]:
    """A mail server, and what a worker must know to use it."""
    with smtp_server() as (counter, port):
        yield counter, {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}


@pytest.fixture
def draft(committed: str) -> LetterRequest:
    """A complete draft of somebody whose address is confirmed."""
    factories.office_hours()
    office = OfficeFactory()
    owner = ResidentFactory(domicile=office.region).user
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return factories.with_documents(factories.LetterRequestFactory(office=office, owner=owner))


def press(user: User, name: str, row: LetterRequest, **data: object) -> float:
    """Seconds that the button `name` took."""
    client = Client()
    client.force_login(user)
    started = time.monotonic()
    response = client.post(reverse(f"letters:{name}", args=[row.pk]), data)
    took = time.monotonic() - started
    assert response.status_code == 302
    return took


def all_done() -> bool:
    return set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def subjects(counter: Counter) -> list[str]:
    return [str(message["subject"]) for message in counter.accepted]


def assert_sent_once(counter: Counter, number: int) -> None:
    """`number` mails went out within a minute, and no other follows."""
    wait_for(lambda: len(counter.accepted) >= number and all_done(), seconds=60)
    time.sleep(1.5)  # three rounds of the worker's beat
    assert (len(counter.accepted), len(set(counter.ids()))) == (number, number)


def test_worker_and_broker_killed_in_mid_journey(draft, start_worker, valkey, mail):  # noqa: F811
    counter, environment = mail
    worker = start_worker(**environment)
    wait_for(lambda: "ready." in worker.text())
    assert press(draft.owner, "review", draft, token=draft.submit_token, statement="on") < LONGEST_ANSWER
    assert_sent_once(counter, 1)

    worker.kill()
    valkey.kill()
    operator = staff(Role.OPERATOR, draft.office)
    assert press(operator, "accept", draft) < LONGEST_ANSWER
    lurah = staff(Role.LURAH, draft.office)
    assert press(lurah, "reopen", draft, **{"buka-reason": "Periksa lagi."}) < LONGEST_ANSWER
    assert press(operator, "accept", draft) < LONGEST_ANSWER
    draft.refresh_from_db()
    assert (draft.status, len(counter.accepted)) == (Status.ACCEPTED, 1)

    valkey.start()
    worker.start()
    assert_sent_once(counter, 3)


def test_a_hung_broker_holds_up_no_submission(draft, start_worker, valkey, mail):  # noqa: F811
    counter, environment = mail
    valkey.signal(signal.SIGSTOP)
    assert press(draft.owner, "review", draft, token=draft.submit_token, statement="on") < LONGEST_ANSWER
    assert press(draft.owner, "review", draft, token=draft.submit_token, statement="on") < LONGEST_ANSWER
    draft.refresh_from_db()
    assert (draft.status, counter.accepted) == (Status.SUBMITTED, [])
    valkey.signal(signal.SIGCONT)
    start_worker(**environment)
    assert_sent_once(counter, 1)
    assert draft.reference in subjects(counter)[0] + counter.accepted[0].get_content()
    assert draft.resident.nik not in str(counter.accepted[0])
