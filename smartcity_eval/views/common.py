"""What the pages share."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from smartcity_eval.models import Assessment, IndicatorLevel


def find_assessment(request: HttpRequest, pk: UUID) -> Assessment:
    """An assessment that this person may read, or 404."""
    rows = Assessment.objects.visible_to(request.user).select_related("instrument", "office", "assessor_office")
    return get_object_or_404(rows, pk=pk)


def find_worked_on(request: HttpRequest, pk: UUID) -> Assessment:
    """An assessment that this person works on, or 404."""
    rows = Assessment.objects.visible_to(request.user).worked_on_by(request.user)
    return get_object_or_404(rows.select_related("instrument", "office", "assessor_office"), pk=pk)


def find_level(request: HttpRequest, pk: UUID) -> IndicatorLevel:
    """One indicator of an assessment that this person works on, or 404."""
    rows = IndicatorLevel.objects.visible_to(request.user).select_related("assessment__instrument", "office")
    return get_object_or_404(rows, pk=pk)


def refused(request: HttpRequest, error: ValidationError) -> None:
    """Say at the top of the next page what was refused."""
    for text in error.messages:
        messages.warning(request, text)
