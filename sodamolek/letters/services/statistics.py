"""Statistics as XLSX, with period, day and basis on the first lines."""

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.http import safe_cell
from sodamolek.letters.queries.statistics import Line, Statistics
from sodamolek.letters.rules.statistics import Counts, Span


def basis() -> list[str]:
    """What each figure counts."""
    return [
        _("Diterima: permohonan yang pertama kali dikirim dalam periode ini."),
        _("Selesai: surat yang ditandatangani lengkap dalam periode ini, juga dari permohonan periode sebelumnya."),
        _("Dikembalikan: berapa kali permohonan dikembalikan untuk diperbaiki. Ditolak: permohonan yang ditolak."),
        _("Tepat waktu: bagian surat selesai yang ditandatangani sebelum batas standar pelayanannya."),
        _("Sekali jadi: bagian surat selesai yang tidak pernah dikembalikan."),
        _("Waktu layanan: jam kerja kantor dari kiriman terakhir warga sampai tanda tangan terakhir. Yang tidak "
          "dilewati setengah dari surat disebut median, yang tidak dilewati 9 dari 10 surat disebut P90. Dibulatkan ke "
          "atas: 15 menit, di atas 8 jam 1 jam, di atas 48 jam 8 jam."),
    ]  # fmt: skip


def columns() -> list[str]:
    return [_("Diterima"), _("Selesai"), _("Dikembalikan"), _("Ditolak"), _("Tepat waktu (%)"), _("Sekali jadi (%)"),
            _("Median waktu"), _("P90 waktu")]  # fmt: skip


def workbook(found: Statistics, span: Span, scope: str, made_at: datetime) -> bytes:
    """A sheet of kinds, and for the city one of offices; numbers are numbers and no text is taken for a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    made = _("Dibuat %s WITA") % f"{made_at:%d-%m-%Y %H.%M}"
    head = [_("Statistik surat, %s") % scope, _("Periode: %s") % span.label, made, *basis()]
    whole = Line(_("Jumlah"), found.whole)
    _sheet(book, _("Jenis surat"), head, [*found.kinds, whole])
    if found.offices:
        _sheet(book, _("Kantor"), head, [*found.offices, whole])
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, head: list[str], lines: list[Line]) -> None:
    page, bold = book.add_worksheet(name), book.add_format({"bold": True})
    page.set_column(0, 0, 42)
    page.set_column(1, 8, 16)
    for place, text in enumerate(head):
        page.write_string(place, 0, safe_cell(text))
    top = len(head) + 1
    for column, text in enumerate([name, *columns()]):
        page.write_string(top, column, text, bold)
    page.freeze_panes(top + 1, 1)
    for row, line in enumerate(lines, start=top + 1):
        page.write_string(row, 0, safe_cell(line.name))
        for column, value in enumerate(_cells(line.counts), start=1):
            if isinstance(value, str):
                page.write_string(row, column, safe_cell(value))
            elif value is not None:
                page.write_number(row, column, value)


def _cells(counts: Counts) -> list[int | Decimal | str | None]:
    return [counts.received, counts.finished, counts.returned, counts.refused, counts.in_time_share,
            counts.first_right_share, counts.median, counts.p90]  # fmt: skip
