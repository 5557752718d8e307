"""The demo's people: one for each role, entered with one press; gone outside of the demo."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from core.accounts.models import Assignment, User
from core.accounts.rules import TOTP_ROLES, Role
from core.signup import demo
from tools.families import DEMO_PEOPLE


@pytest.fixture
def people(city, settings):
    settings.DEMO = True
    demo.make_people()
    return {person.key: person for person in demo.people()}


def test_there_is_somebody_for_each_role(people):
    assert {person.role for person in people.values()} == set(Role)
    offices = Assignment.objects.filter(role__in=["operator", "kasi", "sekretaris", "lurah"])
    expected = ["53.71.03.1001"] * 2 + ["53.71.03.1010"] * 4 + ["53.71.03.1011"] * 2
    expected += ["53.71.06"] + ["53.71.06.1008"] * 4 + ["dinsos"]
    assert sorted(offices.values_list("office__code", flat=True)) == expected


def test_they_are_marked_as_invented(people):
    assert User.objects.filter(is_demo=False).count() == 0
    assert all(name.endswith("(contoh)") or "CONTOH" in name.upper() for name in _names())
    assert all(nip is None or nip.startswith("9999") for nip in User.objects.values_list("nip", flat=True))


def _names():
    return User.objects.values_list("name", flat=True)


def test_again_changes_nothing(people):
    before = (set(User.objects.values_list("pk", flat=True)), Assignment.objects.count())
    demo.make_people()
    assert (set(User.objects.values_list("pk", flat=True)), Assignment.objects.count()) == before


def test_each_is_entered_with_one_press_and_reaches_the_desk(people):
    found = {}
    for key in people:
        client = Client()
        client.post(f"/demo/masuk/{key}/")
        found[key] = client.get("/saya/").status_code
    assert found == dict.fromkeys(people, 200)


def test_each_signs_in_by_hand_with_what_is_shown(people, client):
    for person in (people["warga"], people["lurah"]):
        client = Client()
        client.post("/akun/masuk/", {"login": person.login, "password": demo.PASSWORD})
        if person.role in TOTP_ROLES:
            client.post("/akun/masuk/kode/", {"code": person.code})
        assert client.get("/saya/").status_code == 200


def test_the_page_shows_everybody_and_whom_to_register_as(people, client):
    page = client.get("/demo/masuk/").content.decode()
    assert [key for key in people if f"/demo/masuk/{key}/" not in page] == []
    assert demo.PASSWORD in page
    assert len(demo.identities()) == len(DEMO_PEOPLE) - 1


def test_the_command_prints_the_table(people, capsys):
    call_command("demo_people")
    table = capsys.readouterr().out
    assert [p.login for p in people.values() if p.login not in table] == []
    assert table.count(demo.PASSPHRASE) == sum(bool(p.passphrase) for p in people.values())


def test_outside_of_the_demo_there_is_no_such_way_in(people, settings, client):
    settings.DEMO = False
    assert client.get("/demo/masuk/").status_code == 404
    assert [client.post(f"/demo/masuk/{key}/").status_code for key in people] == [404] * len(people)
    with pytest.raises(CommandError):
        call_command("demo_people")
    with pytest.raises(RuntimeError):
        demo.make_people()


def test_nobody_but_demo_people_is_entered(people, client):
    assert client.post("/demo/masuk/siapa-saja/").status_code == 404
    assert client.get("/demo/masuk/lurah/").status_code == 405
