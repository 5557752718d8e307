"""The demo's requests: one in every state, made twice without doubles."""

import pytest
from django.conf import settings
from django.core.management import call_command

from core.regions.services import load_reference
from core.signup.demo import make_people
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.demo import make_requests
from sodamolek.letters.workflow import Status


@pytest.fixture
def demo(db, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)
    load_reference()
    call_command("make_ca", verbosity=0)
    make_people()
    make_requests()


def test_the_demo_has_a_request_in_every_state_but_drafts(demo):
    made = set(LetterRequest.objects.values_list("status", flat=True))
    never = {Status.DRAFT, Status.EXPIRED, Status.REPLACED, Status.ENDORSED, Status.SIGNING, Status.PRINTED}
    assert made == set(Status) - never
    offices = set(LetterRequest.objects.values_list("office__kind", flat=True))
    assert offices == {"kelurahan", "kecamatan", "dinas"}
    assert set(LetterRequest.objects.values_list("owner__is_demo", flat=True)) == {True}
    before = LetterRequest.objects.count()
    make_requests()
    assert LetterRequest.objects.count() == before
