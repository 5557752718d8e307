"""Which level the evidence of an indicator carries."""

from collections.abc import Mapping
from enum import StrEnum

from smartcity_eval.rules.instrument import LEVELS


class LevelState(StrEnum):
    """What the evidence of one level amounts to."""

    EMPTY = "empty"
    WAITING = "waiting"
    RETURNED = "returned"
    COMPLETE = "complete"


def level_state(*, accepted: int, waiting: int, returned: int) -> LevelState:
    """A level is complete when it has accepted evidence and nothing of it waits or came back."""
    if returned:
        return LevelState.RETURNED
    if waiting:
        return LevelState.WAITING
    return LevelState.COMPLETE if accepted else LevelState.EMPTY


def reached(states: Mapping[int, LevelState]) -> int:
    """The highest level that is complete together with all below it; 0 when level 1 is not."""
    level = 0
    for step in LEVELS:
        if states.get(step, LevelState.EMPTY) is not LevelState.COMPLETE:
            break
        level = step
    return level
