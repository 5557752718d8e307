"""Evidence: sent by an office, accepted or returned by an assessor; each decision moves the level that counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.files import services as files
from core.files.services.storing import Upload
from core.notifications import services as notifications
from core.workflow import NotYourMove
from smartcity_eval.models import Evidence, IndicatorLevel
from smartcity_eval.queries.figures import KINDS, digest, freeze
from smartcity_eval.rules.instrument import LEVELS
from smartcity_eval.services.common import clean, locked_level, locked_open, must_answer, recount
from smartcity_eval.workflow import EVIDENCE

FILES_PURPOSE = "smartcity_eval.evidence"


@dataclass(frozen=True)
class Proof:
    """What a piece of evidence shows: the levels, under a title; `replaces` is the returned one it stands in for."""

    levels: Sequence[int]
    title: str
    replaces: Evidence | None = None


@dataclass(frozen=True)
class Wanted:
    """A figure of another app (a name of queries.figures.KINDS) over the days `start` to `end`, both included."""

    name: str
    start: date
    end: date


def add_file(row: IndicatorLevel, proof: Proof, *, upload: Upload, by: User) -> list[Evidence]:
    """One file as evidence of one or several levels. Raises ValidationError with the way out."""
    must_answer(row, by)
    _check(proof)
    try:
        # Re-encoding takes seconds: no lock is held meanwhile.
        stored = files.store(upload, by=by, purpose=FILES_PURPOSE)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    try:
        return _add(row, proof, {"kind": Evidence.Kind.FILE, "file": stored, "sha256": stored.sha256}, by)
    except (ValidationError, NotYourMove):
        files.delete(stored)
        raise


def add_link(row: IndicatorLevel, proof: Proof, *, url: str, by: User) -> list[Evidence]:
    """A public address as evidence; what stands there may change, so no digest is kept."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ValidationError({"url": _("Tulis alamat lengkap yang diawali https://")})
    _check(proof)
    return _add(row, proof, {"kind": Evidence.Kind.LINK, "url": url}, by)


def add_figure(row: IndicatorLevel, levels: Sequence[int], wanted: Wanted, *, by: User) -> list[Evidence]:
    """A figure of another app of the portal, frozen now with its digest."""
    if wanted.name not in KINDS:
        raise ValidationError({"name": _("Pilih salah satu angka.")})
    if wanted.start > wanted.end or wanted.end > timezone.localdate():
        raise ValidationError({"end": _("Periode harus urut dan tidak melewati hari ini.")})
    must_answer(row, by)
    figure = freeze(wanted.name, wanted.start, wanted.end)
    if not figure["whole"]:
        raise ValidationError({"start": _("Tidak ada data dalam periode ini. Pilih periode lain.")})
    proof = Proof(levels, figure["title"])
    _check(proof)
    return _add(row, proof, {"kind": Evidence.Kind.FIGURE, "figure": figure, "sha256": digest(figure)}, by)


def _check(proof: Proof) -> None:
    if not proof.levels or any(level not in LEVELS for level in proof.levels):
        raise ValidationError({"levels": _("Pilih sedikitnya satu tingkat yang ditunjukkan bukti ini.")})
    if not proof.title.replace("\x00", "").strip():
        raise ValidationError({"title": _("Beri judul, misalnya “Perwali tentang arsitektur SPBE”.")})


def _add(row: IndicatorLevel, proof: Proof, what: dict[str, Any], by: User) -> list[Evidence]:
    levels, old = sorted(set(proof.levels)), proof.replaces
    with transaction.atomic():
        fresh = locked_level(row)
        must_answer(fresh, by)
        if fresh.assessment.is_typed or fresh.indicator.external:
            raise ValidationError(_("Nilai indikator ini tidak ditentukan oleh bukti di portal."))
        if old is not None:
            if old.indicator_level_id != fresh.pk or old.level not in levels:
                raise ValidationError({"levels": _("Bukti pengganti harus untuk tingkat yang sama.")})
            EVIDENCE.apply("replace", old, by=None)
        made = [
            Evidence.objects.create(
                indicator_level=fresh,
                level=level,
                title=proof.title.replace("\x00", "").strip()[:160],
                office_id=fresh.assessment.assessor_office_id,
                owner=by,
                replaces=old if old is not None and old.level == level else None,
                **what,
            )
            for level in levels
        ]
        recount(fresh)
        detail = {"indicator": fresh.number, "levels": levels, "sha256": what.get("sha256", "")}
        audit.record("add_evidence", fresh, by=by, detail=detail, office_id=fresh.office_id)
    return made


def accept(row: Evidence, *, by: User) -> Evidence:
    """The evidence shows its level; if that completes it and all below are complete, the index moves."""
    return _move("accept", row, by, {"reason": "", **_decided(by)})


def return_evidence(row: Evidence, *, by: User, reason: str) -> Evidence:
    """The evidence does not show its level; the office reads `reason` and may send another in its place."""
    reason = clean(reason, "reason", required=_("Tulis apa yang kurang, supaya kantor dapat memperbaikinya."))
    return _move("return", row, by, {"reason": reason, **_decided(by)}, _tell_returned)


def reconsider(row: Evidence, *, by: User) -> Evidence:
    """Take a decision back; the evidence waits again."""
    return _move("reconsider", row, by, {"reason": "", "decided_at": None, "decided_by": None})


def withdraw(row: Evidence, *, by: User) -> Evidence:
    """The respondent who sent it takes it back."""
    return _move("withdraw", row, by, {})


def _decided(by: User) -> dict[str, Any]:
    return {"decided_at": timezone.now(), "decided_by": by}


def _move(
    name: str, row: Evidence, by: User, fields: dict[str, Any], after: Callable[[Evidence], None] | None = None
) -> Evidence:
    with transaction.atomic():
        locked_open(row.indicator_level.assessment_id)
        moved: Evidence = EVIDENCE.apply(name, row, by=by, fields=fields)
        recount(moved.indicator_level)
        if after is not None:
            after(moved)
    return moved


def _tell_returned(row: Evidence) -> None:
    level = row.indicator_level
    context = {
        "title": row.title,
        "indicator": level.indicator.name,
        "number": level.number,
        "level": row.level,
        "assessment": str(level.assessment),
    }
    url = reverse("smartcity_eval:indicator", args=[level.pk])
    notifications.tell(row.owner, "smartcity_eval/returned", context, subject=row, url=url)


def read_file(row: Evidence, *, by: User) -> bytes:
    """The file itself; whoever reads another office's is recorded. The caller found it through `visible_to`."""
    if row.file is None:
        raise FileNotFoundError(row.pk)
    data: bytes = files.read(row.file)
    if row.owner_id != by.pk:
        audit.record("read_evidence", row, by=by, detail={"sha256": row.sha256}, office_id=row.office_id)
    return data
