"""Reporting a rumour and following the report, without an account."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.access import public
from core.accounts.limiter import client_ip, hit
from core.accounts.models import User
from core.forms import add_service_errors
from core.http import too_many_requests
from kabashoax.forms.public import ReportForm, TrackForm
from kabashoax.queries import archive
from kabashoax.services import reporting, tracking

SUGGESTIONS, MINUTE = 60, 60
SHORTEST = 12  # letters; fewer find everything


@public
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; when it is sent, the receipt with ticket and PIN and what is known already."""
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rumour = form.rumour()
        known = archive.answer(rumour.text)
        try:
            receipt = reporting.submit_report(
                rumour,
                by=request.user if isinstance(request.user, User) else None,
                pictures=form.cleaned_data["pictures"],
                address=client_ip(request),
                known=known,
            )
        except ValidationError as error:
            add_service_errors(form, error)
        except reporting.TooManyReportsError:
            return too_many_requests(request, retry_after=reporting.WINDOW)
        else:
            found = [claim for claim, _match in archive.suggestions(rumour.text)]
            context = {"receipt": receipt, "known": receipt.report.claim, "found": found}
            return render(request, "kabashoax/report_receipt.html", context)
    return render(request, "kabashoax/report_form.html", {"form": form})


@public
@never_cache
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """While somebody types: what was checked already. By POST, so that no server logs the text."""
    text = request.POST.get("text", "")[:4000]
    if not hit("kabashoax.suggest", client_ip(request), limit=SUGGESTIONS, seconds=MINUTE):
        return too_many_requests(request, retry_after=MINUTE)
    found = archive.suggestions(text) if len(text) >= SHORTEST else []
    return render(request, "kabashoax/partials/_suggestions.html", {"found": [claim for claim, _match in found]})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The state of a report by ticket and PIN."""
    form = TrackForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        ticket, pin = form.cleaned_data["ticket"], form.cleaned_data["pin"]
        act = tracking.dispute if "dispute" in request.POST else tracking.track
        try:
            found = act(ticket, pin, address=client_ip(request))
        except tracking.TooManyTriesError:
            return too_many_requests(request, retry_after=tracking.WINDOW)
        if found is None:
            form.add_error(None, tracking.WRONG)
    return render(request, "kabashoax/report_track.html", {"form": form, "found": found})
