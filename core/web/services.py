"""What the whole portal does by itself once a day, whichever feature asked for it."""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db import transaction

from core.documents.services import revoke_ended
from core.files.services import collect
from core.jobs.runner import allow_long_work
from core.web import registry

logger = logging.getLogger(__name__)

Step = Callable[[], int]


def upkeep(today: date) -> tuple[dict[str, int], dict[str, str]]:
    """Take every step of the daily round: how many rows each touched, and the kind of error of those that failed.

    Each step is a transaction of its own, so that one that fails neither undoes nor stops the others. An error's
    text is not kept: it may name people.
    """
    counts: dict[str, int] = {}
    failed: dict[str, str] = {}
    for name, step in _steps(today):
        try:
            with transaction.atomic():
                allow_long_work()
                counts[name] = step()
        except Exception as error:  # noqa: BLE001 - whatever a feature does wrong, the others' work is done
            failed[name] = type(error).__name__
            logger.error("Upkeep step %s failed: %s", name, failed[name])
        else:
            logger.info("Upkeep step %s: %d", name, counts[name])
    return counts, failed


def _steps(today: date) -> Iterator[tuple[str, Step]]:
    """Features' archive schedules first, then the certificates of ended offices and files without an owner."""
    for function in registry.retention:
        yield _name(function), partial(function, today)
    yield _name(revoke_ended), partial(revoke_ended, today)
    yield _name(collect), collect


def _name(function: Callable[..., int]) -> str:
    return f"{function.__module__}.{getattr(function, '__qualname__', 'step')}"
