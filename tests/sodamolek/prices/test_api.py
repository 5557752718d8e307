"""Prices for programs: what is open, what needs a role, and what a token may only do with its scope."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.accounts.services import issue_token
from sodamolek.prices.models import Round
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.prices import CommodityFactory, MarketFactory, RoundFactory, published

pytestmark = pytest.mark.django_db
QUOTES, ROUNDS, NEW = (reverse(f"prices:{name}") for name in ("api_quotes", "api_rounds", "api_round_new"))


def token_of(user, *scopes: str) -> dict[str, str]:
    """The header of a program that acts for `user`, who is an integrator too."""
    AssignmentFactory(user=user, role=Role.INTEGRATOR)
    user.__dict__.pop("assignments_today", None)  # read anew
    return {"authorization": f"Token {issue_token(owner=user, name='uji', scopes=list(scopes), by=user)[1]}"}


def send(headers=None, client=None, **changes):
    body = {"token": str(uuid.uuid4()), "day": timezone.localdate().isoformat(), **changes}
    return (client or Client()).post(NEW, json.dumps(body), content_type="application/json", headers=headers)


def test_everybody_reads_published_prices_and_only_those(client):
    market, rice, chili = MarketFactory(), CommodityFactory(), CommodityFactory()
    today = timezone.localdate()
    published(market, today, {rice: 15000, chili: 60000}, is_sample=True)
    published(MarketFactory(), today - timedelta(days=3), {rice: 14000})
    RoundFactory(market=MarketFactory(), prices={rice: 1_000})
    rows = client.get(QUOTES).json()["results"]
    assert [(row["price"], row["sample"]) for row in rows] == [(14000, False), (60000, True), (15000, True)]
    asked = client.get(QUOTES, {"komoditas": rice.code, "pasar": market.code, "dari": today}).json()["results"]
    assert asked == [
        {"day": today.isoformat(), "market": market.code, "commodity": rice.code, "unit": rice.unit, "price": 15000,
         "sample": True},
    ]  # fmt: skip
    assert client.get(QUOTES, {"dari": "kemarin"}).status_code == 400


def test_a_list_asks_the_same_with_one_price_and_with_many(client, django_assert_num_queries):
    for number in range(3):
        published(MarketFactory(), timezone.localdate(), {CommodityFactory(): 15000 + number})
        with django_assert_num_queries(1):
            client.get(QUOTES)


def test_a_program_sends_a_round_once_however_often_it_tries():
    surveyor, market, rice = staff(Role.SURVEYOR), MarketFactory(), CommodityFactory()
    headers = token_of(surveyor, "prices:write")
    body = {"token": str(uuid.uuid4()), "market": market.code, "prices": {rice.code: 15000}}
    assert [send(headers, **body).status_code for _ in range(2)] == [201, 200]
    row = Round.objects.get()
    assert (row.owner, row.market, row.status) == (surveyor, market, "submitted")
    assert list(row.quotes.values_list("price", flat=True)) == [15000]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"market": "tidak-ada"}, "market"),
        ({"day": "2020-01-01"}, "day"),
        ({"prices": {"beras": -1}}, "prices"),
        ({"prices": {"tidak-ada": 15000}}, "price_tidak-ada"),
        ({"token": "x"}, "token"),
    ],
)
def test_what_is_refused_names_its_field(changes, field):
    market, rice = MarketFactory(), CommodityFactory()
    headers = token_of(staff(Role.SURVEYOR), "prices:write")
    answer = send(headers, **{"market": market.code, "prices": {rice.code: 15000}, **changes})
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert not Round.objects.exists()


def test_a_token_needs_its_scope_and_its_owner_the_role():
    market, rice = MarketFactory(), CommodityFactory()
    body = {"market": market.code, "prices": {rice.code: 15000}}
    reader = token_of(staff(Role.SURVEYOR), "prices:read")
    assert send(reader, **body).status_code == 403
    assert Client().get(ROUNDS, headers=reader).status_code == 200
    writer = token_of(staff(Role.SURVEYOR), "prices:write")
    assert Client().get(ROUNDS, headers=writer).status_code == 403
    nobody = token_of(UserFactory(), "prices:read", "prices:write")
    assert (send(nobody, **body).status_code, Client().get(ROUNDS, headers=nobody).status_code) == (403, 403)
    assert send(**body).status_code == 401
    assert not Round.objects.exists()


def test_rounds_are_ones_own_or_those_of_the_secretariat(client):
    rice = CommodityFactory()
    mine, other = (RoundFactory(prices={rice: price}) for price in (15000, 16000))
    client.force_login(mine.owner)
    assert [(row["id"], row["prices"]) for row in client.get(ROUNDS).json()["results"]] == [
        (str(mine.pk), {rice.code: 15000})
    ]
    client.force_login(staff(Role.TPID, other.office))
    assert [row["id"] for row in client.get(ROUNDS).json()["results"]] == [str(other.pk)]
