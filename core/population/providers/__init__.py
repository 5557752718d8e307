"""The source of register data that the settings name, with every question counted."""

from functools import lru_cache

from django.conf import settings

from core.population.models import UsageRecord
from core.population.providers.base import Elements, Query, RegisterProvider, RegisterUnavailableError, Verdict
from core.population.providers.national import NationalProvider

# Outcomes of questions that never left the house: the agreement counts what the register was asked.
NOT_ASKED = frozenset({"breaker"})


class CountedProvider:
    """Any provider, with a UsageRecord for each question."""

    def __init__(self, provider: RegisterProvider) -> None:
        self.provider = provider

    def verify(self, elements: Elements, query: Query) -> Verdict:
        """As the provider's; counted with the number of elements compared."""
        count = len(elements.given())
        try:
            verdict = self.provider.verify(elements, query)
        except RegisterUnavailableError as error:
            self._count(UsageRecord.Kind.VERIFY, query, count, error.outcome)
            raise
        outcome = "agrees" if verdict.agrees else "differs" if verdict.elements else "unknown"
        self._count(UsageRecord.Kind.VERIFY, query, count, outcome)
        return verdict

    def fetch(self, nik: str, query: Query) -> Elements | None:
        """As the provider's; counted with the number of elements received."""
        try:
            elements = self.provider.fetch(nik, query)
        except RegisterUnavailableError as error:
            self._count(UsageRecord.Kind.FETCH, query, 0, error.outcome)
            raise
        self._count(
            UsageRecord.Kind.FETCH, query, len(elements.given()) if elements else 0, "found" if elements else "unknown"
        )
        return elements

    @staticmethod
    def _count(kind: UsageRecord.Kind, query: Query, elements: int, outcome: str) -> None:
        if outcome in NOT_ASKED:
            return
        UsageRecord.objects.create(
            kind=kind,
            purpose=query.purpose,
            office_id=query.office_id,
            by_id=query.by_id,
            elements=elements,
            outcome=outcome,
        )


@lru_cache(maxsize=4)
def _national(url: str, user: str, password: str) -> CountedProvider:
    # One per address, so that its breaker remembers.
    return CountedProvider(NationalProvider(url, user, password))


def get_provider() -> RegisterProvider:
    """The provider that the settings name."""
    return _national(settings.REGISTER_URL, settings.REGISTER_USER, settings.REGISTER_PASSWORD)


def is_sample() -> bool:
    """Whether screens must say "data contoh": without an agreement the stand-in answers, not the register."""
    return not settings.REGISTER_AGREEMENT
