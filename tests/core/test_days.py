"""Days far outside the calendar that people use: a form says so, no page fails."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.accounts.forms import TokenForm
from core.accounts.rules import Role
from core.days import EARLIEST, LATEST, DayField, start_of_day
from core.documents.forms.registers import PaperForm
from core.signup.forms import RegistrationForm
from sodamolek.letters.forms.counter import PersonForm
from sodamolek.letters.forms.relatives import RelativeForm
from tests.factories.accounts import staff


class Form(forms.Form):
    day = DayField()


# Forms whose days are never asked from an address.
TYPED = [
    (PaperForm, "dated"),
    (TokenForm, "expires_on"),
    (RegistrationForm, "birth_date"),
    (PersonForm, "birth_date"),
    (RelativeForm, "birth_date"),
]


@pytest.mark.parametrize(("form", "name"), TYPED)
def test_no_form_takes_a_day_of_another_calendar(form, name):
    for text in ("0001-01-01", "9999-12-31"):
        with pytest.raises(ValidationError):
            form.base_fields[name].clean(text)


@pytest.mark.parametrize(
    ("day", "valid"),
    [("0001-01-01", False), ("1899-12-31", False), (EARLIEST, True), (date(2026, 11, 26), True), (LATEST, True),
     ("3000-01-01", False), ("9999-12-31", False)],
)  # fmt: skip
def test_a_day_is_one_of_our_calendar(day, valid):
    assert Form({"day": day}).is_valid() is valid


def test_a_day_begins_at_midnight_in_kupang():
    assert start_of_day(date(2026, 11, 27)) == datetime(2026, 11, 26, 16, tzinfo=UTC)


# What reads a day, a month or a week from its address, and the role that may.
ASKED = [
    ("prices:today", "tanggal", None),
    ("prices:week", "minggu", None),
    ("growth:public", "bulan", None),
    ("growth:prevalence", "bulan", Role.DINKES),
    ("sihebat:fills", "dari", Role.BKAD_OFFICER),
    ("sihebat:fills", "sampai", Role.BKAD_OFFICER),
    ("web:trail", "dari", Role.AUDITOR),
    ("web:trail", "sampai", Role.AUDITOR),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "parameter", "role"), ASKED)
def test_no_page_fails_at_the_ends_of_the_calendar(client, name, parameter, role):
    if role:
        client.force_login(staff(role))
    shape = {"bulan": ("{}-01", "{}-12"), "minggu": ("{}-W01", "{}-W52")}.get(parameter, ("{}-01-01", "{}-12-31"))
    for year in ("0001", "1000", "1900", "2999", "9999"):
        for text in shape:
            assert client.get(reverse(name), {parameter: text.format(year)}).status_code in (200, 422), text
