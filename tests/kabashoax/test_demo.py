"""The demo: 40 invented rumours up to today beside the city's real cases, made once."""

from datetime import timedelta

from django.utils import timezone

from core.signup import demo as people
from kabashoax.models import Claim, Report
from kabashoax.services.demo import UNDER_WAY, make_claims


def test_the_demo_is_made_once_and_reaches_up_to_today(checker, editor, contact, monkeypatch):
    cast = {"fact_checker": checker, "editor": editor, "office_contact": contact}
    monkeypatch.setattr(people, "find", cast.get)
    make_claims()
    made = (Report.objects.count(), Claim.objects.count())
    make_claims()
    assert (Report.objects.count(), Claim.objects.count()) == made
    assert Report.objects.count() == 40
    assert Claim.objects.filter(is_demo=False).count() == 7
    now = timezone.now()
    assert now - Report.objects.latest("received_at").received_at < timedelta(days=1)
    published = Claim.objects.filter(is_demo=True, status="published")
    assert published.count() == 40 - UNDER_WAY
    assert timedelta(days=1) < now - published.latest("published_at").published_at < timedelta(days=7)
