"""Entering a fill, and correcting one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.base import uuid7
from core.regions.models import Office
from sihebat.models import Fill, Vehicle
from sihebat.queries.fleet import history_of
from sihebat.services.flagging import hold_vehicles, refresh_flags

# What an office enters by hand has the office as its provider, and a number of ours when the receipt has none.
BY_HAND = "kantor"
EARLIEST = timedelta(days=366)
CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True)
class Entry:
    """What somebody typed from a receipt. Litres to three decimals, whole rupiah."""

    vehicle: Vehicle
    filled_at: datetime
    product: str
    litres: Decimal
    price: int
    total: int
    odometer: int | None = None
    station: str = ""
    number: str = ""


def enter_fill(entry: Entry, *, by: User) -> Fill:
    """Write a fill of a vehicle that was one of the clerk's offices' on that day.

    Raises ValidationError or PermissionDenied.
    """
    _check_moment(entry.filled_at)
    number = entry.number.strip().upper() or f"{timezone.localtime(entry.filled_at):%y%m%d}-{uuid7().hex[-10:]}"
    try:
        with transaction.atomic():
            hold_vehicles({entry.vehicle.pk})
            office = _owner(entry, by)
            fill = _write(replace(entry, number=number), by, office=office, provider=_provider(office))
            refresh_flags([entry.vehicle.pk], entry.filled_at)
            record("sihebat.fill", fill, by=by, office_id=fill.office_id)
    except IntegrityError as error:
        raise _taken(error) from error
    fill.refresh_from_db()
    return fill


def correct_fill(original: Fill, entry: Entry, *, reason: str, by: User) -> Fill:
    """Put a corrected fill in the place of `original`, which stays readable; only the newest can be corrected."""
    if not by.has_role(Role.FUEL_CLERK, office_id=original.office_id):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis mengapa pengisian ini dikoreksi.")})
    _check_moment(entry.filled_at)
    with transaction.atomic():
        hold_vehicles({original.vehicle_id, entry.vehicle.pk})
        locked = Fill.objects.select_for_update().get(pk=original.pk)
        if not locked.is_current:
            raise ValidationError(_("Pengisian ini sudah dikoreksi. Buka yang terbaru untuk mengoreksinya lagi."))
        office = _owner(entry, by, locked)
        _hold_totals(
            (locked.day, locked.office_id, locked.product),
            (timezone.localdate(entry.filled_at), office.pk, entry.product),
        )
        locked.is_current = False
        locked.save(update_fields=["is_current"])
        fill = _write(
            replace(entry, number=locked.number),
            by,
            office=office,
            provider=locked.provider,
            revision=locked.revision + 1,
            corrects=locked,
            reason=reason.strip(),
        )
        since = min(locked.filled_at, entry.filled_at)
        refresh_flags({locked.vehicle_id, entry.vehicle.pk}, since)
        record("sihebat.correct", fill, by=by, office_id=fill.office_id, detail={"original": str(locked.pk)})
    fill.refresh_from_db()
    return fill


def _owner(entry: Entry, by: User, original: Fill | None = None) -> Office:
    """Whose fill it is, and that `by` is that office's clerk. Ask while the vehicle is held."""
    vehicle = Vehicle.objects.get(pk=entry.vehicle.pk)
    history = history_of([vehicle])
    office_id = history.office_on(vehicle, timezone.localdate(entry.filled_at))
    if original and original.vehicle_id == vehicle.pk and history.office_on(vehicle, original.day) == office_id:
        office_id = original.office_id
    office: Office = Office.objects.get(pk=office_id)
    if by.has_role(Role.FUEL_CLERK, office_id=office_id):
        return office
    if by.offices_with(Role.FUEL_CLERK) & history.offices(vehicle):
        message = _("Pada hari itu kendaraan ini milik %s. Pengurus BBM kantor itu yang mencatatnya.")
        raise ValidationError({"filled_at": message % office.name})
    raise PermissionDenied


def _hold_totals(*keys: tuple[date, UUID, str]) -> None:
    """Take the roll-ups' rows of two writings in the order of all, so that nobody waits in a circle."""
    days, offices, products = zip(*keys, strict=True)
    with connection.cursor() as cursor:
        values = [list(days), [str(pk) for pk in offices], list(products)]
        cursor.execute("SELECT sihebat_hold_totals(%s::date[], %s::uuid[], %s::varchar[])", values)


def _write(entry: Entry, by: User, **fields: object) -> Fill:
    fill = Fill(
        vehicle=entry.vehicle,
        filled_at=entry.filled_at,
        product=entry.product,
        litres=entry.litres,
        price=entry.price,
        total=entry.total,
        odometer=entry.odometer,
        station=entry.station,
        number=entry.number,
        created_by=by,
        **fields,
    )
    fill.save(force_insert=True)
    return fill


def _provider(office: Office) -> str:
    """Numbers of receipts are unique within an office: two offices may well hold the same one."""
    return f"{BY_HAND}:{office.code}"


def _check_moment(moment: datetime) -> None:
    now = timezone.now()
    if moment > now + CLOCKS_DIFFER:
        raise ValidationError({"filled_at": _("Waktu pengisian belum tiba. Periksa tanggal dan jamnya.")})
    if moment < now - EARLIEST:
        raise ValidationError(
            {"filled_at": _("Pengisian lebih dari setahun lalu tidak diisi lewat formulir. Kirim sebagai berkas.")}
        )


def _taken(error: IntegrityError) -> ValidationError:
    if "fill_transaction_unique" in str(error):
        return ValidationError({"number": _("Nomor nota ini sudah tercatat. Buka pengisiannya bila perlu dikoreksi.")})
    return ValidationError(_("Pengisian tidak tersimpan: ada angka di luar batas. Periksa liter, harga, dan total."))
