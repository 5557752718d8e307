"""The register that a city's own Dukcapil office hands over (`manage.py import_residents`), as a table here."""

import logging
from datetime import date

from django.db import OperationalError

from core.population.crypto import UndecipherableError, blind_index, normalise
from core.population.models import RegisterEntry
from core.population.providers.base import Elements, Query, RegisterUnavailableError, Verdict
from core.population.rules import same_name

logger = logging.getLogger(__name__)


class CityProvider:
    """Answers from RegisterEntry as the national web service answers. Logs no personal data."""

    def verify(self, elements: Elements, query: Query) -> Verdict:
        """Compare the given elements with the record of `elements.nik`; what the record lacks does not agree."""
        known = self.fetch(elements.nik, query)
        if known is None:
            return Verdict()
        return Verdict(
            {name: _same(name, value, getattr(known, name)) for name, value in elements.given().items()},
        )

    def fetch(self, nik: str, query: Query) -> Elements | None:
        """The person's record, or None when there is no such person."""
        try:
            entry = RegisterEntry.objects.filter(nik_index=blind_index(nik)).first()
            # Before the first import nobody is there: that is no answer about a person.
            if entry is None and not RegisterEntry.objects.exists():
                raise RegisterUnavailableError("empty")
        except UndecipherableError as error:
            logger.error("city register: %s", error)
            raise RegisterUnavailableError("nonsense") from None
        except OperationalError:
            raise RegisterUnavailableError("connection") from None
        if entry is None:
            return None
        elements = _from_record(entry.record)
        # A ciphertext that was moved to another row speaks of somebody else.
        if elements.nik != normalise(nik):
            raise RegisterUnavailableError("nonsense")
        return elements


def _from_record(record: dict[str, str]) -> Elements:
    return Elements(**{**record, "birth_date": date.fromisoformat(record["birth_date"])})  # type: ignore[arg-type]


def _same(name: str, asked: str | date, known: str | date) -> bool:
    if isinstance(asked, date) or isinstance(known, date):
        return asked == known
    if name == "name":
        return same_name(asked, known)
    return bool(known) and _plain(asked) == _plain(known)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
