"""The daily round does every feature's part, and one that fails harms no other."""

from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from core.audit import rules
from core.audit import services as audit
from core.documents.services import revoke_ended
from core.files.services import collect
from core.jobs import runner
from core.jobs.models import Job
from core.jobs.rules import State
from core.web import registry, services, tasks
from tests.factories.accounts import UserFactory
from tests.factories.regions import OfficeFactory

DAY = date(2026, 11, 24)
OWN = [f"{function.__module__}.{function.__name__}" for function in (revoke_ended, collect)]


def forget(today: date) -> int:
    """A feature's step that touches rows and says how many."""
    assert today == DAY
    UserFactory(name="Petra Contoh")
    return 3


def break_the_database(today: date) -> int:
    UserFactory(name="Yanto Contoh")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    return 1


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """A registry of this test's own, files and anchors in a folder of its own."""
    own = registry.Registry()
    monkeypatch.setattr(registry, "retention", own)
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return own


def round_at(moment: str) -> list[Job]:
    """What the hour of `moment` (in Kupang) did: its jobs, oldest first."""
    with time_machine.travel(f"{moment}+08:00", tick=False):
        tasks.hourly()
        runner.run_waiting()
    return list(Job.objects.filter(name="web.upkeep").order_by("created_at", "pk"))


def test_every_step_says_what_it_did(db, steps):
    steps.add(forget)
    (job,) = round_at("2026-11-24T02:00")
    assert (job.state, job.payload, job.result) == (
        State.DONE,
        {"today": "2026-11-24"},
        {f"{__name__}.forget": 3, OWN[0]: 0, OWN[1]: 0},
    )


def test_a_step_that_fails_neither_stops_nor_undoes_the_others(db, steps, django_user_model):
    steps.add(break_the_database)
    steps.add(forget)
    counts, failed = services.upkeep(DAY)
    assert counts == {f"{__name__}.forget": 3, OWN[0]: 0, OWN[1]: 0}
    assert failed == {f"{__name__}.break_the_database": "DataError"}
    assert list(django_user_model.objects.filter(name__endswith="Contoh").values_list("name", flat=True)) == [
        "Petra Contoh"
    ]


def test_a_round_that_failed_is_named_and_taken_again_in_the_next_hour(db, steps):
    steps.add(break_the_database)
    (job,) = round_at("2026-11-24T02:00")
    assert job.state == State.FAILED
    assert job.error.startswith(f"GiveUp: {__name__}.break_the_database: DataError")
    steps.remove(break_the_database)
    assert [job.state for job in round_at("2026-11-24T03:00")] == [State.FAILED, State.DONE]


def test_it_is_done_once_a_day_from_two_o_clock_on(db, steps):
    for hour in ("02:00", "02:00", "03:00", "23:00"):
        jobs = round_at(f"2026-11-24T{hour}")
    assert [job.payload["today"] for job in jobs] == ["2026-11-24"]
    assert [job.payload["today"] for job in round_at("2026-11-25T01:59")] == ["2026-11-24"]
    assert [job.payload["today"] for job in round_at("2026-11-25T02:00")] == ["2026-11-24", "2026-11-25"]


def test_the_trail_is_anchored_once_an_hour(db, steps, tmp_path):
    audit.record("uji.langkah", OfficeFactory(), by=None)
    with connection.cursor() as cursor:  # the chain is made at commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for hour in ("01:00", "01:00", "02:00"):
        round_at(f"2026-11-24T{hour}")
    lines = (tmp_path / "anchors.log").read_text().splitlines()
    assert [line.split()[2] for line in lines] == ["2026-11-23T17:00:00+00:00", "2026-11-23T18:00:00+00:00"]
    last = audit.queries.last_link()
    assert rules.read_anchors("\n".join(lines)) == {last.seq: last.hash}


def test_nothing_to_anchor_writes_nothing(db, steps, tmp_path):
    round_at("2026-11-24T01:00")
    assert not (tmp_path / "anchors.log").exists()


def test_beat_asks_for_it_on_every_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["portal upkeep"]
    assert (entry["task"], entry["schedule"].minute, entry["schedule"].hour) == (
        tasks.hourly.name,
        {0},
        set(range(24)),
    )
