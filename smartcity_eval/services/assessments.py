"""What a coordinator does with an assessment as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.regions.models import Office
from core.workflow import NotYourMove
from smartcity_eval.models import Assessment, IndicatorLevel, Instrument
from smartcity_eval.queries.figures import digest
from smartcity_eval.rules.instrument import LEVELS
from smartcity_eval.rules.reading import as_json
from smartcity_eval.rules.scoring import score_levels
from smartcity_eval.services.common import locked_open, must_lead
from smartcity_eval.workflow import ASSESSMENT


@dataclass(frozen=True)
class Opening:
    """What is to be assessed. `office` leads, `assessor_office` judges; `source` is an official result's decree."""

    instrument: Instrument
    year: int
    stage: str
    nature: str
    office: Office
    assessor_office: Office
    source: str = ""
    is_sample: bool = False


def open_assessment(opening: Opening, *, by: User) -> Assessment:
    """Open a year's assessment with all its indicators; who answers what is taken from the one before.

    Raises ValidationError for a year that the instrument doesn't cover, an official one without its decree, and
    one that exists already; NotYourMove unless `by` coordinates at the leading office.
    """
    if not by.has_role(Role.SPBE_COORDINATOR, office_id=opening.office.pk):
        raise NotYourMove
    _check(opening)
    try:
        with transaction.atomic():
            row = Assessment.objects.create(owner=by, **{f.name: getattr(opening, f.name) for f in fields(opening)})
            answering = _offices_before(row)
            IndicatorLevel.objects.bulk_create(
                IndicatorLevel(assessment=row, number=i.no, office_id=answering.get(i.no))
                for i in opening.instrument.spec.indicators
            )
            detail = {"instrument": row.instrument.code, "year": row.year, "stage": row.stage, "nature": row.nature}
            audit.record("open", row, by=by, detail=detail, office_id=row.office_id)
    except IntegrityError as error:
        if "assessment_once" not in str(error):
            raise
        raise ValidationError({"year": _("Penilaian tahun, tahap dan sifat ini sudah ada. Pakai yang itu.")}) from None
    return row


def _check(opening: Opening) -> None:
    spec = opening.instrument.spec
    if not spec.covers(opening.year):
        last = spec.last_year or _("sekarang")
        text = _("%(name)s dipakai untuk tahun %(first)s sampai %(last)s. Ganti tahun atau instrumennya.")
        raise ValidationError({"year": text % {"name": spec.name, "first": spec.first_year, "last": last}})
    if opening.nature == Assessment.Nature.OFFICIAL and not opening.source.strip():
        raise ValidationError({"source": _("Hasil resmi harus menyebut keputusan yang menetapkannya.")})
    if opening.office.pk == opening.assessor_office.pk:
        raise ValidationError({"assessor_office": _("Penilai harus dari perangkat daerah lain daripada koordinator.")})


def _offices_before(row: Assessment) -> dict[int, Any]:
    """Who answered what in the latest assessment with this instrument; nobody answers a copied result."""
    if row.is_typed:
        return {}
    others = Assessment.objects.shown_by_evidence().filter(instrument__code=row.instrument.code).exclude(pk=row.pk)
    last = others.order_by("-year", "-id").first()
    return dict(last.indicator_levels.values_list("number", "office_id")) if last else {}


def assign_offices(assessment: Assessment, offices: Mapping[int, Office | None], *, by: User) -> Assessment:
    """Say which office answers which indicator (by number); None takes it away again.

    An office that has sent evidence keeps its indicator: ValidationError names it.
    """
    must_lead(assessment, by)
    with transaction.atomic():
        row = locked_open(assessment.pk)
        changed = []
        for level in row.indicator_levels.prefetch_related("evidence"):
            office = offices.get(level.number, level.office_id)
            key = office.pk if isinstance(office, Office) else office
            if key == level.office_id:
                continue
            if level.evidence.all():
                text = _("Indikator ini sudah berbukti; perangkat daerahnya tidak dapat diganti.")
                raise ValidationError({f"office_{level.number}": text})
            level.office_id = key
            changed.append(level)
        IndicatorLevel.objects.bulk_update(changed, ["office"])
        numbers = [level.number for level in changed]
        audit.record("assign", row, by=by, detail={"indicators": numbers}, office_id=row.office_id)
    return row


def publish(assessment: Assessment, *, by: User) -> Assessment:
    """Let the public read it: the values are frozen with the time and a digest, and nothing changes until reopened."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=assessment.pk)
        levels = dict(row.indicator_levels.values_list("number", "counted"))
        now = timezone.now()
        said = as_json(row.instrument.spec, score_levels(row.instrument.spec, levels))
        frozen = {str(number): str(value) for number, value in sorted(levels.items())}
        sealed = {
            "instrument": row.instrument.checksum,
            "year": row.year,
            "stage": row.stage,
            "nature": row.nature,
            "source": row.source,
            "levels": frozen,
            "index": str(said["index"]),
            "predicate": said["predicate"],
            "published_at": now.isoformat(),
        }
        change = {"reopened_because": "", "published_at": now, "levels": frozen, "sha256": digest(sealed)}
        return ASSESSMENT.apply("publish", row, by=by, note=f"{said['index']} {said['predicate']}", fields=change)


def set_targets(assessment: Assessment, targets: Mapping[int, int | None], *, by: User) -> Assessment:
    """The levels that the city aims at, by indicator; None takes one away. They move no index.

    Raises ValidationError for a level that is none, NotYourMove unless `by` coordinates.
    """
    must_lead(assessment, by)
    for number, level in targets.items():
        if level is not None and level not in LEVELS:
            raise ValidationError({f"target_{number}": _("Pilih tingkat 1 sampai 5.")})
    with transaction.atomic():
        row = locked_open(assessment.pk)
        changed = []
        for indicator in row.indicator_levels.filter(number__in=targets):
            if indicator.target != targets[indicator.number]:
                indicator.target = targets[indicator.number]
                indicator.save(update_fields=["target"])
                changed.append(indicator.number)
        audit.record("set_targets", row, by=by, detail={"indicators": changed}, office_id=row.office_id)
    return row


def reopen(assessment: Assessment, *, by: User, reason: str) -> Assessment:
    """Take it back to be mended; the public no longer reads it. `reason` stays with it until it is published."""
    reason = reason.replace("\x00", "").strip()[:200]
    if not reason:
        raise ValidationError({"reason": _("Tulis mengapa penilaian dibuka lagi.")})
    change: dict[str, Any] = {"published_at": None, "levels": {}, "sha256": "", "reopened_because": reason}
    with transaction.atomic():
        return ASSESSMENT.apply("reopen", assessment, by=by, fields=change)
