"""Vehicles: added, changed, retired, used again."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.regions.models import Office
from sihebat.models import Transfer, Vehicle
from sihebat.services.flagging import refresh_flags

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class VehicleFacts:
    """What is known of a vehicle; the plate in capitals with single spaces."""

    office: Office
    plate: str
    kind: str
    name: str
    product: str
    tank_litres: Decimal | None


def add_vehicle(facts: VehicleFacts, *, by: User) -> Vehicle:
    """A new vehicle of an office. Raises ValidationError when its plate is taken."""
    _check_right(by)
    vehicle = Vehicle()
    with transaction.atomic():
        _write(vehicle, facts)
        record("sihebat.add_vehicle", vehicle, by=by, office_id=vehicle.office_id)
    return vehicle


def change_vehicle(vehicle: Vehicle, facts: VehicleFacts, *, by: User) -> Vehicle:
    """Correct what is known of a vehicle, or move it to another office from today on.

    Its fills stay with the office that it left, those too that are entered later for a day before.
    """
    _check_right(by)
    with transaction.atomic():
        locked: Vehicle = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
        changed = [field.name for field in fields(facts) if getattr(locked, field.name) != getattr(facts, field.name)]
        before = {name: str(getattr(locked, name)) for name in changed}
        left = locked.office
        _write(locked, facts)
        if "office" in changed:
            # Moved twice on a day: until yesterday it was the first one's.
            Transfer.objects.get_or_create(vehicle=locked, moved_on=timezone.localdate(), defaults={"office": left})
        if "tank_litres" in changed:
            refresh_flags([locked.pk], EVER)
        record("sihebat.change_vehicle", locked, by=by, office_id=locked.office_id, detail={"before": before})
    return locked


def retire_vehicle(vehicle: Vehicle, *, reason: str, by: User) -> Vehicle:
    """From today on nobody enters a fill of this vehicle; its fills and its sums stay."""
    _check_right(by)
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis mengapa kendaraan ini tidak dipakai lagi.")})
    with transaction.atomic():
        locked: Vehicle = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
        if not locked.is_active:
            raise ValidationError(_("Kendaraan ini sudah dipensiunkan."))
        locked.is_active = False
        locked.retired_on, locked.retired_because = timezone.localdate(), reason.strip()
        locked.save(update_fields=["is_active", "retired_on", "retired_because"])
        record("sihebat.retire_vehicle", locked, by=by, office_id=locked.office_id)
    return locked


def use_again(vehicle: Vehicle, *, by: User) -> Vehicle:
    """Take a retired vehicle back into use."""
    _check_right(by)
    with transaction.atomic():
        locked: Vehicle = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
        if locked.is_active:
            raise ValidationError(_("Kendaraan ini masih dipakai."))
        locked.is_active = True
        locked.retired_on, locked.retired_because = None, ""
        locked.save(update_fields=["is_active", "retired_on", "retired_because"])
        record("sihebat.use_vehicle_again", locked, by=by, office_id=locked.office_id)
    return locked


def _check_right(by: User) -> None:
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied


def _write(vehicle: Vehicle, facts: VehicleFacts) -> None:
    for field in fields(facts):
        setattr(vehicle, field.name, getattr(facts, field.name))
    taken = ValidationError({"plate": _("Nomor polisi ini sudah terdaftar. Cari kendaraannya di daftar.")})
    if Vehicle.objects.filter(plate=facts.plate).exclude(pk=vehicle.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError as error:  # somebody else was quicker
        raise taken from error
