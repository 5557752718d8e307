"""Ceilings in versions, and the months within them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.regions.models import Office
from core.wording import long_date, rupiah
from sihebat.models import Ceiling, MonthlyAllocation


@dataclass(frozen=True)
class NewVersion:
    """A version of an office's ceiling as its decree says: the whole year's money, and twelve months of it."""

    version: str
    in_force_from: date
    amount: int
    decree: str
    months: list[int]


def add_ceiling(office: Office, year: int, said: NewVersion, *, by: User) -> Ceiling:
    """Add a version, in force from its day on. Raises ValidationError at the field that is wrong."""
    _check_right(by)
    newest = Ceiling.objects.filter(office=office, year=year).order_by("-in_force_from").first()
    _check_version(said, year, newest)
    _check_months(said.months, said.amount)
    try:
        with transaction.atomic():
            ceiling = Ceiling(
                office=office,
                year=year,
                version=said.version,
                in_force_from=said.in_force_from,
                amount=said.amount,
                decree=said.decree.strip(),
            )
            ceiling.save(force_insert=True)
            _write_months(ceiling, said.months)
            record("sihebat.add_ceiling", ceiling, by=by, office_id=office.pk, detail={"amount": said.amount})
    except IntegrityError as error:  # two officers at once: the second sees the first one's
        raise ValidationError(_("Pagu kantor ini baru saja diubah orang lain. Muat ulang halaman ini.")) from error
    return ceiling


def set_allocations(ceiling: Ceiling, months: list[int], *, by: User) -> Ceiling:
    """Give the newest version of a ceiling other months."""
    _check_right(by)
    _check_months(months, ceiling.amount)
    with transaction.atomic():
        locked: Ceiling = Ceiling.objects.select_for_update().get(pk=ceiling.pk)
        newer = Ceiling.objects.filter(
            office_id=locked.office_id, year=locked.year, in_force_from__gt=locked.in_force_from
        )
        if newer.exists():
            raise ValidationError(_("Versi ini sudah diganti. Ubah alokasi pada versi yang terbaru."))
        before = list(locked.allocations.order_by("month").values_list("amount", flat=True))
        locked.allocations.all().delete()
        _write_months(locked, months)
        detail = {"before": before, "after": months}
        record("sihebat.set_allocations", locked, by=by, office_id=locked.office_id, detail=detail)
    return locked


def _check_right(by: User) -> None:
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied


def _check_version(said: NewVersion, year: int, newest: Ceiling | None) -> None:
    is_original = said.version == Ceiling.Version.ORIGINAL
    if newest is None and not is_original:
        raise ValidationError({"version": _("Pagu pertama dalam setahun adalah pagu murni.")})
    if newest is not None and is_original:
        raise ValidationError({"version": _("Pagu murni tahun ini sudah ada. Pilih pergeseran atau perubahan.")})
    if said.in_force_from.year != year:
        raise ValidationError({"in_force_from": _("Tanggal harus di dalam tahun anggaran %d.") % year})
    if newest is not None and said.in_force_from <= newest.in_force_from:
        text = _("Harus sesudah versi sebelumnya, yang berlaku sejak %s.") % long_date(newest.in_force_from)
        raise ValidationError({"in_force_from": text})
    if not said.decree.strip():
        raise ValidationError({"decree": _("Tulis dasar hukumnya, misalnya nomor Perda atau Perwali.")})


def _check_months(months: list[int], amount: int) -> None:
    total = sum(months)
    if total > amount:
        text = _("Alokasi dua belas bulan berjumlah %(total)s, %(over)s di atas pagu %(amount)s. Kurangi bulannya.")
        words = {"total": rupiah(total), "over": rupiah(total - amount), "amount": rupiah(amount)}
        raise ValidationError({"month_12": text % words})


def _write_months(ceiling: Ceiling, months: list[int]) -> None:
    MonthlyAllocation.objects.bulk_create(
        MonthlyAllocation(ceiling=ceiling, month=month, amount=amount) for month, amount in enumerate(months, start=1)
    )
