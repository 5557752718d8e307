"""What a litre costs at the pump from a day on, and what the year's budget reckons with."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.base import BaseModel
from core.days import start_of_day
from core.jobs import services as jobs
from sihebat.models import Fill, FuelPrice, StandardPrice
from sihebat.services.flagging import refresh_in_pieces

REFRESH_JOB = "sihebat.refresh_flags"
# Prices are announced some days ahead.
AHEAD = timedelta(days=31)


def add_fuel_price(product: str, starts_on: date, price: int, *, source: str, by: User) -> FuelPrice:
    """A pump price from a day on; fills since then are flagged anew by a job."""
    _check_right(by)
    if starts_on > timezone.localdate() + AHEAD:
        raise ValidationError({"starts_on": _("Lebih dari sebulan lagi. Periksa tanggalnya.")})
    if not source.strip():
        raise ValidationError({"source": _("Tulis dari mana harga ini diketahui.")})
    _check_new(FuelPrice(product=product, starts_on=starts_on), "starts_on")
    with transaction.atomic():
        row = FuelPrice(product=product, starts_on=starts_on, price=price, source=source.strip())
        row.save(force_insert=True)
        jobs.enqueue(REFRESH_JOB, {"product": product, "since": starts_on.isoformat()})
        record("sihebat.add_fuel_price", row, by=by, detail={"price": price})
    return row


def add_standard_price(product: str, in_force_from: date, price: int, *, decree: str, by: User) -> StandardPrice:
    """The price that the budget of a year reckons with, from a day of that year on."""
    _check_right(by)
    if not decree.strip():
        raise ValidationError({"decree": _("Tulis dasar hukumnya, misalnya nomor Perwali standar harga.")})
    year = in_force_from.year
    _check_new(StandardPrice(year=year, product=product, in_force_from=in_force_from), "in_force_from")
    with transaction.atomic():
        row = StandardPrice(year=year, product=product, in_force_from=in_force_from, price=price, decree=decree.strip())
        row.save(force_insert=True)
        record("sihebat.add_standard_price", row, by=by, detail={"price": price})
    return row


def refresh_flags_of(product: str, since: date) -> int:
    """Flag the fills of a product anew from a day on, piece by piece; how many changed. May be done again."""
    moment = start_of_day(since)
    fills = Fill.objects.filter(product=product, filled_at__gte=moment, is_current=True)
    vehicles: list[UUID] = list(fills.order_by().values_list("vehicle", flat=True).distinct())
    return sum(changed for _done, changed in refresh_in_pieces(dict.fromkeys(vehicles, moment)))


def _check_right(by: User) -> None:
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied


def _check_new(row: BaseModel, day_field: str) -> None:
    """A product has one price a day."""
    try:
        row.validate_constraints(exclude=["price"])
    except ValidationError as error:
        text = _("Harga untuk jenis BBM dan tanggal ini sudah ada. Pilih tanggal lain.")
        raise ValidationError({day_field: text}) from error
