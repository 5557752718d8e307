"""What everybody may read: how the figures are reckoned."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.accounts.access import public


@public
@require_safe
def bases(request: HttpRequest) -> HttpResponse:
    """What each basis means, with the worked example."""
    return render(request, "sihebat/bases.html", {"demo": settings.DEMO})
