import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from sodamolek.prices import queries
from sodamolek.prices.models import Quote, Round
from sodamolek.prices.views import frame
from sodamolek.prices.workflow import Status
from tests.factories.accounts import staff
from tests.factories.prices import CommodityFactory, MarketFactory, RoundFactory, published

TODAY = timezone.localdate()
JSON = {"HTTP_ACCEPT": "application/json"}


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


def filled(market, **fields):
    return {"token": str(uuid.uuid4()), "market": market.code, "day": TODAY.isoformat(), **fields}


@pytest.mark.parametrize("typed", ["15000", "15.000", "Rp 15.000", "rp15.000,-", "15 000"])
def test_a_price_is_read_as_people_write_it(client, market, rice, surveyor, typed):
    client.force_login(surveyor)
    client.post(reverse("prices:new"), filled(market, **{"price_beras-uji": typed}))
    assert list(Quote.objects.values_list("price", flat=True)) == [15000]


@pytest.mark.parametrize("typed", ["lima belas", "15,5", "1.50", "-15000"])
def test_what_is_no_price_is_refused_at_its_field(client, market, rice, surveyor, typed):
    client.force_login(surveyor)
    answer = client.post(reverse("prices:new"), filled(market, **{"price_beras-uji": typed}))
    assert Round.objects.count() == 0
    assert set(answer.context["form"].errors) == {"price_beras-uji"}


def test_a_price_with_a_nul_never_reaches_the_form(client, market, rice, surveyor):
    client.force_login(surveyor)
    answer = client.post(reverse("prices:new"), filled(market, **{"price_beras-uji": "15000\x00"}))
    assert (answer.status_code, Round.objects.count()) == (400, 0)


def test_the_form_without_a_script_leads_to_the_round(client, market, rice, surveyor):
    client.force_login(surveyor)
    answer = client.post(reverse("prices:new"), filled(market, **{"price_beras-uji": "15.000", "note": "ramai"}))
    row = Round.objects.get()
    assert answer["Location"] == reverse("prices:round", args=[row.pk])
    assert "Rp 15.000" in client.get(answer["Location"]).content.decode()


def test_the_script_gets_json_and_sends_twice_without_harm(client, market, rice, surveyor):
    client.force_login(surveyor)
    form = filled(market, **{"price_beras-uji": "15000"})
    answers = [client.post(reverse("prices:new"), form, **JSON).json() for _time in range(2)]
    url = reverse("prices:round", args=[Round.objects.get().pk])
    assert answers == [{"url": url, "repeated": False}, {"url": url, "repeated": True}]
    again = client.post(reverse("prices:new"), filled(market, **{"price_beras-uji": "16000"}), **JSON)
    assert (again.status_code, len(again.json()["errors"])) == (400, 1)


def test_a_surveyor_sees_no_round_of_another(client, market, rice, surveyor):
    other = RoundFactory(market=market, prices={rice: 15000})
    client.force_login(surveyor)
    for name in ("prices:round", "prices:correct"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
    assert market.name in client.get(reverse("prices:mine")).content.decode()


def test_another_offices_tpid_sees_no_round(client, market, rice):
    row = RoundFactory(market=market, prices={rice: 15000})
    client.force_login(staff(Role.TPID))
    assert client.get(reverse("prices:check", args=[row.pk])).status_code == 404
    assert client.post(reverse("prices:validate", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED


def test_tpid_sees_what_jumped_and_publishes(client, market, rice, tpid):
    published(market, TODAY - timezone.timedelta(days=2), {rice: 10000})
    row = RoundFactory(market=market, prices={rice: 15000})
    client.force_login(tpid)
    assert [task.count for task in frame.tasks_of(tpid)] == [1]
    answer = client.get(reverse("prices:check", args=[row.pk]))
    assert answer.context["conspicuous"] == 1
    client.post(reverse("prices:validate", args=[row.pk]))
    assert [line.day.price for line in queries.day_table(TODAY)] == [15000]


def test_a_returned_round_comes_back_to_its_surveyor(client, market, rice, tpid):
    row = RoundFactory(market=market, prices={rice: 150000})
    client.force_login(tpid)
    assert client.post(reverse("prices:return", args=[row.pk]), {"reason": ""}).status_code == 400
    client.post(reverse("prices:return", args=[row.pk]), {"reason": "Kelebihan nol."})
    assert [(task.label, task.detail) for task in frame.tasks_of(row.owner)] == [
        (f"Perbaiki harga {market.name}", "Kelebihan nol.")
    ]
    client.force_login(row.owner)
    client.post(reverse("prices:correct", args=[row.pk]), {"price_beras-uji": "15.000", "note": ""})
    row.refresh_from_db()
    assert (row.status, list(row.quotes.values_list("price", flat=True))) == (Status.SUBMITTED, [15000])
    # What is not returned is not open for correction.
    assert client.get(reverse("prices:correct", args=[row.pk])).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions(client, market, rice, tpid, rows, django_assert_num_queries):
    for _number in range(rows):
        RoundFactory(market=MarketFactory(office=market.office), prices={rice: 15000})
    client.force_login(tpid)
    client.get(reverse("prices:queue"))
    with django_assert_num_queries(4):
        client.get(reverse("prices:queue"))
