from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.signup.demo import make_people
from sodamolek.prices import queries
from sodamolek.prices.models import Round
from sodamolek.prices.rules.weeks import Week
from sodamolek.prices.services import demo
from sodamolek.prices.workflow import Status

TODAY = timezone.localdate()


@pytest.fixture
def demo_mode(db, settings, monkeypatch):
    settings.DEMO = True
    # A month and a half instead of a year and a half.
    monkeypatch.setattr(demo, "START", date(TODAY.year, TODAY.month, 1) - timezone.timedelta(days=40))
    call_command("load_regions", verbosity=0)
    make_people()


def test_the_demo_has_prices_up_to_today_all_labelled_and_a_second_run_adds_none(demo_mode):
    demo.make_prices()
    first = Round.objects.count()
    demo.make_prices()
    assert Round.objects.count() == first
    assert Round.objects.filter(is_sample=False).count() == 0
    assert queries.latest_day() == TODAY
    today = Counter(Round.objects.filter(day=TODAY).values_list("status", flat=True))
    assert today == {Status.SUBMITTED: 1, Status.RETURNED: 1, Status.VALIDATED: 3}
    assert queries.week_report(Week.of(TODAY)).index.coverage == 100


def test_an_invented_price_is_the_same_at_each_run_and_sometimes_missing():
    row = {"start": 20000, "swing": 10}
    days = [date.fromordinal(TODAY.toordinal() - back) for back in range(400)]
    prices = [demo.sample_price(row, "beras", "oeba", day) for day in days]
    assert prices == [demo.sample_price(row, "beras", "oeba", day) for day in days]
    assert 0 < prices.count(0) < 20
    assert all(15000 < price < 25000 and price % 250 == 0 for price in prices if price)
