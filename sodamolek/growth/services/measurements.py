"""A weighing day, and what is measured on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from sodamolek.growth.models import Check, Child, Measurement, Posyandu, WeighingSession
from sodamolek.growth.queries.prevalence import HOLDS
from sodamolek.growth.rules.categories import is_stunted
from sodamolek.growth.rules.gain import gains
from sodamolek.growth.rules.tables import OLDEST
from sodamolek.growth.rules.zscores import VERSION, zscores
from sodamolek.growth.services.children import may_work_for
from sodamolek.growth.workflow import CHECK, Status

BACK = 31  # days: paper sheets of the last month may still be typed in and mended


@dataclass(frozen=True)
class Measured:
    """`way` is l, h or "" (the way that fits the age); weight in kg, height in cm."""

    weight: Decimal | None
    lenhei: Decimal | None
    way: str = ""
    oedema: bool = False


def open_session(posyandu: Posyandu, day: date, *, by: User) -> WeighingSession:
    """The weighing day of `posyandu`; opened twice it is the same. ValidationError: a day out of range."""
    may_work_for(by, posyandu)
    today = timezone.localdate()
    if not today - timedelta(days=BACK) <= day <= today:
        raise ValidationError({"day": _("Tanggal harus hari ini atau paling lama %s hari yang lalu.") % BACK})
    with transaction.atomic():
        session, made = WeighingSession.objects.get_or_create(posyandu=posyandu, day=day, defaults={"opened_by": by})
        if made:
            audit.record("open_session", session, by=by, office_id=posyandu.puskesmas.office_id)
    return session


def measure(session: WeighingSession, child: Child, found: Measured, *, by: User) -> Measurement:
    """Keep what was measured, its scores and marks; a short child is asked to be measured again.

    Typed again it replaces the earlier entry of that day. ValidationError: nothing measured, too late to mend,
    a child of another posyandu or over five.
    """
    may_work_for(by, session.posyandu)
    if timezone.localdate() > session.day + timedelta(days=BACK):
        raise ValidationError(_("Hari timbang ini sudah ditutup. Catat koreksinya pada hari timbang berikutnya."))
    if child.posyandu_id != session.posyandu_id:
        raise ValidationError(_("Anak ini terdaftar di posyandu lain."))
    with transaction.atomic():
        # One at a time for each child, so that marks are given from all of its weighings.
        Child.objects.select_for_update().get(pk=child.pk)
        fields = scored_fields(child, session.day, found)
        row, made = Measurement.objects.update_or_create(
            child=child, session=session, defaults={**fields, "measured_by": by}
        )
        _mark_gains(child)
        _ask_for_check(row, by)
        audit.record(
            "measure", row, by=by, detail={"first": made, "rules": VERSION},
            office_id=session.posyandu.puskesmas.office_id,
        )  # fmt: skip
    row.refresh_from_db()
    return row


def scored_fields(child: Child, day: date, found: Measured) -> dict[str, Any]:
    """The columns of a measurement with its scores."""
    age = (day - child.birth_date).days
    if not 0 <= age <= OLDEST:
        raise ValidationError(_("Standar WHO hanya untuk anak di bawah lima tahun. Periksa lagi tanggal lahirnya."))
    if found.weight is None and found.lenhei is None:
        raise ValidationError({"weight": _("Isi berat atau tinggi anak.")})
    weight = None if found.weight is None or found.oedema else float(found.weight)
    scores = zscores(child.sex, age, weight, None if found.lenhei is None else float(found.lenhei), found.way)
    return {
        "day": day, "age_days": age, "weight": found.weight, "lenhei": found.lenhei, "way": found.way,
        "oedema": found.oedema, "rules_version": VERSION, **{f"z_{index}": z for index, z in scores._asdict().items()},
    }  # fmt: skip


def _mark_gains(child: Child) -> None:
    """Marks of all the child's weighings anew: an entry between two others changes the later one's."""
    rows = list(Measurement.objects.filter(child=child, session__isnull=False))
    marks = gains(child.sex, child.birth_date, [(row.day, row.weight) for row in rows if row.weight is not None])
    for row in rows:
        mark = marks.get(row.day, "") if row.weight is not None else ""
        if row.gain != mark:
            row.gain = mark
            row.save(update_fields=["gain"])


def _ask_for_check(row: Measurement, by: User) -> None:
    """A re-measurement for a short child, unless one waits or was answered lately; none for a mended entry."""
    own = Check.objects.select_for_update().filter(found=row)  # the puskesmas may be answering it right now
    if not is_stunted(row.scores):
        for mistaken in own.filter(status=Status.WAITING):
            CHECK.apply("withdraw", mistaken, by=None, fields={"decided_at": timezone.now()})
        return
    # One that was withdrawn says nothing about the child.
    earlier = Check.objects.filter(child=row.child).exclude(status=Status.WITHDRAWN)
    lately = earlier.filter(asked_on__gt=row.day - HOLDS).exclude(
        status=Status.CLEARED, asked_on__lt=row.day.replace(day=1)
    )
    if earlier.filter(status=Status.WAITING).exists() or lately.exists() or earlier.filter(found=row).exists():
        return
    withdrawn = own.first()
    if withdrawn is not None:
        CHECK.apply("ask_check", withdrawn, by=None, fields={"asked_on": row.day, "decided_at": None})
        return
    office_id = row.child.posyandu.puskesmas.office_id
    asked = Check.objects.create(child=row.child, found=row, office_id=office_id, asked_on=row.day)
    audit.record("ask_check", asked, by=by, office_id=office_id)
