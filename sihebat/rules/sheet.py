"""One row of a file of fills: text as it stands in CSV or XLSX -> values, or every reason why not."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.days import EARLIEST
from sihebat.rules.period import WITA

REQUIRED = ("nomor_transaksi", "plat", "waktu", "jenis_bbm", "liter", "harga", "total")
OPTIONAL = ("odometer", "spbu")
COLUMNS = (*REQUIRED, *OPTIONAL)
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M")
LIMITS = {"harga": 100_000, "total": 2_000_000_000, "odometer": 10_000_000}
MOST_LITRES = Decimal(99_999)


class RowError(ValueError):
    """Why a row can't be taken: one sentence for each column."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class SheetRow:
    """A row that can be read. Whether its vehicle exists is not known here."""

    number: str
    plate: str
    filled_at: datetime
    product: str
    litres: Decimal
    price: int
    total: int
    odometer: int | None
    station: str


def parse_row(values: dict[str, str], products: dict[str, str]) -> SheetRow:
    """Read one row; `products` maps a product's name in small letters to its code. Raises RowError."""
    reasons = [_("%s kosong") % name for name in REQUIRED if not values.get(name, "").strip()]
    if reasons:
        raise RowError(reasons)
    moment, litres = _moment(values["waktu"], reasons), _litres(values["liter"], reasons)
    price, total = _whole("harga", values["harga"], reasons), _whole("total", values["total"], reasons)
    odometer = _whole("odometer", values["odometer"], reasons, least=0) if values.get("odometer", "").strip() else None
    product = products.get(values["jenis_bbm"].strip().lower().replace("_", " "))
    if product is None:
        reasons.append(_("jenis_bbm tidak dikenal: %s") % values["jenis_bbm"][:30])
    number = values["nomor_transaksi"].strip().upper()
    if len(number) > 40:
        reasons.append(_("nomor_transaksi lebih dari 40 huruf"))
    if reasons or moment is None or litres is None or price is None or total is None or product is None:
        raise RowError(reasons)
    station = values.get("spbu", "").strip()[:60]
    return SheetRow(number, plate_of(values["plat"]), moment, product, litres, price, total, odometer, station)


def plate_of(text: str) -> str:
    """`dh1234ab`, `DH 1234  AB` -> `DH 1234 AB`; other text in capitals with single spaces."""
    compact = re.sub(r"[\s.\-]+", "", text).upper()
    found = re.fullmatch(r"([A-Z]{1,2})([0-9]{1,4})([A-Z]{0,3})", compact)
    return " ".join(part for part in found.groups() if part) if found else " ".join(text.upper().split())


def _moment(text: str, reasons: list[str]) -> datetime | None:
    for pattern in MOMENTS:
        try:
            moment = datetime.strptime(text.strip(), pattern).replace(tzinfo=WITA)
        except ValueError:
            continue
        if moment.date() >= EARLIEST:
            return moment
    reasons.append(_("waktu tidak terbaca: %s (tulis seperti 2026-11-26 09:30)") % text[:30])
    return None


def _litres(text: str, reasons: list[str]) -> Decimal | None:
    """Litres with comma or point; a point with three digits after it is a decimal point here, never thousands."""
    try:
        litres = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        litres = Decimal("NaN")
    if not litres.is_finite() or not 0 < litres <= MOST_LITRES or litres != round(litres, 3):
        reasons.append(_("liter tidak terbaca: %s (tulis seperti 32,5)") % text[:30])
        return None
    return litres


def _whole(name: str, text: str, reasons: list[str], least: int = 1) -> int | None:
    """Whole rupiah or kilometres: 12400, 12.400, "Rp 12.400"."""
    plain = text.strip().removeprefix("Rp").strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,0+)?", plain):
        plain = plain.split(",")[0].replace(".", "")
    plain = re.sub(r"\.0+$", "", plain)
    if not re.fullmatch(r"[0-9]{1,12}", plain) or not least <= int(plain) <= LIMITS[name]:
        reasons.append(_("%(name)s tidak terbaca: %(text)s (tulis seperti 12400)") % {"name": name, "text": text[:30]})
        return None
    return int(plain)
