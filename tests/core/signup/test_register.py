"""Registration: the whole way, and what its answers never tell."""

import logging
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg2 import sql

from core.accounts.models import User
from core.audit.models import Entry
from core.jobs.models import Job
from core.jobs.runner import run_waiting
from core.population.models import Resident
from core.population.providers.base import RegisterUnavailableError, Verdict
from core.population.services import matching
from core.signup import services
from core.signup.models import Registration
from tests.core.signup.conftest import NEW_PASSWORD, code_in
from tests.factories.accounts import UserFactory
from tests.factories.population import ResidentFactory
from tools.families import DEMO_FAMILY, DEMO_STUDENT

REGISTER = "/daftar/"
CONFIRM = "/daftar/kode/"
NOBODY = "5371064105809999"


def finish(client, message):
    return client.post(CONFIRM, {"code": code_in(message)})


def test_a_matched_person_gets_an_account_and_is_signed_in(client, register, form, mailbox):
    assert client.post(REGISTER, form)["Location"] == CONFIRM
    assert User.objects.count() == 0
    (message,) = mailbox()
    assert (message.to, message.subject) == (["baru@contoh.test"], "Kode pendaftaran Anda")
    assert finish(client, message)["Location"] == reverse("web:my_day")
    user = User.objects.get()
    assert (user.name, user.email, user.check_password(NEW_PASSWORD)) == (DEMO_FAMILY[0].name, form["email"], True)
    assert user.resident.match_state == Resident.MatchState.MATCHED
    assert user.resident.domicile.name == "Fatubesi"
    assert list(EmailAddress.objects.values_list("user", "verified", "primary")) == [(user.pk, True, True)]
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Entry.objects.filter(action="register_user", actor=user).count() == 1


def test_somebody_registered_elsewhere_lives_here(client, register, form, mailbox):
    student = DEMO_STUDENT
    born = student.birth_date.isoformat()
    client.post(REGISTER, {**form, "nik": student.nik, "kk": student.kk, "birth_date": born})
    finish(client, mailbox()[0])
    assert Resident.objects.get().domicile.name == "Fatubesi"


@pytest.mark.parametrize("change", ["none", "unknown nik", "other kk", "has account", "address taken", "other date"])
def test_the_answer_is_the_same_whatever_the_portal_knows(client, register, form, mailbox, change):
    expected = _pages(Client(), form | {"email": "a@contoh.test"})
    Registration.objects.all().delete()
    asked = dict(form)
    if change == "unknown nik":
        asked["nik"] = NOBODY
    if change == "other kk":
        asked["kk"] = DEMO_STUDENT.kk
    if change == "other date":
        asked["birth_date"] = "1970-01-01"
    if change == "address taken":
        UserFactory(email="baru@contoh.test")
    if change == "has account":
        other = Client()
        other.post(REGISTER, form | {"email": "pemilik@contoh.test"})
        finish(other, mailbox()[-1])
    assert (
        _pages(Client(), asked | {"email": "b@contoh.test" if change != "address taken" else form["email"]}) == expected
    )


def _pages(browser, form):
    """Every answer of a registration with a wrong code, without what differs by design: the address and tokens."""
    answers = [browser.post(REGISTER, form), browser.get(CONFIRM), browser.post(CONFIRM, {"code": "000000x"})]
    return [(a.status_code, a.headers.get("Location"), _plain(a.content.decode(), form["email"])) for a in answers]


def _plain(page, address):
    lines = page.replace(address, "ADDRESS").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


def test_the_owner_is_told_and_the_asker_gets_no_code(client, register, form, mailbox):
    client.post(REGISTER, form | {"email": "pemilik@contoh.test"})
    finish(client, mailbox()[0])
    Client().post(REGISTER, form | {"email": "lain@contoh.test"})
    told = {message.to[0]: message.subject for message in mailbox()[1:]}
    assert told == {
        "lain@contoh.test": "Pendaftaran belum dapat diproses",
        "pemilik@contoh.test": "Ada yang mencoba mendaftar dengan data Anda",
    }
    assert User.objects.count() == 1


def test_a_mismatch_is_sent_to_the_counter(client, register, form, mailbox):
    client.post(REGISTER, form | {"kk": DEMO_STUDENT.kk})
    (message,) = mailbox()
    assert message.subject == "Pendaftaran belum dapat diproses"
    assert "kantor kelurahan" in message.body


@pytest.mark.parametrize("differs", ["nothing", "kk", "birth_date", "account"])
def test_whom_an_operator_confirmed_gets_an_account(client, register, form, mailbox, differs):
    """The register does not know them; the counter did. Only who says the same facts, and only once."""
    nik, kk, born = "5371064105809001", "5371060101109001", date(1980, 5, 1)
    facts = {"nik": nik, "kk": kk, "birth_date": born, "match_state": "confirmed", "name": "Ibu Loket"}
    row = ResidentFactory(**facts, user=UserFactory() if differs == "account" else None)
    said = {"nik": nik, "kk": kk, "birth_date": "1980-05-01"}
    said |= {"kk": {"kk": DEMO_STUDENT.kk}, "birth_date": {"birth_date": "1980-05-02"}}.get(differs, {})
    client.post(REGISTER, form | said)
    message = next(m for m in mailbox() if m.to == [form["email"]])
    if differs != "nothing":
        assert message.subject == "Pendaftaran belum dapat diproses"
        return
    assert finish(client, message).status_code == 302
    row.refresh_from_db()
    assert (row.user.email, row.user.name) == (form["email"], "Ibu Loket")
    assert (row.match_state, row.name, row.address) == ("confirmed", "Ibu Loket", "Jalan Contoh 1")
    assert not Job.objects.filter(name="signup.refresh_match").exists()


def test_when_the_register_is_down_registration_goes_on_and_is_asked_again(client, register, form, mailbox, settings):
    settings.REGISTER_URL = "http://127.0.0.1:9"
    from core.population.providers import _national

    _national.cache_clear()
    client.post(REGISTER, form)
    finish(client, mailbox()[0])
    user = User.objects.get()
    assert user.resident.match_state == Resident.MatchState.UNMATCHED
    assert Job.objects.filter(name="signup.refresh_match", payload={"resident": str(user.resident.pk)}).count() == 1
    settings.REGISTER_URL = register.url
    _national.cache_clear()
    assert services.refresh_all() == 1
    user = User.objects.get()
    assert (user.resident.match_state, user.name) == (Resident.MatchState.MATCHED, DEMO_FAMILY[0].name)


@pytest.mark.parametrize(("fault", "answered", "asked"), [("nonsense", 2, 3), ("timeout", 0, 1)])
def test_one_record_that_cannot_be_read_stops_nobody(db, monkeypatch, fault, answered, asked):
    rows = ResidentFactory.create_batch(3, match_state="unmatched")
    broken, questions = {rows[0].nik} if fault == "nonsense" else {row.nik for row in rows}, []

    class Register:
        def verify(self, elements, query):
            questions.append(elements.nik)
            if elements.nik in broken:
                raise RegisterUnavailableError(fault)
            return Verdict()

    monkeypatch.setattr(matching, "get_provider", Register)
    assert (services.refresh_all(), len(questions)) == (answered, asked)
    assert Resident.objects.filter(match_state="mismatch").count() == answered


def test_the_rightful_person_takes_over_what_was_only_claimed(client, register, form, mailbox, settings):
    settings.REGISTER_URL = "http://127.0.0.1:9"
    from core.population.providers import _national

    _national.cache_clear()
    client.post(REGISTER, form | {"email": "peniru@contoh.test"})
    finish(client, mailbox()[0])
    settings.REGISTER_URL = register.url
    _national.cache_clear()
    rightful = Client()
    rightful.post(REGISTER, form)
    finish(rightful, mailbox()[1])
    assert Resident.objects.get().user.email == form["email"]


def test_a_wrong_code_makes_nothing_and_guesses_end(client, register, form, mailbox):
    client.post(REGISTER, form)
    (message,) = mailbox()
    right = code_in(message)
    wrong = "000000" if right != "000000" else "000001"
    answers = [client.post(CONFIRM, {"code": wrong}) for _ in range(5)]
    assert {a.status_code for a in answers} == {400}
    assert "Terlalu banyak percobaan" in client.post(CONFIRM, {"code": right}).content.decode()
    assert User.objects.count() == 0


def test_a_code_ends_and_is_used_once(client, register, form, mailbox):
    client.post(REGISTER, form)
    (message,) = mailbox()
    registration = Registration.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=services.CODE_MINUTES, seconds=1)):
        assert client.post(CONFIRM, {"code": code_in(message)}).status_code == 400
    assert finish(client, message).status_code == 302
    with pytest.raises(Exception, match="Kode tidak cocok"):
        services.finish_registration(registration, code_in(message))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nik", "123"),
        ("nik", "5371064105800000"),
        ("kk", "abc"),
        ("birth_date", "2999-01-01"),
        ("email", "bukan surel"),
        ("phone", "12"),
        ("password", "pendek"),
        ("password", "1234567890123"),
        ("domicile", "0"),
    ],
)
def test_a_slip_is_shown_at_its_field_and_at_the_top(client, form, field, value):
    answer = client.post(REGISTER, form | {field: value})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert 'class="error-summary"' in answer.content.decode()
    assert Registration.objects.count() == 0


def test_a_nik_is_no_password(client, form):
    answer = client.post(REGISTER, form | {"password": f"x{form['nik']}"})
    assert list(answer.context["form"].errors) == ["password"]


def test_registrations_of_one_nik_are_limited(client, register, form):
    statuses = [client.post(REGISTER, form | {"email": f"n{n}@contoh.test"}).status_code for n in range(6)]
    assert statuses == [302] * 5 + [400]


def test_the_numbers_are_nowhere_in_clear(client, register, form, mailbox, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(REGISTER, form)
        finish(client, mailbox()[0])
        Client().post("/akun/masuk/", {"login": form["nik"], "password": "salah"})
    secret = (form["nik"], form["kk"])
    assert not [s for s in Session.objects.all() if any(n in str(s.get_decoded()) for n in secret)]
    assert not [m for m in mailbox() if any(n in m.body + m.subject for n in secret)]
    assert not [record for record in caplog.records if any(n in record.getMessage() for n in secret)]
    holding = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            query = sql.SQL("SELECT count(*) FROM {} t WHERE t::text LIKE ANY(%s)").format(sql.Identifier(table))
            cursor.execute(query, [[f"%{number}%" for number in secret]])
            holding += [table] * cursor.fetchone()[0]
    assert holding == []


def test_what_nobody_finished_is_swept(client, register, form):
    client.post(REGISTER, form)
    services.sweep()
    assert Registration.objects.count() == 1
    Registration.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    assert services.sweep() == 1


def test_beat_asks_for_the_upkeep_once(db):
    from core.signup.tasks import hourly

    hourly()
    hourly()
    assert sorted(Job.objects.values_list("name", flat=True)) == ["signup.refresh_all", "signup.sweep"]
    assert run_waiting("signup.sweep") == 1
