"""Instruments, assessments with their levels, evidence, and Smart Governance programmes."""

from smartcity_eval.models.assessments import Assessment, AssessmentQuerySet, IndicatorLevel
from smartcity_eval.models.evidence import Evidence
from smartcity_eval.models.instruments import Instrument
from smartcity_eval.models.programmes import Programme
from smartcity_eval.models.scope import STAFF, Person

__all__ = [
    "STAFF",
    "Assessment",
    "AssessmentQuerySet",
    "Evidence",
    "IndicatorLevel",
    "Instrument",
    "Person",
    "Programme",
]
