"""The limiter counts in parallel, outside the request's transaction, and ends by itself."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from core.accounts import limiter
from core.accounts.models import Bucket


def test_more_than_the_limit_is_refused(committed):
    answers = [limiter.hit("test", "a", limit=3, seconds=60) for _ in range(5)]
    assert answers == [True, True, True, False, False]


def test_keys_and_scopes_are_counted_apart(committed):
    assert limiter.hit("test", "a", limit=1, seconds=60)
    assert limiter.hit("test", "b", limit=1, seconds=60)
    assert limiter.hit("other", "a", limit=1, seconds=60)
    assert not limiter.hit("test", "a", limit=1, seconds=60)


def test_a_rolled_back_request_is_counted(committed):
    def fail():
        with transaction.atomic():
            limiter.hit("test", "a", limit=1, seconds=60)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not limiter.hit("test", "a", limit=1, seconds=60)


def test_fifty_parallel_tries_pass_no_more_than_the_limit(committed):
    start, passed, lock = threading.Barrier(50), [], threading.Lock()

    def guess():
        start.wait()
        allowed = limiter.hit("test", "lurah", limit=5, seconds=900)
        with lock:
            passed.append(allowed)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), sum(passed)) == (50, 5)


def test_the_lock_ends_by_itself_and_tries_do_not_prolong_it(committed):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        for minute in range(15):
            clock.move_to(begin + timedelta(minutes=minute))
            limiter.hit("test", "a", limit=5, seconds=900)
        assert not limiter.hit("test", "a", limit=5, seconds=900)
        clock.move_to(begin + timedelta(minutes=15))
        assert limiter.hit("test", "a", limit=5, seconds=900)


def test_forgetting_starts_from_zero(committed):
    limiter.hit("test", "a", limit=1, seconds=60)
    limiter.forget("test", "a")
    assert limiter.hit("test", "a", limit=1, seconds=60)


def test_no_key_is_stored_in_clear(committed):
    limiter.hit("test", "5371064105909001", limit=1, seconds=60)
    assert Bucket.objects.count() == 1
    assert not Bucket.objects.filter(id__contains="5371064105909001").exists()


def test_sweeping_deletes_ended_windows_only(committed):
    limiter.hit("test", "ended", limit=1, seconds=-1)
    limiter.hit("test", "open", limit=1, seconds=60)
    assert limiter.sweep() == 1
    assert not limiter.hit("test", "open", limit=1, seconds=60)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "9.9.9.9, 8.8.8.8", "8.8.8.8"),
        (2, "7.7.7.7, 9.9.9.9, 8.8.8.8", "9.9.9.9"),
        (2, "8.8.8.8", "10.0.0.1"),
        (1, "", "unknown"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_exactly_our_proxies_are_trusted(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert limiter.client_ip(request) == expected
