"""An assessment to take away, for whoever works on it: as it stands, with answers and the state of the evidence."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.accounts.access import person, roles
from core.http import SPREADSHEET, safe_cell
from smartcity_eval.models import STAFF, Assessment
from smartcity_eval.queries import export
from smartcity_eval.views.charts import said_of
from smartcity_eval.views.common import find_worked_on


@roles(*STAFF)
@require_safe
def as_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A workbook with real numbers."""
    row = find_worked_on(request, pk)
    return _file(row, export.workbook(person(request), row, said_of(row)), SPREADSHEET, "xlsx")


@roles(*STAFF)
@require_safe
def as_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as text."""
    row = find_worked_on(request, pk)
    response = _file(row, b"", "text/csv; charset=utf-8", "csv")
    writer = csv.writer(response)
    writer.writerow(["sifat", *export.HEADER])
    for line in export.table(person(request), row):
        writer.writerow([said_of(row), *("" if cell is None else safe_cell(cell) for cell in line)])
    return response


def _file(row: Assessment, content: bytes, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"penilaian-{row.instrument.code}-{row.year}-{row.stage}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
