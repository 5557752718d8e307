"""Between the desk and the finished letter: paraf, ink and scan, and taking a number back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.accounts.access import roles
from core.accounts.rules import Role
from core.files.responses import attachment
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.workflow import IllegalMove
from sodamolek.letters import services
from sodamolek.letters.forms.desk import GiveUpForm, ScanForm, WordingForm
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.steps import to_endorse, to_scan
from sodamolek.letters.views.common import person
from sodamolek.letters.views.desk import find, refused, show
from sodamolek.letters.workflow import ENDORSERS, SIGNERS, Status

DESK = (Role.OPERATOR, *SIGNERS)


@roles(*ENDORSERS)
@require_safe
@never_cache
def endorse_queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's paraf."""
    title = _("Menunggu paraf")
    lead = _("Baca surat dan berkasnya sekali lagi sebelum ditandatangani.")
    return waiting_page(request, to_endorse(person(request)), title, lead)


@roles(Role.OPERATOR)
@require_safe
@never_cache
def scan_queue(request: HttpRequest) -> HttpResponse:
    """Letters that were printed for ink and whose scan is not back."""
    title = _("Menunggu tanda tangan dan cap")
    lead = _("Surat yang sudah dicetak. Setelah ditandatangani dan dicap, pindai lalu serahkan kepada pemohon.")
    return waiting_page(request, to_scan(person(request)), title, lead)


def waiting_page(
    request: HttpRequest,
    rows: QuerySet[LetterRequest],
    title: str | Promise,
    lead: str | Promise,
    address: str = "letters:check",
) -> HttpResponse:
    """A list of requests, each a link to the page where the step is taken."""
    page = keyset_page(rows, request)
    context = {"page": page, "title": title, "lead": lead, "address": address, "now": timezone.now()}
    return render(request, "letters/request_waiting.html", context)


@roles(Role.OPERATOR)
@require_POST
def mend_wording(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words in the letter, before it is accepted."""
    row = find(request, pk)
    form = WordingForm(request.POST, prefix="kata")
    if form.is_valid():
        try:
            services.mend_wording(row, form.cleaned_data["text"], by=person(request))
        except IllegalMove as error:
            refused(request, error)
            return redirect("letters:check", pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Kata-kata surat diperbaiki. Pemohon dapat melihat perubahannya."))
            return redirect("letters:check", pk)
    return show(request, row, code=422, wording_form=form)


@roles(*ENDORSERS)
@require_POST
def endorse(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = find(request, pk)
    try:
        services.endorse_request(row, by=person(request), stamp=request.POST.get("stamp"))
    except ValidationError as error:
        refused(request, error)
        return redirect("letters:check", pk)
    messages.success(request, _("%s diparaf dan menunggu tanda tangan.") % row.reference)
    return redirect("letters:endorse_queue")


@roles(*DESK)
@require_POST
def print_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the letter its number, so that it can be printed and signed with ink."""
    row = find(request, pk)
    wanted = request.POST.get("signer", "")
    signer = next((found for found in services.ink_choices(row) if str(found.pk) == wanted), None)
    try:
        printed = services.print_request(row, by=person(request), signer=signer)
    except ValidationError as error:
        refused(request, error)
    else:
        number = printed.document.number_text if printed.document else ""
        messages.success(request, _("Surat bernomor %s. Cetak, lalu mintakan tanda tangan dan cap.") % number)
    return redirect("letters:check", pk)


@roles(*DESK)
@require_GET
def printable(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF to print, as often as the printer needs it."""
    row = find(request, pk)
    if row.status != Status.PRINTED:
        raise Http404
    data = services.read_pending(row, by=person(request))
    return attachment(data, f"cetak-{row.reference}.pdf", "application/pdf")


@roles(*DESK)
@require_POST
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed and stamped paper comes back as a file."""
    row = find(request, pk)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.scan_request(row, form.cleaned_data["file"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Pindaian disimpan; surat berlaku. Serahkan lembar aslinya kepada pemohon."))
            return redirect("letters:check", pk)
    return show(request, row, code=422, scan_form=form)


@roles(*DESK)
@require_POST
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a letter that not everybody has signed; its number is cancelled."""
    row = find(request, pk)
    form = GiveUpForm(request.POST, prefix="batal")
    if form.is_valid():
        try:
            services.give_up(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Nomor dibatalkan. %s kembali ke meja operator.") % row.reference)
            return redirect("letters:check", pk)
    return show(request, row, code=422, give_up_form=form)
