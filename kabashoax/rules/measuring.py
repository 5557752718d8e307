"""Figures of the matching, from the answers to questions whose right answer is known."""

from collections.abc import Sequence
from dataclasses import dataclass

PARAPHRASE = "paraphrase"
KINDS = (PARAPHRASE, "nearmiss", "new")


@dataclass(frozen=True)
class Outcome:
    """One question: where the right claim stood (0 = first, None = not among them), and what was answered by itself."""

    kind: str
    place: int | None
    answered: bool
    seconds: float

    @property
    def is_right(self) -> bool:
        return self.answered and self.kind == PARAPHRASE and self.place == 0


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | int]:
    """recall_at_1, recall_at_5 and mrr over the paraphrases; right and wrong automatic answers; p95 in ms."""
    asked = [one for one in outcomes if one.kind == PARAPHRASE]
    count = max(len(asked), 1)
    places = [one.place for one in asked if one.place is not None]
    return {
        "recall_at_1": round(sum(place == 0 for place in places) / count, 4),
        "recall_at_5": round(sum(place < 5 for place in places) / count, 4),
        "mrr": round(sum(1 / (place + 1) for place in places) / count, 4),
        "auto_answered": sum(one.is_right for one in outcomes),
        "auto_wrong": sum(one.answered and not one.is_right for one in outcomes),
        "p95_ms": round(1000 * percentile([one.seconds for one in outcomes], 95), 1),
    }


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of `values` don't exceed (nearest rank); 0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
