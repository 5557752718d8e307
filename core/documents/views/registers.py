"""The book of numbers (buku register): reading, printing, paper letters, cancelled numbers, the first number."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.documents import queries, services
from core.documents.forms.registers import BookSearchForm, CancelForm, PaperForm, StartForm
from core.documents.models import OFFICE_READERS, Register, RegisterEntry
from core.documents.typesetting.content import head_title
from core.files.responses import attachment
from core.forms import add_service_errors
from core.http import SPREADSHEET
from core.wording import MONTHS


def _find(request: HttpRequest, pk: UUID) -> Register:
    return get_object_or_404(queries.registers_of(person(request)), pk=pk)


def _may_keep(request: HttpRequest, register: Register) -> bool:
    return person(request).has_role(*services.KEEPERS, office_id=register.office_id)


@roles(*OFFICE_READERS)
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The book of this year, or how there comes to be one."""
    register = queries.registers_of(person(request)).first()
    if register is None:
        can_start = person(request).has_role(*services.HEADS)
        return render(request, "documents/register_none.html", {"can_start": can_start})
    return redirect("documents:register_book", pk=register.pk)


@roles(*OFFICE_READERS)
@require_safe
@never_cache
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One book, newest number first, with search and months."""
    register = _find(request, pk)
    form = BookSearchForm(request.GET)
    form.is_valid()  # What is odd in the address is left out; the rest still counts.
    wanted = form.cleaned_data
    words, month = wanted.get("q", ""), wanted.get("bulan")
    lines = queries.find_lines(person(request), register, words=words, month=month)
    page = queries.book_page(lines, before=_number(request, "sebelum"), after=_number(request, "sesudah"))
    today = timezone.localdate()
    printed = month or (today.month if register.year == today.year else 12)
    context = {
        "register": register,
        "books": queries.registers_of(person(request)),
        "form": form,
        "page": {
            "rows": page.rows,
            "prev_url": _address(request, "sesudah", page.newer),
            "next_url": _address(request, "sebelum", page.older),
        },
        "filtered": bool(words or month),
        "chosen_month": month,
        "month": printed,
        "month_name": MONTHS[printed - 1],
        "next_number": register.last_number + 1,
        "months": list(enumerate(MONTHS, start=1)),
        "can_keep": _may_keep(request, register),
        "can_start": person(request).has_role(*services.HEADS, office_id=register.office_id),
    }
    return render(request, "documents/register_book.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    """The number in the address; anything odd means the beginning."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _address(request: HttpRequest, name: str, number: int | None) -> str:
    if number is None:
        return ""
    parameters = request.GET.copy()
    parameters.pop("sebelum", None)
    parameters.pop("sesudah", None)
    parameters[name] = str(number)
    return f"?{parameters.urlencode()}"


@roles(*OFFICE_READERS)
@require_GET
def print_pdf(request: HttpRequest, pk: UUID, month: int) -> HttpResponse:
    """A month of the book as PDF."""
    register = _month_of(request, pk, month)
    data = services.month_pdf(register, month, by=person(request))
    return attachment(data, _file_name(register, month, "pdf"), "application/pdf")


@roles(*OFFICE_READERS)
@require_GET
def print_xlsx(request: HttpRequest, pk: UUID, month: int) -> HttpResponse:
    """A month of the book as a sheet."""
    register = _month_of(request, pk, month)
    data = services.month_xlsx(register, month, by=person(request))
    return attachment(data, _file_name(register, month, "xlsx"), SPREADSHEET)


def _month_of(request: HttpRequest, pk: UUID, month: int) -> Register:
    if not 1 <= month <= 12:
        raise Http404
    return _find(request, pk)


def _file_name(register: Register, month: int, ending: str) -> str:
    office = register.office.name.lower().replace(" ", "-")
    return f"buku-register-{office}-{register.series.lower()}-{register.year}-{month:02}.{ending}"


@roles(*services.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a paper letter into the book."""
    register = _find(request, pk)
    following = register.last_number + 1
    initial = {"dated": timezone.localdate(), "signer_title": head_title(register.office)}
    form = PaperForm(following, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.enter_paper_letter(register.office, register.series, form.letter(), by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            text = _("Surat tercatat dengan nomor %s. Tulis nomor ini pada suratnya.")
            messages.success(request, text % entry.number_text)
            return redirect("documents:register_book", pk=entry.register_id)
    context = {"register": register, "form": form, "kinds": queries.kind_names(register)}
    return render(request, "documents/register_paper.html", context, status=422 if form.errors else 200)


@roles(*services.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel one number, for good."""
    rows = RegisterEntry.objects.visible_to(person(request))
    entry = get_object_or_404(rows.select_related("register__office", "document__replaced_by"), pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_entry(entry, reason=form.cleaned_data["reason"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Nomor %d dibatalkan. Nomornya tetap ada di buku.") % entry.number)
            return redirect("documents:register_book", pk=entry.register_id)
    context = {"register": entry.register, "line": queries.line_of(entry), "form": form}
    return render(request, "documents/register_cancel.html", context, status=422 if form.errors else 200)


@roles(Role.ADMINISTRATOR, *services.HEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Say with which number a book begins in the portal."""
    offices = queries.startable_offices(person(request), services.HEADS)
    form = StartForm(offices, queries.known_series(), request.POST or None, initial={"year": _this_year()})
    if request.method == "POST" and form.is_valid():
        try:
            register = services.start_register(**form.cleaned_data, by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            text = _("Buku %(office)s seri %(series)s tahun %(year)d berlanjut dari nomor %(next)d.")
            values = {"office": register.office, "series": register.series, "year": register.year}
            messages.success(request, text % {**values, "next": register.last_number + 1})
            return redirect("documents:register_start")
    books = queries.registers_at(offices, _this_year())
    context = {"form": form, "books": books, "reader": person(request).has_role(*OFFICE_READERS)}
    return render(request, "documents/register_start.html", context, status=422 if form.errors else 200)


def _this_year() -> int:
    return timezone.localdate().year
