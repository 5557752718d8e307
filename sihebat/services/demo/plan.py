"""The worked example's money, month by month: pure arithmetic over data/demo/example.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "demo" / "example.json").read_text())
    return found


def spread(total: int, weights: list[int]) -> list[int]:
    """`total` in whole rupiah by weights; adds up exactly, each within a rupiah of its share."""
    whole, done, before, shares = sum(weights), 0, 0, []
    for weight in weights:
        done += weight
        upto = total * done // whole
        shares.append(upto - before)
        before = upto
    return shares


@dataclass(frozen=True)
class Year:
    """What a year gives and spends: by month for the whole city, and the ceilings before and after the change."""

    year: int
    original: int
    changed: int
    allocated: list[int]
    spent: list[int]


def plan_of(year: int) -> Year:
    """The plan of `year`; years without figures of their own follow the default."""
    data = example()
    given = {**data["default"], **data["years"].get(str(year), {})}
    fixed = {int(month): amounts for month, amounts in given.get("months", {}).items()}
    allocated = _months(given["original"], {month: amounts["allocated"] for month, amounts in fixed.items()})
    if "spent" in given:
        spent = _months(given["spent"], {})
    else:
        spent = [amount * given["spent_permille"] // 1000 for amount in allocated]
        for month, amounts in fixed.items():
            spent[month - 1] = amounts["spent"]
    return Year(year, given["original"], given["changed"], allocated, spent)


def _months(total: int, fixed: dict[int, int]) -> list[int]:
    """`total` over twelve months by their weights, with some months given."""
    weights = [0 if month in fixed else weight for month, weight in enumerate(example()["month_weights"], start=1)]
    months = spread(total - sum(fixed.values()), weights)
    for month, amount in fixed.items():
        months[month - 1] = amount
    return months
