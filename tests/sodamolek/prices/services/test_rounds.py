import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from sodamolek.prices import services
from sodamolek.prices.models import Quote, Round
from sodamolek.prices.services import Sheet
from sodamolek.prices.workflow import Status
from tests.factories.accounts import staff
from tests.factories.prices import CommodityFactory, MarketFactory, RoundFactory

TODAY = timezone.localdate()


@pytest.fixture
def market(db):
    return MarketFactory()


@pytest.fixture
def rice(db):
    return CommodityFactory(code="beras-uji", name="Beras uji")


@pytest.fixture
def surveyor(market):
    return staff(Role.SURVEYOR)


@pytest.fixture
def tpid(market):
    return staff(Role.TPID, market.office)


def sheet(market, prices, **fields):
    return Sheet(market, fields.pop("day", TODAY), prices, fields.pop("token", uuid.uuid4()), **fields)


def prices_of(row):
    return dict(row.quotes.values_list("commodity__code", "price"))


def test_a_round_is_kept_without_the_missing_prices_and_recorded(market, rice, surveyor):
    CommodityFactory(code="ikan-uji")
    sent = services.submit_round(sheet(market, {"beras-uji": 15000, "ikan-uji": 0}, note="hujan"), by=surveyor)
    assert (sent.repeated, prices_of(sent.round), sent.round.status) == (False, {"beras-uji": 15000}, Status.SUBMITTED)
    assert (sent.round.owner, sent.round.office, sent.round.note) == (surveyor, market.office, "hujan")
    assert [(e.actor, e.action, e.detail) for e in Entry.objects.all()] == [(surveyor, "submit_round", {"prices": 1})]


def test_the_same_token_twice_is_the_same_round(market, rice, surveyor):
    same = sheet(market, {"beras-uji": 15000})
    first, second = services.submit_round(same, by=surveyor), services.submit_round(same, by=surveyor)
    assert (second.round, second.repeated, Round.objects.count(), Quote.objects.count()) == (first.round, True, 1, 1)


def test_the_same_token_with_other_prices_is_refused_and_nothing_is_lost(market, rice, surveyor):
    token = uuid.uuid4()
    services.submit_round(sheet(market, {"beras-uji": 15000}, token=token), by=surveyor)
    with pytest.raises(ValidationError, match="isi lain"):
        services.submit_round(sheet(market, {"beras-uji": 16000}, token=token), by=surveyor)
    assert list(Quote.objects.values_list("price", flat=True)) == [15000]


def test_somebody_elses_token_is_nobodys_business(market, rice, surveyor):
    same = sheet(market, {"beras-uji": 15000})
    services.submit_round(same, by=surveyor)
    with pytest.raises(PermissionDenied):
        services.submit_round(same, by=staff(Role.SURVEYOR))


def test_a_market_has_one_round_a_day(market, rice, surveyor):
    services.submit_round(sheet(market, {"beras-uji": 15000}), by=surveyor)
    with pytest.raises(ValidationError) as refused:
        services.submit_round(sheet(market, {"beras-uji": 16000}), by=staff(Role.SURVEYOR))
    assert list(refused.value.message_dict) == ["market"]
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("prices", "days_ago", "field"),
    [
        ({}, 0, "__all__"),
        ({"beras-uji": 0}, 0, "__all__"),
        ({"beras-uji": 99}, 0, "price_beras-uji"),
        ({"beras-uji": 2_000_001}, 0, "price_beras-uji"),
        ({"tidak-ada": 15000}, 0, "price_tidak-ada"),
        ({"beras-uji": 15000}, 8, "day"),
        ({"beras-uji": 15000}, -1, "day"),
    ],
)
def test_what_is_refused_names_its_field_and_leaves_nothing(market, rice, surveyor, prices, days_ago, field):
    with pytest.raises(ValidationError) as refused:
        services.submit_round(sheet(market, prices, day=TODAY - timedelta(days=days_ago)), by=surveyor)
    found = list(refused.value.message_dict) if hasattr(refused.value, "error_dict") else ["__all__"]
    assert (found, Round.objects.count()) == ([field], 0)


def test_only_a_surveyor_sends_a_round(market, rice, tpid):
    with pytest.raises(PermissionDenied):
        services.submit_round(sheet(market, {"beras-uji": 15000}), by=tpid)


def test_a_round_sent_twice_at_the_same_time_arrives_once(committed):
    market, surveyor = MarketFactory(), staff(Role.SURVEYOR)
    CommodityFactory(code="beras-uji")
    same = sheet(market, {"beras-uji": 15000})
    together, found = threading.Barrier(3), []

    def send():
        together.wait()
        found.append(services.submit_round(same, by=surveyor).repeated)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sorted(found), Round.objects.count(), Quote.objects.count()) == ([False, True, True], 1, 1)


def test_tpid_validates_and_it_is_recorded(market, rice, tpid):
    row = services.validate_round(RoundFactory(market=market, prices={rice: 15000}), by=tpid)
    row.refresh_from_db()
    assert (row.status, row.decided_by) == (Status.VALIDATED, tpid)
    assert [(e.actor, e.action) for e in Entry.objects.all()] == [(tpid, "validate")]
    with pytest.raises(IllegalMove):
        services.validate_round(row, by=tpid)


def test_another_offices_tpid_and_the_surveyor_may_not(market, rice):
    row = RoundFactory(market=market, prices={rice: 15000})
    with pytest.raises(NotYourMove):
        services.validate_round(row, by=staff(Role.TPID))
    with pytest.raises(ValidationError, match="orang lain"):
        services.validate_round(row, by=row.owner)


def test_a_returned_round_is_told_corrected_and_sent_again(market, rice, tpid):
    row = RoundFactory(market=market, prices={rice: 150000})
    back = services.return_round(row, reason="Kelebihan satu nol.", by=tpid)
    assert (back.status, back.reason) == (Status.RETURNED, "Kelebihan satu nol.")
    message = Message.objects.get(user=row.owner)
    assert market.name in message.title
    assert "Kelebihan satu nol." in message.body
    again = services.resubmit_round(back, {"beras-uji": 15000}, by=row.owner)
    again.refresh_from_db()
    assert (again.status, again.reason, prices_of(again)) == (Status.SUBMITTED, "", {"beras-uji": 15000})


def test_a_published_round_can_be_taken_back(market, rice, tpid):
    row = services.validate_round(RoundFactory(market=market, prices={rice: 15000}), by=tpid)
    services.reopen_round(row, reason="Salah pasar.", by=tpid)
    assert Quote.objects.published().count() == 0


def test_a_return_needs_its_reason(market, rice, tpid):
    with pytest.raises(ValidationError) as refused:
        services.return_round(RoundFactory(market=market), reason=" ", by=tpid)
    assert list(refused.value.message_dict) == ["reason"]
