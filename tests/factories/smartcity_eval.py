"""Assessments of the tests, on the instruments that come with the portal."""

from dataclasses import dataclass
from typing import Any

import factory
from factory.django import DjangoModelFactory

from core.accounts.models import User
from core.accounts.rules import Role
from core.regions.models import Office
from smartcity_eval import services
from smartcity_eval.models import Assessment, Evidence, IndicatorLevel, Instrument, Programme
from smartcity_eval.services import Opening, Proof
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory


def instrument(code: str = "spbe-2020") -> Instrument:
    """The instrument in force; loads the portal's files when they are not there yet."""
    if not Instrument.objects.filter(code=code).exists():
        services.load_instruments()
    return Instrument.objects.get(code=code, is_current=True)


@dataclass
class Cast:
    """An open assessment and the people around it; `respondent` answers indicator 1 for `office`."""

    assessment: Assessment
    coordinator: User
    assessor: User
    respondent: User
    office: Office

    def level(self, number: int = 1) -> IndicatorLevel:
        return self.assessment.indicator_levels.get(number=number)

    def show(self, *levels: int, number: int = 1, url: str = "https://contoh.test/perwali") -> list[Evidence]:
        """Evidence for `levels`, waiting."""
        return services.add_link(self.level(number), Proof(levels, "Perwali"), url=url, by=self.respondent)

    def complete(self, *levels: int, number: int = 1) -> list[Evidence]:
        """Evidence for `levels`, accepted."""
        return [services.accept(row, by=self.assessor) for row in self.show(*levels, number=number)]


def cast(code: str = "spbe-2020", *, year: int = 2024, answers: tuple[int, ...] = (1,), **fields: Any) -> Cast:
    """An open simulation (or what `fields` says) with its people; the respondent's office answers `answers`."""
    lead, judge, office = (OfficeFactory(dinas=True) for _ in range(3))
    coordinator = staff(Role.SPBE_COORDINATOR, lead)
    opening = Opening(
        instrument(code),
        year,
        **{"stage": "self", "nature": "simulation", "office": lead, "assessor_office": judge, **fields},
    )
    assessment = services.open_assessment(opening, by=coordinator)
    services.assign_offices(assessment, dict.fromkeys(answers, office), by=coordinator)
    return Cast(assessment, coordinator, staff(Role.ASSESSOR, judge), staff(Role.RESPONDENT, office), office)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Program Uji {n}")
    element = Programme.Element.PUBLIC_SERVICE
    state = Programme.State.RUNNING
    office = factory.SubFactory(OfficeFactory, dinas=True)
