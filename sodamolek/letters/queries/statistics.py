"""Figures about the service from the roll-up of months: they cost the same whatever the number of requests."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import IntegerField, Value

from core.accounts.models import User
from core.regions.models import Office
from sodamolek.letters.models import OFFICE_ROLES, CityChange, CityMonth, LetterKind, LetterMonth
from sodamolek.letters.models.statistics import SUMS
from sodamolek.letters.rules.statistics import Counts, Span, single, total


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
    whole = total(line.counts for line in offices)
    return Statistics(whole, _kinds(_city_kinds(span)), sorted(offices, key=lambda line: line.name))


def _city_kinds(span: Span) -> dict[str, Counts]:
    """The months as they were last added up, and what came since: one query, so that both are of one moment."""
    within = {"month__gte": span.first, "month__lt": span.after}
    columns = ("kind_code", *SUMS, "times", "bucket")
    none = Value(None, output_field=IntegerField())
    no_times = Value(None, output_field=ArrayField(IntegerField()))
    months = CityMonth.objects.filter(**within).annotate(bucket=none).values_list(*columns)
    changes = CityChange.objects.filter(**within).annotate(times=no_times).values_list(*columns)
    rows = months.union(changes, all=True)
    return _grouped((*row, times or single(bucket)) for *row, times, bucket in rows)


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
    """Added up by the first column; the others are SUMS and times."""
    found: defaultdict[Any, list[list[Any]]] = defaultdict(list)
    for key, *columns in rows:
        found[key].append(columns)
    return {key: _added(lines) for key, lines in found.items()}


def _added(lines: list[list[Any]]) -> Counts:
    # Column by column: a city's year is 900 lines of 90 numbers.
    *sums, times = zip(*lines, strict=True)
    added = dict(zip(SUMS, map(sum, sums), strict=True))
    return Counts(**added, times=tuple(map(sum, zip(*times, strict=True))))


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

# Each row's numbers one below the other, in places of their own; a city's month is what the offices' add up to.
_CITY_DIFFERENCES = """
SELECT DISTINCT month, 'kota', kind_code FROM (
  SELECT month, kind_code, place FROM (
    SELECT month, kind_code, place, n FROM letters_citymonth,
      unnest(ARRAY[{sums}] || times) WITH ORDINALITY AS u(n, place)
    UNION ALL SELECT month, kind_code, place, n FROM letters_citychange,
      unnest(ARRAY[{sums}]) WITH ORDINALITY AS u(n, place)
    UNION ALL SELECT month, kind_code, bucket + 7, 1 FROM letters_citychange WHERE bucket IS NOT NULL
    UNION ALL SELECT month, kind_code, place, -n FROM letters_lettermonth,
      unnest(ARRAY[{sums}] || times) WITH ORDINALITY AS u(n, place) WHERE kind_code <> ''
  ) AS numbers GROUP BY month, kind_code, place HAVING sum(n) <> 0
) AS wrong ORDER BY 1, 3 LIMIT 100
""".replace("{sums}", ", ".join(SUMS))


def roll_up_differences() -> list[tuple[Any, ...]]:
    """Month, office and kind where the roll-up is not what requests and trail add up to; empty when it is exact.

    "kota" stands for the city's months, where they are not what the offices' add up to.
    """
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute(_DIFFERENCES)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(_CITY_DIFFERENCES)
        return [*rows, *cursor.fetchall()]
