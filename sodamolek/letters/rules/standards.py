"""The service standard of a kind with its 14 components (PermenPANRB 15/2014, annex).

Six are the kind's own; those of the office are the same for all its kinds and stand once, in data/standards.json.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from core.wording import rupiah
from sodamolek.letters.rules.loading import build
from sodamolek.letters.rules.schema import KindSpec, OfficeLevel

DATA = Path(__file__).resolve().parent.parent / "data" / "standards.json"


@dataclass(frozen=True)
class OfficeStandard:
    """What every kind of an office has in common."""

    facilities: tuple[str, ...]
    competence: tuple[str, ...]
    supervision: tuple[str, ...]
    staff: tuple[str, ...]
    service_guarantee: tuple[str, ...]
    security_guarantee: tuple[str, ...]
    evaluation: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Component:
    """One of the 14; `delivery` for the six that describe the service as people meet it."""

    number: int
    title: str
    items: tuple[str, ...]
    delivery: bool


@cache
def office_standard(level: OfficeLevel) -> OfficeStandard:
    """The common part of a level of offices."""
    found = json.loads(DATA.read_text())["standards"]
    return build(OfficeStandard, found[level.value], f"standards.json.{level.value}")


def components(spec: KindSpec) -> list[Component]:
    """All 14 in the order of the annex."""
    own = spec.standard
    common = office_standard(spec.office_level)
    hours = _("Paling lama %d jam kerja setelah berkas lengkap.") % own.hours
    fee = rupiah(own.fee) if own.fee else _("Gratis, tidak dipungut biaya.")
    delivery = (
        (_("Persyaratan"), tuple(_requirement(r.label, compulsory=r.compulsory) for r in spec.requirements)),
        (_("Sistem, mekanisme, dan prosedur"), own.procedure),
        (_("Jangka waktu penyelesaian"), (hours,)),
        (_("Biaya atau tarif"), (fee,)),
        (_("Produk pelayanan"), (own.product,)),
        (_("Penanganan pengaduan, saran, dan masukan"), (own.complaints,)),
    )
    inside = (
        (_("Dasar hukum"), own.legal_basis),
        (_("Sarana dan prasarana"), common.facilities),
        (_("Kompetensi pelaksana"), common.competence),
        (_("Pengawasan internal"), common.supervision),
        (_("Jumlah pelaksana"), common.staff),
        (_("Jaminan pelayanan"), common.service_guarantee),
        (_("Jaminan keamanan dan keselamatan pelayanan"), common.security_guarantee),
        (_("Evaluasi kinerja pelaksana"), common.evaluation),
    )
    return [
        Component(number, title, items, number <= len(delivery))
        for number, (title, items) in enumerate((*delivery, *inside), start=1)
    ]


def _requirement(label: str, *, compulsory: bool) -> str:
    return label if compulsory else _("%s (bila ada)") % label
