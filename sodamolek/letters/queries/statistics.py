"""Figures about the service from the roll-up of months: they cost the same whatever the number of requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Sum

from core.accounts.models import User
from core.regions.models import Office
from sodamolek.letters.models import OFFICE_ROLES, LetterKind, LetterMonth
from sodamolek.letters.models.statistics import SUMS
from sodamolek.letters.rules.statistics import Counts, Span, total


@dataclass(frozen=True)
class Line:
    """The counts of one office or one kind of letter. `region` is Kemendagri's code, "" for a kind or a dinas."""

    name: str
    counts: Counts
    region: str = ""


@dataclass(frozen=True)
class Statistics:
    """A span in the whole city or at one office; `offices` only for the city."""

    whole: Counts
    kinds: list[Line]
    offices: list[Line]


def city_statistics(span: Span) -> Statistics:
    """The whole city by office and by kind; the two are not crossed. Three queries."""
    rows = LetterMonth.objects.filter(kind_code="", month__gte=span.first, month__lt=span.after)
    names = {office.pk: office for office in Office.objects.select_related("region")}
    offices = [
        Line(names[pk].name, counts, _region(names[pk]))
        for pk, counts in _grouped(rows.values_list("office_id", *SUMS, "times")).items()
    ]
    kinds = LetterMonth.objects.filter(month__gte=span.first, month__lt=span.after).exclude(kind_code="")
    by_kind = kinds.order_by("kind_code").values_list("kind_code").annotate(*(Sum(name) for name in SUMS))
    found = {code: Counts(*sums) for code, *sums in by_kind}
    return Statistics(total(line.counts for line in offices), _kinds(found), sorted(offices, key=lambda o: o.name))


def office_statistics(user: User, office: Office, span: Span) -> Statistics:
    """One office on which `user` works, by kind. Two queries; empty for anybody else."""
    rows = LetterMonth.objects.visible_to(user).filter(office=office, month__gte=span.first, month__lt=span.after)
    found = _grouped(rows.values_list("kind_code", *SUMS, "times"))
    return Statistics(found.pop("", Counts()), _kinds(found), [])


def _region(office: Office) -> str:
    """Its kelurahan's code; a kecamatan is no tile of the map."""
    region = office.region
    return region.code if region and office.kind == Office.Kind.KELURAHAN else ""


def offices_of(user: User) -> list[Office]:
    """The offices whose letters `user` works on, by name."""
    return list(Office.objects.filter(pk__in=user.offices_with(*OFFICE_ROLES)).order_by("name"))


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, Counts]:
    found: dict[Any, Counts] = {}
    for key, *sums, times in rows:
        found[key] = found.get(key, Counts()) + Counts(**dict(zip(SUMS, sums, strict=True)), times=tuple(times))
    return found


def _kinds(found: dict[str, Counts]) -> list[Line]:
    """By how many were received, most first."""
    names = dict(LetterKind.objects.visible_to(None).values_list("code", "name"))
    lines = [Line(names.get(code, code), counts) for code, counts in found.items()]
    return sorted(lines, key=lambda line: (-line.counts.received, line.name))


# What the roll-up must say, from requests and trail.
_EXPECTED = """
SELECT date_trunc('month', e.moment AT TIME ZONE 'Asia/Makassar')::date AS month, e.office_id, part.code AS kind_code,
  sum((e.what = 'received')::int) AS received, sum((e.what = 'finished')::int) AS finished,
  sum((e.what = 'returned')::int) AS returned, sum((e.what = 'refused')::int) AS refused,
  sum((e.what = 'finished' AND e.moment <= e.due_at)::int) AS in_time,
  sum((e.what = 'finished' AND e.returns = 0)::int) AS first_right,
  sum((e.what = 'finished' AND e.served_minutes IS NOT NULL)::int) AS timed
FROM (
  SELECT 'received' AS what, submitted_at AS moment, office_id, kind_id, due_at, returns, served_minutes
    FROM letters_letterrequest WHERE submitted_at IS NOT NULL
  UNION ALL SELECT 'finished', decided_at, office_id, kind_id, due_at, returns, served_minutes
    FROM letters_letterrequest
    WHERE decided_at IS NOT NULL AND status IN ('signed', 'collected', 'revoked', 'replaced')
  UNION ALL SELECT 'refused', decided_at, office_id, kind_id, due_at, returns, served_minutes
    FROM letters_letterrequest WHERE decided_at IS NOT NULL AND status = 'rejected'
  UNION ALL SELECT 'returned', t.at, r.office_id, r.kind_id, r.due_at, r.returns, r.served_minutes
    FROM audit_entry t JOIN letters_letterrequest r ON r.id = t.subject_id
    WHERE t.subject_type = 'letters.letterrequest' AND t.action = 'return'
) AS e
JOIN letters_letterkind k ON k.id = e.kind_id CROSS JOIN LATERAL (VALUES (''), (k.code)) AS part(code)
GROUP BY 1, 2, 3
"""
_DIFFERENCES = """
SELECT month, o.code, kind_code FROM (SELECT m.*, (SELECT sum(t) FROM unnest(m.times) t) AS timed
  FROM letters_lettermonth m) AS kept
FULL JOIN ({expected}) AS found USING (month, office_id, kind_code)
JOIN regions_office o ON o.id = office_id
WHERE (kept.received, kept.finished, kept.returned, kept.refused, kept.in_time, kept.first_right, kept.timed)
  IS DISTINCT FROM
  (found.received, found.finished, found.returned, found.refused, found.in_time, found.first_right, found.timed)
ORDER BY 1, 2, 3 LIMIT 100
""".replace("{expected}", _EXPECTED)


def roll_up_differences() -> list[tuple[Any, ...]]:
    """Month, office and kind where the roll-up is not what requests and trail add up to; empty when it is exact."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute(_DIFFERENCES)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
