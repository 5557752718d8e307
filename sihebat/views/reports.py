"""Efficiency reports: the list, asking, watching, reading, downloading."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.models import User
from core.accounts.rules import Role
from core.files import services as files
from core.files.responses import attachment
from core.http import SPREADSHEET
from core.web.charts import Bar, BarChart
from core.web.paging import keyset_page
from sihebat.forms.reports import ReportForm
from sihebat.models import READERS, EfficiencyReport, Product
from sihebat.rules.efficiency import Basis
from sihebat.rules.wording import month_text
from sihebat.services import reports, sheets
from sihebat.views.common import saved, status_of, tried, watched

MILLION = 1_000_000


def find(request: HttpRequest, pk: UUID) -> EfficiencyReport:
    visible = EfficiencyReport.objects.visible_to(person(request))
    return get_object_or_404(visible.select_related("office", "job", "requested_by", "pdf"), pk=pk)


@roles(*READERS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    rows = EfficiencyReport.objects.visible_to(person(request)).select_related("office", "job")
    context = {"page": keyset_page(rows, request), "can_ask": person(request).has_role(Role.BKAD_OFFICER)}
    return render(request, "sihebat/report_list.html", context)


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Ask for a report; a job makes it."""
    user = person(request)
    form = ReportForm(request.POST or None)
    if report := saved(request, form, lambda: _ask(form, user)):
        return redirect("sihebat:report", report.pk)
    return render(request, "sihebat/report_form.html", {"form": form}, status=status_of(form))


def _ask(form: ReportForm, user: User) -> EfficiencyReport:
    said = form.cleaned_data
    return reports.ask_report(said["starts_on"], said["ends_on"], Basis(said["basis"]), said["office"], by=user)


@roles(*READERS)
@require_safe
def report_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A report: how far it is, or what it says. The page asks again by itself while a job is at it."""
    report = find(request, pk)
    context: dict[str, object] = {"report": report, "can_ask": person(request).has_role(Role.BKAD_OFFICER)}
    if report.is_frozen:
        context |= _frozen(report)
    partial = "sihebat/partials/_report_progress.html"
    return watched(request, "sihebat/report_detail.html", partial, context, over=report.is_frozen)


def _frozen(report: EfficiencyReport) -> dict[str, object]:
    figures = report.figures or {}
    chart = BarChart(
        _("Realisasi menurut bulan"),
        [
            Bar(
                month_text(row["month"]),
                round(row["realised_rp"] / MILLION),
                reference=round(row["allocated_rp"] / MILLION),
            )
            for row in figures["months"]
        ],
        unit=_("juta rupiah"),
        value_name=_("Realisasi"),
        reference_name=_("Alokasi"),
        label_name=_("Bulan"),
        note=_("Garis: alokasi bulan itu menurut pagu yang berlaku pada akhir periode."),
    )
    return {
        "title": sheets.title_of(report),
        "scope": sheets.scope_of(report),
        "summary": sheets.summary_rows(figures),
        "formula": sheets.formula(),
        "whole": figures["whole"],
        "offices": figures["offices"],
        "products": [{**row, "label": Product(row["product"]).label} for row in figures["products"]],
        "basis_label": Basis(figures["basis"]).label,
        "chart": chart,
        "is_example": sheets.is_example(figures),
        "until": date.fromisoformat(figures["to"]),
    }


@roles(Role.BKAD_OFFICER)
@require_POST
def report_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = find(request, pk)
    tried(request, lambda: reports.cancel_report(report, by=person(request)))
    return redirect("sihebat:report", pk)


@roles(Role.BKAD_OFFICER)
@require_POST
def report_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = find(request, pk)
    tried(request, lambda: reports.retry_report(report, by=person(request)))
    return redirect("sihebat:report", pk)


@roles(*READERS)
@require_safe
def report_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = find(request, pk)
    if report.pdf is None:
        raise Http404
    return attachment(files.read(report.pdf), f"{_filename(report)}.pdf", "application/pdf")


@roles(*READERS)
@require_safe
def report_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = find(request, pk)
    if not report.is_frozen:
        raise Http404
    return attachment(sheets.report_xlsx(report), f"{_filename(report)}.xlsx", SPREADSHEET)


def _filename(report: EfficiencyReport) -> str:
    return f"efisiensi-bbm-{report.year}-{report.sequence:04d}"
