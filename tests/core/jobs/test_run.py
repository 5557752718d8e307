import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from core.accounts.models import User
from core.jobs import runner, services
from core.jobs.models import Job
from core.jobs.rules import State, backoff
from tests.core.jobs import kinds  # noqa: F401 - registers them


def names() -> list[str]:
    return list(User.objects.order_by("pk").values_list("name", flat=True))


def make_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(due_at=Now())


def test_a_job_is_done_once_and_keeps_its_result(db):
    job = services.enqueue("tests.add", {"name": "Contoh"})
    assert (job.state, job.queue, job.attempts) == (State.WAITING, "interactive", 0)
    assert [runner.run(job.pk, keep=False), runner.run(job.pk, keep=False)] == [True, False]
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result, job.finished) == (State.DONE, 1, {"attempt": 1}, True)
    assert names() == ["Contoh"]


def test_a_delayed_job_waits(db):
    job = services.enqueue("tests.add", {"name": "Contoh"}, delay=timedelta(minutes=5))
    assert runner.run_waiting() == 0
    assert job.due_at - job.created_at > timedelta(minutes=4)
    make_due(job)
    assert runner.run_waiting() == 1


def test_a_failing_job_is_rolled_back_tried_again_and_ends_failed(db):
    job = services.enqueue("tests.fail")
    waits = []
    for _ in range(3):
        make_due(job)
        runner.run(job.pk, keep=False)
        job.refresh_from_db()
        waits.append((job.state, job.attempts))
    assert waits == [(State.WAITING, 1), (State.WAITING, 2), (State.FAILED, 3)]
    assert names() == []
    assert runner.run(job.pk, keep=False) is False


def test_a_job_that_fails_first_succeeds_later(db):
    job = services.enqueue("tests.fail", {"until": 2})
    assert runner.run_waiting() == 1
    make_due(job)
    assert runner.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, names()) == (State.DONE, 2, ["gagal"])


def test_the_text_of_an_error_is_neither_stored_nor_logged(db, caplog):
    job = services.enqueue("tests.fail")
    runner.run(job.pk, keep=False)
    job.refresh_from_db()
    assert job.error.startswith("ValueError (core/jobs/kinds.py:")
    assert "5371010101900001" not in job.error + caplog.text


def test_a_job_that_gives_up_is_not_tried_again(db):
    job = services.enqueue("tests.give_up")
    runner.run(job.pk, keep=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 1)
    assert job.error.startswith("GiveUp: tidak ada jalan")


def test_who_lost_the_lease_commits_nothing(db):  # the fence is in the same transaction as the effect
    job = services.enqueue("tests.steal")
    runner.run(job.pk, keep=False)
    job.refresh_from_db()
    assert (job.state, names()) == (State.RUNNING, [])


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 10), (3, 20), (7, 300), (60, 300)])
def test_waits_double_up_to_the_longest(attempt, seconds):
    assert backoff(attempt, timedelta(minutes=5)) == timedelta(seconds=seconds)


def test_an_unknown_name_is_refused_where_it_is_asked_for(db):
    with pytest.raises(KeyError):
        services.enqueue("tests.nobody_knows")


@pytest.mark.parametrize("value", ["5371010101900001", 5371010101900001, "x" * 2001])
def test_personal_data_is_refused_as_payload(db, value):
    with pytest.raises(ValueError, match="ids only"):
        services.enqueue("tests.add", {"name": value})
    assert Job.objects.count() == 0


def test_a_key_is_taken_while_the_job_is_unfinished(db):
    first = services.enqueue("tests.add", {"name": "satu"}, key="k")
    second = services.enqueue("tests.add", {"name": "dua"}, key="k")
    assert second.pk == first.pk
    runner.run_waiting()
    third = services.enqueue("tests.add", {"name": "tiga"}, key="k")
    assert third.pk != first.pk
    runner.run_waiting()
    assert names() == ["satu", "tiga"]


def test_a_key_for_once_stays_taken_when_the_job_is_done(db):
    first = services.enqueue("tests.add", {"name": "satu"}, key="k", once=True)
    runner.run_waiting()
    assert services.enqueue("tests.add", {"name": "dua"}, key="k", once=True).pk == first.pk
    assert (runner.run_waiting(), names()) == (0, ["satu"])


def test_a_waiting_job_is_called_off(db):
    job = services.enqueue("tests.add", {"name": "Contoh"})
    services.cancel(job)
    assert (runner.run_waiting(), job.state, names()) == (0, State.CANCELLED, [])


def test_a_running_job_is_asked_to_stop(db, monkeypatch):
    job = services.enqueue("tests.outside", {"steps": 3})
    monkeypatch.setattr(time, "sleep", lambda _: services.cancel(Job.objects.get(pk=job.pk)))
    runner.run(job.pk, keep=False)
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == (State.CANCELLED, 1, 3)


def test_a_finished_job_cannot_be_called_off(db):
    job = services.enqueue("tests.add", {"name": "Contoh"})
    runner.run_waiting()
    services.cancel(job)
    assert (job.state, job.cancel_requested) == (State.DONE, False)


def roll_back() -> None:
    with transaction.atomic():
        services.enqueue("tests.add", {"name": "Contoh"})
        raise RuntimeError


def test_nothing_is_done_when_the_caller_rolls_back(db):
    with pytest.raises(RuntimeError):
        roll_back()
    assert Job.objects.count() == 0


def test_jobs_that_ended_long_ago_are_forgotten(db, settings):
    settings.JOBS_KEEP_DAYS = 30
    old, recent, waiting = (services.enqueue("tests.add", {"name": str(n)}) for n in range(3))
    Job.objects.filter(pk=old.pk).update(state=State.DONE, ended_at=Now() - timedelta(days=31))
    Job.objects.filter(pk=recent.pk).update(state=State.DONE, ended_at=Now() - timedelta(days=29))
    assert services.forget_old() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {recent.pk, waiting.pk}
