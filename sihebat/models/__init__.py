"""The tables of SiHebat: money (budget.py), vehicles and prices (fleet.py), fills (fills.py), their files (imports.py),
reports (reports.py)."""

from sihebat.models.budget import Ceiling, MonthlyAllocation, StandardPrice
from sihebat.models.fills import DailyTotal, Fill, MonthlyTotal
from sihebat.models.fleet import FuelPrice, Product, Transfer, Vehicle
from sihebat.models.imports import ImportBatch
from sihebat.models.reports import EfficiencyReport
from sihebat.models.scope import ALL_OFFICES, OWN_OFFICE, READERS

__all__ = [
    "ALL_OFFICES",
    "OWN_OFFICE",
    "READERS",
    "Ceiling",
    "DailyTotal",
    "EfficiencyReport",
    "Fill",
    "FuelPrice",
    "ImportBatch",
    "MonthlyAllocation",
    "MonthlyTotal",
    "Product",
    "StandardPrice",
    "Transfer",
    "Vehicle",
]
