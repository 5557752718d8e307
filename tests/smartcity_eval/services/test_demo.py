"""The demo: made through the same services, marked as samples, once."""

import pytest
from django.core.management import call_command

from core.accounts.rules import Role
from core.regions.models import Office
from core.signup import demo as people
from smartcity_eval.models import Assessment, Evidence, Programme
from smartcity_eval.queries.programmes import standing
from smartcity_eval.queries.scores import published, years
from smartcity_eval.services.demo import make_evaluation
from tests.factories.accounts import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_people(monkeypatch):
    call_command("load_regions")
    roles = {
        "spbe_coordinator": (Role.SPBE_COORDINATOR, "kominfo"),
        "respondent": (Role.RESPONDENT, "disperindag"),
        "assessor": (Role.ASSESSOR, "inspektorat"),
    }
    made = {
        key: AssignmentFactory(user__staff=True, role=role, office=Office.objects.get(code=code)).user
        for key, (role, code) in roles.items()
    }
    monkeypatch.setattr(people, "find", made.get)
    return made


def test_the_demo_is_made_once_and_says_that_it_is_one(demo_people):
    make_evaluation()
    make_evaluation()
    assert set(Assessment.objects.values_list("is_sample", "nature")) == {(True, "simulation")}
    assert Assessment.objects.count() == 4
    assert set(Evidence.objects.values_list("status", flat=True)) == {"accepted", "returned", "submitted"}
    found = [row.index for row in years(published(UserFactory.build()))]
    assert len(found) == 3
    assert found == sorted(found)
    now = standing(UserFactory.build())
    assert (now.total, now.running, now.rung.level, now.is_sample) == (6, 4, 3, True)
    assert Programme.objects.filter(is_sample=False).count() == 0


def test_the_demo_needs_its_people(monkeypatch):
    call_command("load_regions")
    monkeypatch.setattr(people, "find", {}.get)
    with pytest.raises(RuntimeError, match="people come first"):
        make_evaluation()
    assert Assessment.objects.count() == 0
