"""Whether the roll-up is what its fills add up to."""

from typing import Any

from django.db import connection

DIFFERENCES = """
SELECT coalesce(t.day, f.day), o.code, coalesce(t.product, f.product),
  coalesce(t.fills, 0), coalesce(f.fills, 0), coalesce(t.total, 0), coalesce(f.total, 0),
  coalesce(t.litres, 0), coalesce(f.litres, 0), coalesce(t.priced, 0), coalesce(f.priced, 0)
FROM sihebat_dailytotal t
FULL JOIN (
  SELECT day, office_id, product, count(*) AS fills, sum(litres) AS litres, sum(total) AS total,
    sum(price * litres) AS priced
  FROM sihebat_fill WHERE is_current GROUP BY 1, 2, 3
) f ON (f.day, f.office_id, f.product) = (t.day, t.office_id, t.product)
JOIN regions_office o ON o.id = coalesce(t.office_id, f.office_id)
WHERE (coalesce(t.fills, 0), coalesce(t.litres, 0), coalesce(t.total, 0), coalesce(t.priced, 0))
  IS DISTINCT FROM (coalesce(f.fills, 0), coalesce(f.litres, 0), coalesce(f.total, 0), coalesce(f.priced, 0))
ORDER BY 1, 2, 3
LIMIT 100
"""
NAMES = ("day", "office", "product", "fills", "fills_found", "total", "total_found", "litres", "litres_found",
         "priced", "priced_found")  # fmt: skip


def roll_up_differences() -> list[dict[str, Any]]:
    """The first hundred days, offices and products where the roll-up and the fills differ; empty when it is exact."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'" if connection.in_atomic_block else "SELECT 1")
        cursor.execute(DIFFERENCES)
        return [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]
