import base64
import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db.models import F
from django.test import RequestFactory

from core.accounts.models import Assignment, User
from core.web.paging import Page, WrittenList, keyset_page
from tests.factories.accounts import AssignmentFactory, UserFactory


def ask(url: str = "/", queryset=None, size: int = 2) -> Page[User]:
    return keyset_page(User.objects.all() if queryset is None else queryset, RequestFactory().get(url), size)


@pytest.fixture
def people(db) -> list[User]:
    return [UserFactory(name=name) for name in ("Ana", "Bea", "Cici", "Dedi", "Eka")]


def names(page: Page[User]) -> list[str]:
    return [user.name for user in page.rows]


def test_newest_first_and_every_row_once(people):
    first = ask()
    second = ask(first.next_url)
    third = ask(second.next_url)
    assert [names(page) for page in (first, second, third)] == [["Eka", "Dedi"], ["Cici", "Bea"], ["Ana"]]
    assert (first.prev_url, third.next_url) == ("", "")


def test_back_to_the_pages_before(people):
    third = ask(ask(ask().next_url).next_url)
    second = ask(third.prev_url)
    first = ask(second.prev_url)
    assert [names(page) for page in (second, first)] == [["Cici", "Bea"], ["Eka", "Dedi"]]
    assert first.prev_url == ""
    assert names(ask(first.next_url)) == ["Cici", "Bea"]


def test_equal_values_are_told_apart_by_the_primary_key(db):
    moment = datetime(2026, 11, 24, 2, 30, 0, 123456, tzinfo=UTC)
    for name in ("Ana", "Bea", "Cici"):
        UserFactory(name=name, date_joined=moment)
    UserFactory(name="Dedi", date_joined=moment + timedelta(microseconds=1))
    first = ask(queryset=User.objects.order_by("date_joined"), size=2)
    second = ask(first.next_url, User.objects.order_by("date_joined"), size=2)
    assert [names(first), names(second)] == [["Ana", "Bea"], ["Cici", "Dedi"]]


def test_order_by_annotation_and_by_another_table(people):
    annotated = User.objects.annotate(label=F("name")).order_by("-label")
    assert names(ask(ask(queryset=annotated).next_url, annotated)) == ["Cici", "Bea"]
    for user in people[:3]:
        AssignmentFactory(user=user)
    posts = Assignment.objects.order_by("user__name")
    first = keyset_page(posts, RequestFactory().get("/"), 2)
    second = keyset_page(posts, RequestFactory().get(first.next_url), 2)
    assert [[row.user.name for row in page.rows] for page in (first, second)] == [["Ana", "Bea"], ["Cici"]]


def test_other_parameters_of_the_address_stay(people):
    assert ask("/?q=a%26b&after=").next_url.startswith("?q=a%26b&after=")


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "!!!",
        "W10",  # []
        "WyJ4Il0",  # ["x"]: no UUID
        "W251bGxd",  # [null]
        "W3RydWVd",  # [true]
        "WyJcdTAwMDAiXQ",  # ["\u0000"]
        "W1tdXQ",  # [[]]
        "eyJhIjoxfQ",  # {"a":1}
        "W0luZmluaXR5XQ",  # [Infinity]
    ],
)
@pytest.mark.parametrize("name", ["after", "before"])
def test_broken_key_gives_the_first_page(people, key, name):
    assert names(ask(f"/?{name}={key}")) == ["Eka", "Dedi"]


def test_one_query_whatever_the_page(people, django_assert_num_queries):
    url = ask().next_url
    with django_assert_num_queries(1):
        ask(url)


def test_empty_list_has_no_neighbours(db):
    page = ask()
    assert (page.rows, page.next_url, page.prev_url, bool(page)) == ([], "", "", False)


class Row(NamedTuple):
    id: UUID
    name: str
    date_joined: datetime


WRITTEN = WrittenList(
    "SELECT person.id, person.name, person.date_joined FROM accounts_user person",
    (("person.date_joined", "date_joined", datetime.fromisoformat), ("person.id", "id", UUID)),
    Row,
)


@pytest.mark.parametrize("down", [False, True])
def test_a_written_list_has_the_pages_of_the_queryset(people, down):
    # Two of them at the same moment: the second column decides.
    User.objects.filter(name__in=["Bea", "Cici"]).update(date_joined=people[3].date_joined)
    order = ("-date_joined", "-pk") if down else ("date_joined", "pk")
    url, addresses = "/", []
    while url:
        request = RequestFactory().get(url)
        written = WRITTEN.page(request, [("person.name <> %s", "Ana")], down=down, size=2)
        expected = keyset_page(User.objects.exclude(name="Ana").order_by(*order), request, 2)
        assert [row.name for row in written.rows] == names(expected)
        assert (written.next_url, written.prev_url) == (expected.next_url, expected.prev_url)
        addresses.append(written.prev_url)
        url = written.next_url
    back = WRITTEN.page(RequestFactory().get(addresses[-1]), [("person.name <> %s", "Ana")], down=down, size=2)
    assert len(addresses) == 2
    assert len(back.rows) == 2
    assert back.prev_url == ""


@pytest.mark.parametrize("key", ["x", "WzFd", "W251bGwsbnVsbF0", "WyJhIiwiYiJd", "WzEsMl0"])
def test_a_broken_key_of_a_written_list_gives_the_first_page(people, key):
    page = WRITTEN.page(RequestFactory().get(f"/?after={key}"), [("person.name <> %s", "")], size=2)
    assert [row.name for row in page.rows] == ["Ana", "Bea"]


ID = "01900000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "values",
    [
        ["2026-11-01T00:00:00+00:00", 5],
        ["2026-11-01T00:00:00+00:00", 1.5],
        ["2026-11-01T00:00:00+00:00", True],
        ["2026-11-01T00:00:00+00:00", {}],
        [5, ID],
        ["2026-11-01T00:00:00", ID],
        ["2026-11-01", ID],
        ["9999-12-31T23:59:59-23:59", ID],
        ["0001-01-01T00:00:00+23:59", ID],
        ["\ud800", ID],
    ],
)
def test_a_tampered_key_gives_the_first_page(people, values):
    key = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    written = WRITTEN.page(RequestFactory().get("/", {"after": key}), [("person.name <> %s", "")], size=2)
    asked = keyset_page(User.objects.order_by("date_joined", "pk"), RequestFactory().get("/", {"after": key}), 2)
    assert [row.name for row in written.rows] == names(asked) == ["Ana", "Bea"]


def test_half_a_character_is_no_key(people):
    key = base64.urlsafe_b64encode(b'["\\ud800", "%s"]' % ID.encode()).decode()
    assert names(keyset_page(User.objects.order_by("-name"), RequestFactory().get("/", {"before": key}), 2)) == [
        "Eka",
        "Dedi",
    ]


def test_a_key_in_a_zone_that_the_database_does_not_know_counts(people):
    moment = people[1].date_joined + timedelta(hours=23, minutes=59)
    key = json.dumps([moment.isoformat().replace("+00:00", "+23:59"), str(people[1].pk)])
    url = f"/?after={base64.urlsafe_b64encode(key.encode()).decode()}"
    assert names(ask(url, User.objects.order_by("date_joined", "pk"))) == ["Cici", "Dedi"]
