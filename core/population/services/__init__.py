"""Every write about a resident, and every question to the national register."""

from core.population.services.counter import receive_at_counter
from core.population.services.matching import MatchResult, MatchState, match_person
from core.population.services.relatives import note_relative
from core.population.services.renewal import renew_facts
from core.population.services.residents import (
    ADOPTERS,
    Home,
    Identity,
    ask_again,
    change_home,
    confirm_at_counter,
    is_waiting_for,
    not_registered,
    refresh_match,
    register_resident,
    resident_of,
    reveal_nik,
    take_answer,
)

__all__ = [
    "ADOPTERS",
    "Home",
    "Identity",
    "MatchResult",
    "MatchState",
    "ask_again",
    "change_home",
    "confirm_at_counter",
    "is_waiting_for",
    "match_person",
    "not_registered",
    "note_relative",
    "receive_at_counter",
    "refresh_match",
    "register_resident",
    "renew_facts",
    "resident_of",
    "reveal_nik",
    "take_answer",
]
