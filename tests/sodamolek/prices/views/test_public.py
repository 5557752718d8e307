import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.web import queries as frame_queries
from sodamolek.prices import queries
from sodamolek.prices.views import frame
from tests.factories.prices import CommodityFactory, MarketFactory, RoundFactory, published

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def rice(db):
    return CommodityFactory(code="beras-medium", name="Beras medium")


@pytest.fixture
def markets(db):
    return [MarketFactory(name="Pasar Oeba"), MarketFactory(name="Pasar Oesapa")]


@pytest.fixture
def two_days(rice, markets):
    for market, before, now in zip(markets, (10000, 20000), (11000, 22000), strict=True):
        published(market, YESTERDAY, {rice: before})
        published(market, TODAY, {rice: now})


def test_today_shows_the_mean_and_the_change_from_yesterday(client, two_days):
    page = client.get(reverse("prices:today")).content.decode()
    assert "Rp 16.500" in page
    assert "10,00%" in page
    assert "Data contoh" not in page


def test_a_market_can_be_chosen(client, two_days, markets):
    page = client.get(reverse("prices:today"), {"pasar": markets[0].code}).content.decode()
    assert "Rp 11.000" in page
    assert "Rp 16.500" not in page


def test_what_is_not_on_sale_today_shows_its_last_price_with_its_day(client, rice, markets):
    other = CommodityFactory(code="cabai-rawit-merah", name="Cabai rawit merah")
    for market, price in zip(markets, (60000, 61001), strict=True):
        published(market, YESTERDAY, {rice: 10000, other: price})
        published(market, TODAY, {rice: 11000})
    assert [(row.day.price, row.earlier) for row in queries.day_table(TODAY)] == [
        (11000, (10000, YESTERDAY)),
        (None, (60501, YESTERDAY)),
    ]
    assert "Rp 60.501" in client.get(reverse("prices:today")).content.decode()
    assert [(f.value, f.note.split(",")[0]) for f in frame.figures()] == [
        ("Rp 11.000", queries_date(TODAY)),
        ("Rp 60.501", queries_date(YESTERDAY)),
    ]


def test_what_nobody_validated_is_not_shown(client, rice, markets):
    RoundFactory(market=markets[0], prices={rice: 12345})
    assert "12.345" not in client.get(reverse("prices:today")).content.decode()
    assert "12345" not in client.get(reverse("prices:prices_json")).content.decode()


def test_an_invented_price_says_so_everywhere(client, rice, markets):
    published(markets[0], TODAY, {rice: 10000}, is_sample=True)
    for name, given in (("prices:today", {}), ("prices:commodity", {"code": rice.code})):
        assert "Data contoh" in client.get(reverse(name, kwargs=given)).content.decode(), name
    assert client.get(reverse("prices:prices_json")).json()["harga"][0]["contoh"] is True
    source = "survei pasar Kota Kupang; data contoh"
    assert [figure.note for figure in frame.figures()] == [f"{queries_date(TODAY)}, {source}"]


def queries_date(day):
    from django.utils.formats import date_format

    return date_format(day, "j F Y")


def test_the_home_page_says_what_rice_costs_with_date_and_source(client, two_days):
    figures = [(f.value, f.label, f.note) for f in frame_queries.figures() if "Beras" in str(f.label)]
    assert figures == [("Rp 16.500", "Beras medium, kg", f"{queries_date(TODAY)}, survei pasar Kota Kupang")]


def test_a_commodity_is_drawn_by_market_with_gaps(client, rice, markets):
    for back, price in ((2, 10000), (1, None), (0, 12000)):
        published(markets[0], TODAY - timedelta(days=back), {rice: price} if price else {})
        published(markets[1], TODAY - timedelta(days=back), {rice: 9000})
    first = TODAY - timedelta(days=2)
    assert queries.history(rice, first, TODAY)["Pasar Oeba"] == [(first, 10000), (YESTERDAY, None), (TODAY, 12000)]
    by_market = queries.history(rice, first, TODAY)
    assert queries.mean_history(by_market) == [(first, 9500), (YESTERDAY, 9000), (TODAY, 10500)]
    assert "Pasar Oesapa" in client.get(reverse("prices:commodity", args=[rice.code])).content.decode()


def test_the_csv_holds_every_published_price(client, two_days):
    answer = client.get(reverse("prices:prices_csv"), {"dari": TODAY.isoformat(), "sampai": TODAY.isoformat()})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert rows == [
        ["tanggal", "pasar", "komoditas", "satuan", "harga_rp", "contoh"],
        [TODAY.isoformat(), "Pasar Oeba", "Beras medium", "kg", "11000", "tidak"],
        [TODAY.isoformat(), "Pasar Oesapa", "Beras medium", "kg", "22000", "tidak"],
    ]


@pytest.mark.parametrize("given", [{"dari": "kemarin"}, {"dari": "2020-01-01"}, {"dari": "2999-01-01"}])
def test_open_data_refuse_a_range_that_is_none(client, two_days, given):
    answer = client.get(reverse("prices:prices_json"), given)
    assert (answer.status_code, list(answer.json())) == (400, ["errors"])


def test_the_index_page_and_its_json_agree(client, rice, markets):
    week = date(2026, 7, 20)
    published(markets[0], date(2026, 6, 15), {rice: 10000})
    published(markets[0], week, {rice: 10500})
    found = client.get(reverse("prices:index_json"), {"minggu": "2026-W30"}).json()
    assert (found["index"], found["change_percent"], found["base"]) == (105.0, 5.0, "2026-06")
    page = client.get(reverse("prices:week"), {"minggu": "2026-W30"}).content.decode()
    assert "105,00" in page
    assert client.get(reverse("prices:index_json"), {"minggu": "2020-W30"}).status_code == 404
    assert client.get(reverse("prices:week"), {"minggu": "tahun lalu"}).status_code == 200


def test_the_command_prints_the_index(capsys, rice, markets):
    from django.core.management import call_command
    from django.core.management.base import CommandError

    published(markets[0], date(2025, 6, 15), {rice: 10000})
    published(markets[0], date(2025, 7, 21), {rice: 9000})
    call_command("price_index", "--week", "2025-W30", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert (found["index"], found["quotes"], found["markets"], found["sample"]) == (90.0, 1, 1, False)
    assert [(d["commodity"], d["contribution"]) for d in found["drivers"]] == [("beras-medium", -10.0)]
    for wrong in ("2025-W99", "2024-W30"):
        with pytest.raises(CommandError, match=wrong):
            call_command("price_index", "--week", wrong, "--format", "json")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"), [("prices:today", 6), ("prices:week", 10), ("prices:prices_json", 2)], ids=str
)
def test_pages_ask_the_same_number_of_questions(client, rice, rows, name, most, django_assert_num_queries):
    for _number in range(rows):
        market, other = MarketFactory(), CommodityFactory()
        for day in (TODAY, YESTERDAY, TODAY.replace(day=1) - timedelta(days=10)):
            published(market, day, {rice: 10000, other: 5000})
    client.get(reverse(name))
    with django_assert_num_queries(most):
        assert b"".join(client.get(reverse(name))) != b""


def test_search_finds_a_commodity(rice):
    assert [hit.title for hit in frame.commodities_matching("medium beras", None)] == ["Beras medium"]


def test_our_own_data_files_load_and_weigh_100(db):
    from django.core.management import call_command

    from sodamolek.prices.models import Commodity, Market

    call_command("load_regions", verbosity=0, stdout=io.StringIO())
    for _time in (1, 2):
        call_command("load_markets", stdout=io.StringIO())
    assert (Market.objects.count(), Commodity.objects.count()) == (7, 20)
    assert sum(Commodity.objects.values_list("weight", flat=True)) == Decimal(100)
