"""The ladder of Smart Governance programmes as it stands today."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from smartcity_eval.models import Person, Programme
from smartcity_eval.rules.files import ladder
from smartcity_eval.rules.ladder import Rung, percent_running


@dataclass(frozen=True)
class Standing:
    """Programmes by element, how many run, and the rung that follows."""

    programmes: list[Programme]
    running: int
    rung: Rung
    changed_at: datetime | None

    @property
    def total(self) -> int:
        return len(self.programmes)

    @property
    def percent(self) -> Decimal:
        return percent_running(self.total, self.running)

    @property
    def is_sample(self) -> bool:
        return any(programme.is_sample for programme in self.programmes)


def standing(user: Person) -> Standing:
    """A city's programmes fit on one page, so they are read at once."""
    rows = list(Programme.objects.visible_to(user).select_related("office"))
    running = sum(row.state == Programme.State.RUNNING for row in rows)
    changed = max((row.changed_at for row in rows), default=None)
    return Standing(rows, running, ladder().rung(len(rows), running), changed)
