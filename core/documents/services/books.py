"""A month of the book on paper: PDF as the office keeps it, XLSX to go on reckoning. Each print is recorded."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.audit import services as audit
from core.documents.models import Register
from core.documents.queries import Line, find_lines, line_of
from core.documents.services.registers import HEADS
from core.documents.typesetting.compiler import compile_sheet
from core.documents.typesetting.content import letterhead, signature_lines
from core.http import safe_cell
from core.wording import MONTHS, long_date


@dataclass(frozen=True)
class Sheet:
    """What is printed: a register's month, in the order of numbers."""

    register: Register
    month: int
    lines: list[Line]

    @property
    def title(self) -> str:
        return _("Buku register surat")

    @property
    def subtitle(self) -> str:
        return _("Seri %(series)s, bulan %(month)s %(year)d") % {
            "series": self.register.series,
            "month": MONTHS[self.month - 1],
            "year": self.register.year,
        }

    @property
    def summary(self) -> str:
        cancelled = sum(line.cancelled for line in self.lines)
        if not self.lines:
            return _("Tidak ada nomor pada bulan ini.")
        return _("Jumlah %(count)d nomor, %(cancelled)d di antaranya batal.") % {
            "count": len(self.lines),
            "cancelled": cancelled,
        }


def columns() -> list[str]:
    """The headings of the book."""
    return [_("No."), _("Tanggal"), _("Nomor surat"), _("Perihal / jenis surat"), _("Nama"), _("Keterangan")]


def month_pdf(register: Register, month: int, *, by: User) -> bytes:
    """The month on A4 across, with the head's signature block."""
    sheet = _sheet(register, month, by)
    today = timezone.localdate()
    head = _head_of(register)
    data = {
        "head": letterhead(register.office),
        "title": sheet.title.upper(),
        "subtitle": sheet.subtitle,
        "columns": columns(),
        "rows": [_cells(line) for line in sheet.lines],
        "summary": sheet.summary,
        "place_date": f"Kupang, {long_date(today)}",
        "signature_lines": list(signature_lines(head)) if head else [],
        "signer_name": head.user.name if head else "",
        "signer_nip": (head.user.nip or "") if head else "",
        "footer": _("Dicetak dari portal %(date)s oleh %(name)s") % {"date": long_date(today), "name": by.name},
    }
    _record(sheet, "pdf", by)
    return compile_sheet("book", data, int(timezone.now().timestamp()))


def month_xlsx(register: Register, month: int, *, by: User) -> bytes:
    """The same lines as a sheet: real dates and numbers, and no text that a program takes for a formula."""
    sheet = _sheet(register, month, by)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": f"{sheet.title} {register.office.name}", "subject": sheet.subtitle})
    page = book.add_worksheet(f"{MONTHS[month - 1]} {register.year}")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    for column, (name, width) in enumerate(zip(columns(), (8, 12, 30, 42, 36, 48), strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, name, bold)
    page.freeze_panes(1, 0)
    for row, line in enumerate(sheet.lines, start=1):
        page.write_number(row, 0, line.number)
        page.write_datetime(row, 1, line.dated, day)
        for column, text in enumerate((line.number_text, line.kind_name, line.subject_name, line.remark), start=2):
            page.write_string(row, column, safe_cell(text))
    book.close()
    _record(sheet, "xlsx", by)
    return out.getvalue()


def _sheet(register: Register, month: int, by: User) -> Sheet:
    lines = find_lines(by, register, month=month).order_by("number")
    return Sheet(register, month, [line_of(entry) for entry in lines])


def _cells(line: Line) -> list[str]:
    return [
        str(line.number),
        _short(line.dated),
        line.number_text,
        line.kind_name,
        line.subject_name,
        line.remark,
    ]


def _short(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _head_of(register: Register) -> Assignment | None:
    """Who heads the office today and signs the book."""
    heads = Assignment.objects.valid_on(timezone.localdate()).filter(office=register.office, role__in=HEADS)
    return heads.select_related("user", "office").order_by("starts_on", "id").first()


def _record(sheet: Sheet, form: str, by: User) -> None:
    detail = {"month": sheet.month, "format": form, "lines": len(sheet.lines)}
    audit.record("print_register", sheet.register, by=by, detail=detail, office_id=sheet.register.office_id)
