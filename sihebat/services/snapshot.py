"""A report's figures as JSON: what is frozen, digested, shown, printed."""

import hashlib
import json
from typing import Any

from core.regions.models import Office
from sihebat.models import Ceiling, Fill
from sihebat.queries import efficiency
from sihebat.queries.efficiency import Answer, Question
from sihebat.rules.efficiency import price_effect
from sihebat.rules.money import half_up, share_out

DEMO_PROVIDER = "contoh"


def snapshot(question: Question) -> dict[str, Any]:
    """All that the report says, computed now. Money is integers, litres and percent are text, nothing is a float."""
    found = efficiency.answer(question)
    names = dict(Office.objects.values_list("code", "name"))
    offices = [{**line.as_json(), "name": names[line.office]} for line in found.figures.offices]
    return {
        "from": question.period.start.isoformat(),
        "to": question.period.end.isoformat(),
        "basis": question.basis.value,
        "office": question.office.code if question.office else None,
        "whole": found.figures.whole.as_json(),
        "offices": offices,
        "products": _products(found),
        "months": efficiency.month_rows(question),
        "ceiling_version": found.ceiling_version,
        "source": source_of(question),
    }


def digest_of(figures: dict[str, Any]) -> str:
    """SHA-256 of the figures in canonical form: the same figures give the same digest, on every machine."""
    canonical = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def source_of(question: Question) -> str:
    """Where "realised" comes from; says so when any of it, or of the ceilings, is invented."""
    ceilings = Ceiling.objects.filter(year=question.year, is_demo=True)
    start, end = question.period.start, question.period.end
    fills = Fill.objects.filter(provider=DEMO_PROVIDER, day__range=(start, end))
    return "fills (worked example)" if ceilings.exists() or fills.exists() else "fills"


def _products(found: Answer) -> list[dict[str, Any]]:
    """What each product contributes; effects add up to the report's price effect."""
    groups: dict[str, list[Any]] = {}
    for use in found.uses:
        groups.setdefault(use.product, []).append(use)
    exact = {
        product: sum((price_effect(use, found.standard) for use in uses), start=0 * price_effect(uses[0], {}))
        for product, uses in groups.items()
    }
    effects = share_out(exact)
    rows = []
    for product, uses in sorted(groups.items()):
        litres, priced = sum(use.litres for use in uses), sum(use.priced for use in uses)
        standard = found.standard.get(product)
        rows.append(
            {
                "product": product,
                "fills": sum(use.fills for use in uses),
                "litres": f"{litres:.3f}",
                "realised_rp": sum(use.total for use in uses),
                "standard_price_rp": None if standard is None else half_up(standard),
                "average_price_rp": half_up(priced / litres) if litres else None,
                "price_effect_rp": effects[product],
            }
        )
    return rows
