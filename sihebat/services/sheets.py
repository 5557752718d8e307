"""A frozen report as PDF and as XLSX, made from its figures and from nothing else: the same bytes each time."""

import io
import json
import threading
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
import xlsxwriter
from django.utils.translation import gettext as _

from core.documents.typesetting.content import CITY
from core.wording import decimal_text, long_date, percent_text, rupiah
from sihebat.models import EfficiencyReport, Product
from sihebat.rules.efficiency import Basis
from sihebat.rules.wording import month_text, versions_text

TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "report.typ"
MONEY, LITRES, PERCENT = "#,##0", "#,##0.000", "0.00"
_local = threading.local()


def title_of(report: EfficiencyReport) -> str:
    return _("Laporan efisiensi BBM %(start)s – %(end)s") % {
        "start": long_date(report.starts_on),
        "end": long_date(report.ends_on),
    }


def scope_of(report: EfficiencyReport) -> str:
    return report.office.name if report.office else _("Seluruh perangkat daerah Kota Kupang")


def is_example(figures: dict[str, Any]) -> bool:
    """Whether invented ceilings or fills are in it."""
    return "example" in str(figures["source"])


def summary_rows(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """What the report says, in words and figures."""
    whole = figures["whole"]
    source = _("pengisian tercatat (data contoh)") if is_example(figures) else _("pengisian tercatat")
    return [
        (_("Dasar hitung"), str(Basis(figures["basis"]).label)),
        (_("Pagu yang dipakai"), versions_text(figures["ceiling_version"]) or _("tidak memakai pagu")),
        (_("Dasar"), rupiah(whole["basis_rp"])),
        (_("Realisasi"), rupiah(whole["realised_rp"])),
        (_("Hemat"), rupiah(whole["saved_rp"])),
        (_("Persen"), percent_text(whole["percent"])),
        (_("Pengaruh harga"), rupiah(whole["price_effect_rp"])),
        (_("Pengaruh volume"), rupiah(whole["volume_effect_rp"])),
        (_("Pengisian"), decimal_text(str(whole["fills"]), 0)),
        (_("Liter"), decimal_text(whole["litres"], 3)),
        (_("Sumber realisasi"), source),
    ]


def formula() -> list[str]:
    """How the figures hang together, in two sentences."""
    return [
        _("Hemat = dasar - realisasi; persen = hemat / dasar x 100, dua desimal, setengah dibulatkan ke atas."),
        _("Pengaruh harga = jumlah (harga standar - harga bayar) x liter; pengaruh volume = hemat - pengaruh harga."),
    ]


def report_pdf(report: EfficiencyReport) -> bytes:
    """A4 pages with summary, months, products and offices."""
    figures: dict[str, Any] = report.figures or {}
    data = {
        "city": CITY,
        "issuer": "Badan Keuangan dan Aset Daerah",
        "title": title_of(report),
        "number": _("Nomor %s") % report.number,
        "subtitle": scope_of(report),
        "warning": _("Data contoh: bukan angka Kota Kupang yang sebenarnya.") if is_example(figures) else "",
        "page": _("Halaman"),
        "summary_title": _("Ringkasan"),
        "summary": [list(row) for row in summary_rows(figures)],
        "formula": formula(),
        "tables": [_months(figures), _products(figures), _offices(figures)],
        "digest_title": _("Sidik (SHA-256) angka-angka ini"),
        "digest": report.digest,
        "notes": [_("Laporan ini dibekukan: angka di portal dengan nomor dan sidik yang sama tidak berubah.")],
    }
    stamp = datetime.combine(report.ends_on, time(), UTC)
    return _compile(data, int(stamp.timestamp()))


def _months(figures: dict[str, Any]) -> dict[str, Any]:
    rows = [[month_text(r["month"]), rupiah(r["allocated_rp"]), rupiah(r["realised_rp"])] for r in figures["months"]]
    return {"title": _("Menurut bulan"), "head": [_("Bulan"), _("Alokasi"), _("Realisasi")], "rows": rows}


def _products(figures: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [
            Product(row["product"]).label,
            decimal_text(row["litres"], 3),
            rupiah(row["realised_rp"]),
            rupiah(row["standard_price_rp"]),
            rupiah(row["average_price_rp"]),
            rupiah(row["price_effect_rp"]),
        ]
        for row in figures["products"]
    ]
    head = [_("BBM"), _("Liter"), _("Realisasi"), _("Harga standar"), _("Harga rata-rata"), _("Pengaruh harga")]
    return {"title": _("Menurut jenis BBM"), "head": head, "rows": rows}


def _offices(figures: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [
            row["name"],
            rupiah(row["basis_rp"]),
            rupiah(row["realised_rp"]),
            rupiah(row["saved_rp"]),
            percent_text(row["percent"]),
            rupiah(row["price_effect_rp"]),
            rupiah(row["volume_effect_rp"]),
        ]
        for row in figures["offices"]
    ]
    head = [_("Kantor"), _("Dasar"), _("Realisasi"), _("Hemat"), _("Persen"), _("Pengaruh harga"), _("Pengaruh volume")]
    return {"title": _("Menurut perangkat daerah"), "head": head, "rows": rows}


def _compile(data: dict[str, Any], timestamp: int) -> bytes:
    # A compiler can't be entered by two threads at once, so each thread keeps its own.
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        _local.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)
    result: bytes = _local.compiler.compile(
        format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=timestamp
    )
    return result


def report_xlsx(report: EfficiencyReport) -> bytes:
    """Four sheets with real numbers, so that an office can go on reckoning."""
    figures: dict[str, Any] = report.figures or {}
    out = io.BytesIO()
    # Text is never taken for a formula or a link, whatever an office or a product is called.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {"title": title_of(report), "created": datetime.combine(report.ends_on, time()), "comments": report.digest}
    )
    bold = book.add_format({"bold": True, "text_wrap": True})
    summary = book.add_worksheet(_("Ringkasan"))
    summary.set_column(0, 0, 28)
    summary.set_column(1, 1, 48)
    head = [(_("Laporan"), title_of(report)), (_("Nomor"), report.number), (_("Lingkup"), scope_of(report))]
    rows = [*head, *summary_rows(figures), (_("Sidik (SHA-256)"), report.digest)]
    for place, (label, value) in enumerate(rows):
        summary.write_string(place, 0, label, bold)
        summary.write_string(place, 1, value)
    keys = ("basis_rp", "realised_rp", "saved_rp", "percent", "price_effect_rp", "volume_effect_rp", "fills", "litres")
    _sheet(
        book, _("Kantor"), ("office", "name", *keys), [*figures["offices"], {**figures["whole"], "name": _("Jumlah")}]
    )
    _sheet(book, _("Bulan"), ("month", "allocated_rp", "realised_rp"), figures["months"])
    products = ("product", "fills", "litres", "realised_rp", "standard_price_rp", "average_price_rp", "price_effect_rp")
    _sheet(book, _("BBM"), products, figures["products"])
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, keys: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """A table with a heading that stays in sight."""
    formats = {
        "litres": book.add_format({"num_format": LITRES}),
        "percent": book.add_format({"num_format": PERCENT}),
        "": book.add_format({"num_format": MONEY}),
    }
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(keys) - 1, 18)
    for column, key in enumerate(keys):
        sheet.write_string(0, column, key, book.add_format({"bold": True}))
    for line, row in enumerate(rows, start=1):
        for column, key in enumerate(keys):
            value = row.get(key)
            if key in ("litres", "percent") and value is not None:
                sheet.write_number(line, column, float(Decimal(value)), formats[key])
            elif isinstance(value, int):
                sheet.write_number(line, column, value, formats[""])
            elif value is not None:
                sheet.write_string(line, column, str(value))
