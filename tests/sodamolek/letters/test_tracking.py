"""Tracking by reference and PIN: state only, and no guessing."""

import pytest
from django.urls import reverse

from core.workflow import NotYourMove
from sodamolek.letters import services
from sodamolek.letters.services.tracking import PER_REFERENCE, TooManyTriesError


def test_reference_and_pin_show_the_state_only(client, submitted):
    row = submitted
    data = {"reference": row.reference.lower(), "pin": services.pin_of(row)}
    page = client.post(reverse("letters:track"), data).content.decode()
    assert "Menunggu diperiksa" in page
    leaks = [row.resident.name, row.owner.name, row.resident.nik, row.answers["keperluan"]]
    assert [text for text in leaks if text in page] == []


def test_a_wrong_pin_and_an_unknown_reference_answer_alike(client, submitted):
    pin = services.pin_of(submitted)
    wrong = "000000" if pin != "000000" else "000001"
    answers = [
        client.post(reverse("letters:track"), {"reference": reference, "pin": wrong})
        for reference in (submitted.reference, "SKTM-2222-2222")
    ]
    errors = [answer.context["form"].non_field_errors() for answer in answers]
    assert errors[0] == errors[1]
    assert len(errors[0]) == 1


def test_guessing_is_stopped(client, submitted):
    row = submitted
    pin = services.pin_of(row)
    for _ in range(PER_REFERENCE):
        assert services.track(row.reference, "x", address="10.0.0.1") is None
    with pytest.raises(TooManyTriesError):
        services.track(row.reference, pin, address="10.0.0.2")
    response = client.post(reverse("letters:track"), {"reference": row.reference, "pin": pin})
    assert (response.status_code, "Retry-After" in response.headers) == (429, True)


def test_a_right_pin_starts_from_zero(submitted):
    row = submitted
    for _ in range(3 * PER_REFERENCE):
        assert services.track(row.reference, services.pin_of(row), address="10.0.0.3").reference == row.reference


def test_the_qr_fills_in_the_reference_but_not_the_pin(client, submitted):
    page = client.get(reverse("letters:track_reference", args=[submitted.reference])).content.decode()
    assert f'value="{submitted.reference}"' in page
    assert services.pin_of(submitted) not in page


def test_a_new_pin_closes_the_old_one(submitted, applicant, stranger):
    old = services.pin_of(submitted)
    new = services.renew_pin(submitted, by=applicant)
    submitted.refresh_from_db()
    assert (services.pin_of(submitted), old == new) == (new, False)
    with pytest.raises(NotYourMove):
        services.renew_pin(submitted, by=stranger)


def test_a_draft_is_not_tracked(draft):
    assert services.track(draft.reference, services.pin_of(draft), address="10.0.0.4") is None
