"""Whether the roll-ups are what their fills add up to."""

from typing import Any

from django.db import connection

# Days against the fills, months against the days.
DIFFERENCES = """
SELECT {start}, o.code, product,
  coalesce(t.fills, 0), coalesce(f.fills, 0), coalesce(t.total, 0), coalesce(f.total, 0),
  coalesce(t.litres, 0), coalesce(f.litres, 0), coalesce(t.priced, 0), coalesce(f.priced, 0)
FROM {table} t
FULL JOIN ({parts}) f USING ({start}, office_id, product)
JOIN regions_office o ON o.id = office_id
WHERE (coalesce(t.fills, 0), coalesce(t.litres, 0), coalesce(t.total, 0), coalesce(t.priced, 0))
  IS DISTINCT FROM (coalesce(f.fills, 0), coalesce(f.litres, 0), coalesce(f.total, 0), coalesce(f.priced, 0))
ORDER BY 1, 2, 3
LIMIT 100
"""
DAYS = DIFFERENCES.format(
    start="day",
    table="sihebat_dailytotal",
    parts="""SELECT day, office_id, product, count(*) AS fills, sum(litres) AS litres, sum(total) AS total,
    sum(price * litres) AS priced FROM sihebat_fill WHERE is_current GROUP BY 1, 2, 3""",
)
MONTHS = DIFFERENCES.format(
    start="month",
    table="sihebat_monthlytotal",
    parts="""SELECT date_trunc('month', day::timestamp)::date AS month, office_id, product, sum(fills) AS fills,
    sum(litres) AS litres, sum(total) AS total, sum(priced) AS priced FROM sihebat_dailytotal GROUP BY 1, 2, 3""",
)
NAMES = ("start", "office", "product", "fills", "fills_found", "total", "total_found", "litres", "litres_found",
         "priced", "priced_found")  # fmt: skip


def roll_up_differences() -> list[dict[str, Any]]:
    """The first days, then the first months, where a roll-up and its parts differ; empty when both are exact.

    `start` is the day, or the month's first; `roll_up` says which of the two.
    """
    found = []
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL statement_timeout = '300s'")
        for roll_up, query in (("day", DAYS), ("month", MONTHS)):
            cursor.execute(query)
            found += [{"roll_up": roll_up, **dict(zip(NAMES, row, strict=True))} for row in cursor.fetchall()]
    return found
