"""The survey's figures by quarter, office and kind: only what may be shown."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from sodamolek.letters.models import LetterKind, LetterRequest, SurveyMark, SurveyTally
from sodamolek.letters.rules.survey import ELEMENTS, LEAST_ANSWERS, SERVED, Result, result, shown

KEYS = tuple(element.key for element in ELEMENTS)


@dataclass(frozen=True)
class Group:
    """An office or a kind of letter; `result` is None where too few answered."""

    key: str
    name: str
    result: Result | None


@dataclass(frozen=True)
class SurveyFigures:
    """A quarter in the whole city, by office and by kind; the two are never crossed."""

    quarter: date
    whole: Result | None
    offices: list[Group]
    kinds: list[Group]


def may_answer(letter_request: LetterRequest) -> bool:
    """Whether the survey of this request is open: its letter is done and nobody answered yet."""
    return letter_request.status in SERVED and not SurveyMark.objects.filter(request_id=letter_request.pk).exists()


def opened_by_pin(pk: str | None, pin_version: int) -> LetterRequest | None:
    """The request that a session opened by reference and PIN (services/tracking.py); none once the PIN is renewed."""
    rows = LetterRequest.objects.filter(submitted_at__isnull=False).select_related("kind", "office")
    return rows.filter(pk=pk, pin_version=pin_version).first() if pk else None


def survey_figures(quarter: date) -> SurveyFigures:
    """Two queries; at most as many rows as there are offices and kinds, however many people answered."""
    rows = list(SurveyTally.objects.visible_to(None).filter(quarter=quarter).select_related("office"))
    kind_names = dict(LetterKind.objects.visible_to(None).values_list("code", "name"))
    return SurveyFigures(
        quarter=quarter,
        whole=_result(rows) if sum(row.answers for row in rows) >= LEAST_ANSWERS else None,
        offices=_groups(rows, lambda row: row.office.code, lambda row: row.office.name),
        kinds=_groups(rows, lambda row: row.kind_code, lambda row: kind_names.get(row.kind_code, row.kind_code)),
    )


def _groups(
    rows: list[SurveyTally], key: Callable[[SurveyTally], str], name: Callable[[SurveyTally], str]
) -> list[Group]:
    found: dict[str, list[SurveyTally]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    counts: dict[Hashable, int] = {code: sum(row.answers for row in some) for code, some in found.items()}
    open_ones = shown(counts)
    groups = [Group(code, name(some[0]), _result(some) if code in open_ones else None) for code, some in found.items()]
    return sorted(groups, key=lambda group: group.name)


def _result(rows: list[SurveyTally]) -> Result:
    return result([sum(getattr(row, key) for row in rows) for key in KEYS], sum(row.answers for row in rows))
