"""A posyandu's list of children."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.population.crypto import blind_index
from sodamolek.growth.models import Child, Posyandu
from sodamolek.growth.queries.lists import five_years_before


@dataclass(frozen=True)
class NewChild:
    """What the kader wrote down. `nik` and `kk` are 16 digits or ""."""

    name: str
    birth_date: date
    sex: str
    parent_name: str = ""
    nik: str = ""
    kk: str = ""
    has_card: bool = True


def may_work_for(user: User, posyandu: Posyandu) -> None:
    """PermissionDenied unless `user` is a kader of `posyandu` or of its puskesmas."""
    works = user.has_role(Role.POSYANDU_WORKER, Role.PUSKESMAS)
    if not works or not Posyandu.objects.visible_to(user).filter(pk=posyandu.pk).exists():
        raise PermissionDenied


def register_child(posyandu: Posyandu, said: NewChild, *, by: User) -> Child:
    """Add a child to the list. ValidationError: not under five, or a NIK that is on a list already."""
    may_work_for(by, posyandu)
    today = timezone.localdate()
    if not five_years_before(today) < said.birth_date <= today:
        raise ValidationError(
            {"birth_date": _("Posyandu mencatat anak di bawah lima tahun. Periksa lagi tanggal lahirnya.")}
        )
    try:
        with transaction.atomic():
            child = Child.objects.create(
                posyandu=posyandu,
                name=said.name,
                nik=said.nik,
                nik_index=blind_index(said.nik) if said.nik else None,
                kk_index=blind_index(said.kk, kind="kk") if said.kk else "",
                parent_name=said.parent_name,
                birth_date=said.birth_date,
                sex=said.sex,
                has_card=said.has_card,
                joined_on=today,
                is_sample=posyandu.is_sample,
            )
            audit.record("register_child", child, by=by, office_id=posyandu.puskesmas.office_id)
    except IntegrityError:
        message = _("NIK ini sudah terdaftar di sebuah posyandu. Minta puskesmas memindahkannya, atau kosongkan NIK.")
        raise ValidationError({"nik": message}) from None
    return child


def leave(child: Child, *, by: User) -> Child:
    """The family moved or the child no longer comes: off the list from tomorrow, measurements stay."""
    may_work_for(by, child.posyandu)
    with transaction.atomic():
        child.left_on = timezone.localdate()
        child.save(update_fields=["left_on"])
        audit.record("child_left", child, by=by, office_id=child.posyandu.puskesmas.office_id)
    return child
