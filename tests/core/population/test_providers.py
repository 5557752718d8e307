"""The national provider against the stand-in, over HTTP, and the city's against its table; one contract for both."""

import logging
import socket
import threading
import time
from dataclasses import replace
from datetime import date

import pytest

from core.population import providers
from core.population.models import UsageRecord
from core.population.providers.base import BUDGET, Elements, Purpose, Query, RegisterUnavailableError
from core.population.providers.breaker import Breaker
from core.population.providers.national import NationalProvider
from tests.factories.accounts import UserFactory
from tests.factories.population import city
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_STUDENT
from tools.standin import PASSWORD, USER

HEAD = DEMO_FAMILY[0]
ASKED = Elements(nik=HEAD.nik, kk=HEAD.kk, birth_date=HEAD.birth_date)


def ask() -> Query:
    return Query(Purpose.REGISTRATION)


@pytest.fixture
def provider(register):
    """The bare provider, whose pause after an outage is short."""
    return NationalProvider(register.url, USER, PASSWORD, Breaker(failures=3, seconds=0.3))


@pytest.fixture(params=["national", "city"])
def any_provider(request, db, provider):
    """Each provider in turn, with the same people; the national one asks over HTTP."""
    return provider if request.param == "national" else city()


def outcome_of(provider, query=None) -> tuple[str, float]:
    """Why there was no answer, and after how many seconds."""
    start = time.monotonic()
    with pytest.raises(RegisterUnavailableError) as silence:
        provider.verify(ASKED, query or ask())
    return silence.value.outcome, time.monotonic() - start


# --- the contract that both providers keep


def test_elements_that_belong_together_agree(any_provider):
    verdict = any_provider.verify(ASKED, ask())
    assert verdict.elements == {"nik": True, "kk": True, "birth_date": True}
    assert verdict.agrees


@pytest.mark.parametrize(
    ("element", "value"),
    [("kk", DEMO_STUDENT.kk), ("birth_date", date(1984, 3, 13)), ("name", "ORANG LAIN CONTOH"), ("sex", "P")],
)
def test_the_element_that_differs_is_named(any_provider, element, value):
    verdict = any_provider.verify(replace(ASKED, **{element: value}), ask())
    assert {name for name, agrees in verdict.elements.items() if not agrees} == {element}
    assert not verdict.agrees


def test_an_unknown_nik_agrees_with_nothing(any_provider):
    verdict = any_provider.verify(replace(ASKED, nik="5371061203849999"), ask())
    assert verdict.elements == {}
    assert not verdict.agrees
    assert any_provider.fetch("5371061203849999", ask()) is None


def test_the_elements_of_a_person_are_fetched(any_provider):
    assert any_provider.fetch(HEAD.nik, ask()) == Elements(
        nik="5371061203849001",
        kk="5371061402129001",
        name="YOHANES TEFANOI CONTOH",
        birth_place="KUPANG",
        birth_date=date(1984, 3, 12),
        sex="L",
        religion="KRISTEN",
        marital_status="KAWIN TERCATAT",
        occupation="BURUH HARIAN LEPAS",
        nationality="WNI",
        address="JALAN CONTOH CENDANA NO. 7",
        rt="003",
        rw="001",
        region_code="53.71.06.1008",
        kelurahan="FATUBESI",
        kecamatan="KOTA LAMA",
        city="KOTA KUPANG",
        province="NUSA TENGGARA TIMUR",
    )


@pytest.mark.parametrize("name", ["yohanes tefanoi contoh", "YOHANES  TEFANOI CONTOH"])
def test_case_and_spaces_of_a_name_do_not_differ(any_provider, name):
    assert any_provider.verify(replace(ASKED, name=name), ask()).agrees


# --- the national one


def test_a_slow_register_is_left_after_three_seconds_and_not_asked_twice(provider, register):
    register.switches.delay = 4
    outcome, seconds = outcome_of(provider)
    assert outcome == "timeout"
    assert 2.9 < seconds < 3.5
    assert register.questions == 1


def test_no_question_outlives_its_deadline(provider, register):
    register.switches.delay = 2
    outcome, seconds = outcome_of(provider, Query(Purpose.REGISTRATION, deadline=time.monotonic() + 0.5))
    assert outcome == "timeout"
    assert seconds < 0.8
    assert Query(Purpose.LETTER).seconds_left == pytest.approx(BUDGET, abs=0.1)


def test_a_dripping_answer_is_left_at_the_deadline(provider):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                for _ in range(40):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        return
                    time.sleep(0.05)

        thread = threading.Thread(target=drip)
        thread.start()
        provider.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        outcome, seconds = outcome_of(provider, Query(Purpose.REGISTRATION, deadline=time.monotonic() + 0.5))
        thread.join()
    assert outcome == "timeout"
    assert seconds < 0.8


def test_a_broken_connection_is_tried_once_more(provider, register):
    register.switches.down = True
    assert outcome_of(provider)[0] == "connection"
    assert register.questions == 2


def test_nobody_listens(provider):
    provider.url = "http://127.0.0.1:9"
    outcome, seconds = outcome_of(provider)
    assert outcome == "connection"
    assert seconds < 1


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_an_error_is_no_answer(provider, register, status):
    register.switches.status = status
    assert outcome_of(provider)[0] == "connection"
    assert register.questions == 1


def test_a_spent_quota_is_no_answer_but_no_outage(provider, register):
    register.switches.quota = True
    assert [outcome_of(provider)[0] for _ in range(4)] == ["quota"] * 4


def test_wrong_credentials_are_reported_to_the_log(register, caplog):
    provider = NationalProvider(register.url, USER, "salah")
    assert outcome_of(provider)[0] == "refused"
    assert "credentials refused" in caplog.text


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"content": []}', b'{"content": ["x"]}', b"\xff" * 70_000])
def test_nonsense_is_no_answer(provider, body):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
                connection.sendall(head.encode() + body)

        thread = threading.Thread(target=answer)
        thread.start()
        provider.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert outcome_of(provider)[0] == "nonsense"
        thread.join()


def test_the_breaker_opens_after_three_failures_and_closes_after_a_good_answer(provider, register):
    register.switches.status = 503
    assert [outcome_of(provider)[0] for _ in range(5)] == ["connection"] * 3 + ["breaker"] * 2
    assert register.questions == 3
    time.sleep(0.35)
    # One tries; it fails, and the pause begins again.
    assert [outcome_of(provider)[0] for _ in range(2)] == ["connection", "breaker"]
    register.reset()
    time.sleep(0.35)
    assert provider.verify(ASKED, ask()).agrees
    assert provider.verify(ASKED, ask()).agrees


def test_after_the_pause_only_one_caller_tries():
    now = [0.0]
    breaker = Breaker(failures=1, seconds=30, clock=lambda: now[0])
    breaker.failed()
    now[0] = 31
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_nothing_personal_in_the_logs(provider, register, caplog):
    caplog.set_level(logging.DEBUG)
    provider.verify(ASKED, ask())
    provider.fetch(HEAD.nik, ask())
    for switch, value in (("down", True), ("status", 500), ("quota", True)):
        register.reset()
        setattr(register.switches, switch, value)
        with pytest.raises(RegisterUnavailableError):
            provider.fetch(HEAD.nik, ask())
    assert "register CALL_NIK: connection" in caplog.text
    for personal in (HEAD.nik, HEAD.kk, "TEFANOI", "1984"):
        assert personal not in caplog.text


def test_an_element_shows_nothing_in_a_traceback():
    assert repr(ASKED) == "<Elements>"
    assert HEAD.nik not in repr(RegisterUnavailableError("timeout"))


def test_every_question_is_counted(db, register):
    office, operator = OfficeFactory(), UserFactory(staff=True)
    counted = providers.get_provider()
    counted.verify(ASKED, Query(Purpose.COUNTER, by_id=operator.pk, office_id=office.pk))
    counted.fetch(HEAD.nik, ask())
    counted.verify(replace(ASKED, kk=DEMO_STUDENT.kk), ask())
    counted.verify(replace(ASKED, nik="5371061203849999"), ask())
    register.switches.status = 503
    for _ in range(5):
        with pytest.raises(RegisterUnavailableError):
            counted.fetch(HEAD.nik, ask())
    rows = [
        (r.kind, r.purpose, r.office_id, r.by_id, r.elements, r.outcome) for r in UsageRecord.objects.order_by("id")
    ]
    assert rows == [
        ("verify", "counter", office.pk, operator.pk, 3, "agrees"),
        ("fetch", "registration", None, None, 18, "found"),
        ("verify", "registration", None, None, 3, "differs"),
        ("verify", "registration", None, None, 3, "unknown"),
        # Two of the five never left the house: the breaker was open.
        *[("fetch", "registration", None, None, 0, "connection")] * 3,
    ]
    assert register.questions == 7


def test_without_an_agreement_the_data_are_samples(settings):
    assert providers.is_sample()
    settings.REGISTER_AGREEMENT = "PKS 471.1/1/2026"
    assert not providers.is_sample()
