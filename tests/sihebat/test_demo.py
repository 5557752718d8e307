"""The worked example gives the two published percentages exactly, and runs again without doubling anything."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command

from core.accounts.rules import Role
from sihebat.models import DailyTotal, Fill, Vehicle
from sihebat.queries.budget import office_years
from sihebat.queries.checking import roll_up_differences
from sihebat.queries.efficiency import Question, answer
from sihebat.rules.efficiency import Basis
from sihebat.rules.period import Period
from sihebat.services.demo import make_example
from sihebat.services.demo.plan import plan_of, spread
from tests.factories.accounts import staff


def whole(start: date, end: date, basis: Basis):
    return answer(Question(Period(start, end), basis)).figures.whole


def test_the_plan_adds_up_to_the_two_percentages():
    assert sum(plan_of(2022).spent) == 6_547_200_000
    assert (plan_of(2023).allocated[5], plan_of(2023).spent[5]) == (700_000_000, 686_000_000)
    assert sum(plan_of(2023).allocated) == plan_of(2023).original == 8_400_000_000
    assert spread(10, [1, 1, 1]) == [3, 3, 4]


@pytest.fixture
def example(db):
    call_command("load_regions", stdout=io.StringIO())
    with time_machine.travel(datetime(2023, 7, 15, 4, 0, tzinfo=UTC), tick=False):
        make_example()


def test_the_example_gives_the_published_percentages_and_grows_with_time(example):
    year, june = (date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 6, 1), date(2023, 6, 30))
    assert str(whole(*year, Basis.CEILING).percent) == "18.16"
    assert str(whole(*june, Basis.ALLOCATION).percent) == "2.00"
    assert Vehicle.objects.count() == 1008
    assert DailyTotal.objects.values("office").distinct().count() == 43
    on = date(2022, 12, 31)
    used = [row.used for row in office_years(staff(Role.BKAD_OFFICER), on)]
    assert len(used) == 43
    assert 60 < min(used) < max(used) < 100, "no office of the example spends what it does not have"
    before = Fill.objects.count()
    with time_machine.travel(datetime(2023, 7, 31, 15, 0, tzinfo=UTC), tick=False):
        make_example()
    assert Fill.objects.count() > before
    july = whole(date(2023, 7, 1), date(2023, 7, 31), Basis.ALLOCATION)
    assert july.realised == plan_of(2023).spent[6]
    assert roll_up_differences() == []
