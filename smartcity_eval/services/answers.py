"""What an office says of its indicator, and values that another body or a decree gives."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from smartcity_eval.models import Assessment, IndicatorLevel
from smartcity_eval.rules.instrument import HIGHEST, LEVELS, LOWEST
from smartcity_eval.rules.scoring import CENT
from smartcity_eval.services.common import clean, locked_level, locked_open, must_answer, must_lead, recount


def answer(row: IndicatorLevel, *, claimed: int, explanation: str, by: User) -> IndicatorLevel:
    """The office's own word: which level it has reached and why. It moves nothing before evidence is accepted."""
    explanation = clean(explanation, "explanation", required=_("Jelaskan mengapa tingkat ini tercapai."))
    if claimed not in LEVELS:
        raise ValidationError({"claimed": _("Pilih tingkat 1 sampai 5.")})
    with transaction.atomic():
        fresh = locked_level(row)
        must_answer(fresh, by)
        fresh.claimed, fresh.explanation = claimed, explanation
        fresh.save(update_fields=["claimed", "explanation"])
        detail = {"indicator": fresh.number, "claimed": claimed}
        audit.record("answer", fresh, by=by, detail=detail, office_id=fresh.office_id)
    return fresh


def given_numbers(assessment: Assessment) -> list[int]:
    """The indicators whose value is typed in: all of a copied result, else other bodies' indices."""
    spec = assessment.instrument.spec
    return [i.no for i in spec.indicators if assessment.is_typed or i.external]


def give_values(
    assessment: Assessment, values: Mapping[int, Decimal | None], *, source: str, by: User
) -> list[IndicatorLevel]:
    """Enter values that are not for evidence to show, fractional ones too; None takes one away (it counts as 1).

    Raises ValidationError for a value outside 1 to 5 or finer than two decimals, and for an indicator that evidence
    decides.
    """
    source = clean(source, "source", required=_("Sebutkan dari mana nilainya."))[:200]
    must_lead(assessment, by)
    with transaction.atomic():
        row = locked_open(assessment.pk)
        allowed = set(given_numbers(row))
        for number, value in values.items():
            _check_value(number, value, allowed)
        changed = []
        for level in row.indicator_levels.filter(number__in=values):
            value = values[level.number]
            if level.given == value:
                continue
            level.given, level.given_source = value, source if value is not None else ""
            recount(level)
            changed.append(level)
        detail = {"indicators": [level.number for level in changed]}
        audit.record("give_values", row, by=by, detail=detail, office_id=row.office_id)
    return changed


def _check_value(number: int, value: Decimal | None, allowed: set[int]) -> None:
    field = f"value_{number}"
    if number not in allowed:
        raise ValidationError({field: _("Nilai indikator ini ditentukan oleh buktinya.")})
    if value is None:
        return
    if not value.is_finite() or not LOWEST <= value <= HIGHEST or value != value.quantize(CENT):
        raise ValidationError({field: _("Nilai 1 sampai 5, paling banyak dua angka di belakang koma.")})
