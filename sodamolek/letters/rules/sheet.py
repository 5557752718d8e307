"""What one request asks and holds: the kind's fields and requirements seen against what the register knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sodamolek.letters.rules.answers import Cleaned, clean, typed
from sodamolek.letters.rules.schema import FieldSpec, KindSpec, RequirementSpec
from sodamolek.letters.rules.wording import shown


def known_values(spec: KindSpec, person: Mapping[str, object], *, proven: bool) -> dict[str, str]:
    """Values by field key that the register confirmed, so they are shown and not asked."""
    if not proven:
        return {}
    found = {f.key: typed(person.get(f.prefill)) for f in spec.fields if f.verified_by_register}
    return {key: value for key, value in found.items() if value}


def suggestions(spec: KindSpec, person: Mapping[str, object]) -> dict[str, str]:
    """What a form starts with: everything the portal holds about the person that this letter needs."""
    found = {f.key: typed(person.get(f.prefill)) for f in spec.fields if f.prefill}
    return {key: value for key, value in found.items() if value}


@dataclass(frozen=True)
class Sheet:
    """One request against its kind. `known` comes from the register, `answers` is what was typed."""

    spec: KindSpec
    known: dict[str, str]
    answers: dict[str, str]
    proven: bool
    today: date
    # Documents that this request asks for beside those of its kind.
    besides: tuple[RequirementSpec, ...] = ()

    @property
    def asked(self) -> tuple[FieldSpec, ...]:
        """Fields that the applicant fills in; those under a condition are among them."""
        return tuple(f for f in self.spec.fields if f.key not in self.known)

    @property
    def cleaned(self) -> Cleaned:
        """Right values and errors of the asked fields."""
        return clean(self.asked, self.answers, self.today)

    @property
    def values(self) -> dict[str, str]:
        """Everything that is known and right, by field key."""
        return {**self.known, **self.cleaned.values}

    @property
    def requirements(self) -> tuple[RequirementSpec, ...]:
        """Documents to show: the register's are left out, and those whose condition does not hold."""
        kinds = tuple(
            r
            for r in self.spec.requirements
            if not (r.satisfied_by_register and self.proven)
            and (r.condition is None or r.condition.holds(self.answers))
        )
        return self.besides + kinds

    def rows(self, *, known: bool | None = None) -> list[tuple[str, str]]:
        """Labels and values as they are shown; `known=True` only the register's, `known=False` only typed ones."""
        values = self.values
        return [
            (f.label, shown(f, values[f.key]))
            for f in self.spec.fields
            if f.key in values and (known is None or (f.key in self.known) is known)
        ]
