"""How long a session lives, what a page costs, and who gets to the repair bench."""

import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.audit.models import Entry
from tests.factories.accounts import UserFactory, staff
from tests.factories.regions import OfficeFactory

PAGE = "/akun/"


def visit_after(client, *minutes):
    """The status of a page after each pause, in minutes since the log-in."""
    begin = time.time()
    found = []
    for minute in minutes:
        with time_machine.travel(begin + minute * 60, tick=False):
            found.append(client.get(PAGE).status_code)
    return found


def test_staff_are_out_after_thirty_idle_minutes(db, client):
    client.force_login(staff(Role.OPERATOR))
    assert visit_after(client, 29, 58, 89) == [200, 200, 302]


def test_a_citizen_is_not_idle_but_out_after_eight_hours(db, client):
    client.force_login(UserFactory())
    assert visit_after(client, 60, 7 * 60, 8 * 60 + 1) == [200, 200, 302]


def test_work_does_not_prolong_a_session_beyond_eight_hours(db, client):
    client.force_login(staff(Role.OPERATOR))
    assert visit_after(client, *range(20, 481, 20))[-1] == 200
    assert visit_after(client, 482) == [302]


def test_reading_writes_the_session_once_a_minute(db, client, django_assert_num_queries):
    client.force_login(staff(Role.OPERATOR))
    client.get(PAGE)
    with django_assert_num_queries(3):  # session, person with assignments, unread messages
        client.get(PAGE)
    with time_machine.travel(time.time() + 61, tick=False):
        before = Session.objects.get().session_data
        client.get(PAGE)
        assert Session.objects.get().session_data != before


def test_a_visitor_costs_no_query(db, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))


@pytest.mark.parametrize("role", [Role.LURAH, Role.AUDITOR, Role.OPERATOR])
def test_the_bench_is_closed_to_others(db, client, role):
    client.force_login(staff(role))
    assert client.get("/admin/").status_code == 403


def test_a_stranger_is_led_to_our_log_in(db, client):
    for address in ("/admin/", "/admin/login/", "/admin/accounts/user/"):
        assert client.get(address)["Location"] == f"/akun/masuk/?next={address}"


def test_an_administrator_assigns_on_the_bench_and_it_is_recorded(db, client):
    administrator, person, office = staff(Role.ADMINISTRATOR), UserFactory(), OfficeFactory()
    client.force_login(administrator)
    assert client.get("/admin/accounts/assignment/add/").status_code == 200
    form = {"user": person.pk, "role": "lurah", "office": office.pk, "capacity": "plt", "title": "Lurah Uji",
            "starts_on": "2026-01-01", "ends_on": ""}  # fmt: skip
    assert client.post("/admin/accounts/assignment/add/", form).status_code == 302
    assignment = Assignment.objects.get(user=person)
    assert (assignment.role, assignment.capacity, assignment.ends_on) == ("lurah", "plt", None)
    address = f"/admin/accounts/assignment/{assignment.pk}/change/"
    assert client.post(address, {"ends_on": "2026-02-01"}).status_code == 302
    assignment.refresh_from_db()
    assert str(assignment.ends_on) == "2026-02-01"
    actions = Entry.objects.filter(subject_id=assignment.pk).order_by("id").values_list("action", "actor_id")
    assert list(actions) == [("assign", administrator.pk), ("end_assignment", administrator.pk)]
