"""Reads of the desk: what waits, in which order, at what cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.accounts.rules import Role
from sodamolek.letters import queries
from sodamolek.letters.views import frame
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory


@pytest.fixture
def rows(sktm, office):
    """Two submitted (the later one is due first), one accepted, one elsewhere, one finished."""
    now = timezone.now()
    due = [now + timedelta(hours=5), now - timedelta(hours=1)]
    waiting = [LetterRequestFactory(kind=sktm, office=office, status="submitted", due_at=when) for when in due]
    LetterRequestFactory(kind=sktm, status="submitted")
    LetterRequestFactory(kind=sktm, office=office, status="rejected")
    return [*waiting, LetterRequestFactory(kind=sktm, office=office, status="accepted")]


def test_counts_stop_at_their_limit(rows, operator, monkeypatch, django_assert_num_queries):
    assert len(operator.assignments_today) == 1
    with django_assert_num_queries(1):
        assert _waiting(operator) == {"submitted": 2, "accepted": 1}
    monkeypatch.setattr(queries.desk, "COUNT_LIMIT", 1)
    assert _waiting(operator) == {"submitted": 1, "accepted": 1}


def _waiting(operator):
    return {status: count for status, count in queries.desk_counts(operator).items() if count}


def test_each_role_is_shown_what_waits_for_it(rows, office, operator, stranger):
    late, due = frame.tasks_of(operator), frame.tasks_of(staff(Role.LURAH, office))
    assert [(task.count, task.urgent) for task in late] == [(2, True)]
    assert [(task.count, task.urgent) for task in due] == [(1, False)]
    assert frame.tasks_of(stranger) == []


def test_a_citizen_is_shown_what_to_mend(draft, applicant):
    assert [task.label for task in frame.tasks_of(applicant)] == [f"Lanjutkan {draft.kind.name}"]


def test_the_timeline_names_officers_to_officers_only(submitted, operator):
    from sodamolek.letters import services

    row = services.accept_request(submitted, by=operator)
    assert [(e.text, e.pending) for e in queries.timeline(row)] == [("", False), ("", True)]
    assert next(e.text for e in queries.timeline(row, staff=True)) == operator.name
