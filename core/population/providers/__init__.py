"""The source of register data that the settings name, with every question counted."""

from functools import lru_cache

from django.conf import settings

from core.population.models import UsageRecord
from core.population.providers.base import Elements, Query, RegisterProvider, RegisterUnavailableError, Verdict
from core.population.providers.city import CityProvider
from core.population.providers.national import NationalProvider

Source = UsageRecord.Source
# Outcomes of questions that never reached a register: the agreement counts what was asked.
NOT_ASKED = frozenset({"breaker", "empty"})


class CountedProvider:
    """Any provider, with a UsageRecord for each question: names of elements, never their values."""

    def __init__(self, provider: RegisterProvider, source: UsageRecord.Source) -> None:
        self.provider = provider
        self.source = source

    def verify(self, elements: Elements, query: Query) -> Verdict:
        """As the provider's; counted with the elements compared."""
        row = self._row(UsageRecord.Kind.VERIFY, query, list(elements.given()))
        try:
            verdict = self.provider.verify(elements, query)
        except RegisterUnavailableError as error:
            self._count(row, error.outcome)
            raise
        row.differing = [name for name, agrees in verdict.elements.items() if not agrees]
        self._count(row, "agrees" if verdict.agrees else "differs" if verdict.elements else "unknown")
        return verdict

    def fetch(self, nik: str, query: Query) -> Elements | None:
        """As the provider's; counted with the elements received."""
        row = self._row(UsageRecord.Kind.FETCH, query, [])
        try:
            elements = self.provider.fetch(nik, query)
        except RegisterUnavailableError as error:
            self._count(row, error.outcome)
            raise
        row.names = list(elements.given()) if elements else []
        self._count(row, "found" if elements else "unknown")
        return elements

    def _row(self, kind: UsageRecord.Kind, query: Query, names: list[str]) -> UsageRecord:
        return UsageRecord(
            kind=kind,
            source=self.source,
            purpose=query.purpose,
            office_id=query.office_id,
            by_id=query.by_id,
            names=names,
        )

    @staticmethod
    def _count(row: UsageRecord, outcome: str) -> None:
        if outcome in NOT_ASKED:
            return
        row.elements, row.outcome = len(row.names), outcome
        row.save(force_insert=True)


@lru_cache(maxsize=4)
def _national(url: str, user: str, password: str) -> CountedProvider:
    # One per address, so that its breaker remembers.
    return CountedProvider(NationalProvider(url, user, password), Source.NATIONAL)


def get_provider() -> RegisterProvider:
    """The provider that the settings name."""
    if settings.REGISTER_PROVIDER == Source.CITY:
        return CountedProvider(CityProvider(), Source.CITY)
    return _national(settings.REGISTER_URL, settings.REGISTER_USER, settings.REGISTER_PASSWORD)


def is_sample() -> bool:
    """Whether screens must say "data contoh": without an agreement the stand-in answers, not the register.

    A register of the city's own is real, except in the demo.
    """
    if settings.REGISTER_PROVIDER == Source.CITY:
        return bool(settings.DEMO)
    return not settings.REGISTER_AGREEMENT
