"""Ranking candidates, and when the portal may say by itself "this was checked already".

A wrong automatic answer tells somebody that a new rumour is an old one, so it is given only when nearly all words
agree both ways, nothing vetoes it (no other number, date, name, place or negation) and no second claim fits too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kabashoax.rules import veto, wording


@dataclass(frozen=True)
class Candidate:
    """What PostgreSQL found about one claim; shares are of the weight of words, 0 to 1."""

    key: UUID
    title_words: str
    body_words: str
    is_public: bool
    asked_in_title: float
    asked_in_body: float
    title_in_asked: float
    likeness: float
    inside: float

    @property
    def score(self) -> float:
        """How much this is what was asked for; for ranking."""
        both = 2 * self.asked_in_title * self.title_in_asked / max(self.asked_in_title + self.title_in_asked, 0.001)
        return 0.45 * self.asked_in_body + 0.35 * both + 0.12 * self.likeness + 0.08 * self.inside


# Shares that an answer needs at least, and how far the second must stay behind.
ASKED, TITLE, SCORE, LEAD = 0.70, 0.72, 0.66, 0.06
# The same for a question that is the post itself, copied: how much of it the claim's text holds, and its fewest words.
COPIED, WORDS = 0.90, 6
RIVALS = 4


def ranked(rows: Sequence[Candidate]) -> list[Candidate]:
    """Best first; equal ones by their key, so that the order never wavers."""
    return sorted(rows, key=lambda row: (-round(row.score, 6), str(row.key)))


def differences(question: str, row: Candidate) -> tuple[str, ...]:
    """What vetoes that `question` and the claim are the same."""
    return veto.differences(question, row.title_words, row.body_words)


def answers(question: str, rows: Sequence[Candidate]) -> bool:
    """Whether the first of `rows` (ranked) answers `question` without a person looking at it."""
    if not rows or not wording.is_whole(question):
        return False
    first, others = rows[0], rows[1:RIVALS]
    if not (_is_told(question, first, others) or _is_copied(question, first, others)):
        return False
    # Two claims that it could be are a question, not an answer.
    return not any(_fits_too(question, row) for row in others if row.asked_in_body >= ASKED)


def _fits_too(question: str, row: Candidate) -> bool:
    return not differences(question, row) or veto.may_mean(question, row.title_words, row.body_words)


def _is_told(question: str, first: Candidate, others: Sequence[Candidate]) -> bool:
    """The question says what the title says."""
    if first.asked_in_body < ASKED or first.title_in_asked < TITLE or first.score < SCORE:
        return False
    if others and first.score - others[0].score < LEAD:
        return False
    return not differences(question, first)


def _is_copied(question: str, first: Candidate, others: Sequence[Candidate]) -> bool:
    """The question is the post as it circulated, whatever the claim's title makes of it."""
    body = first.body_words.split()
    if first.asked_in_body < COPIED or len(body) < WORDS:
        return False
    if any(first.asked_in_body - row.asked_in_body < LEAD for row in others):
        return False
    return not veto.differences(question, first.body_words, first.title_words)
