"""The city's months by kind: what the moves appended, added up."""

from django.db import connection, transaction

from sodamolek.letters.rules.statistics import GROUPS

# One statement takes the changes away and adds them: a page sees them on the one side or on the other.
_ADD_UP = """
WITH gone AS (DELETE FROM letters_citychange RETURNING *),
sums AS (
  SELECT month, kind_code, sum(received) AS received, sum(finished) AS finished, sum(returned) AS returned,
    sum(refused) AS refused, sum(in_time) AS in_time, sum(first_right) AS first_right, array_agg(bucket) AS buckets
  FROM gone GROUP BY month, kind_code
),
added AS (
  INSERT INTO letters_citymonth AS kept
    (month, kind_code, received, finished, returned, refused, in_time, first_right, times)
  SELECT month, kind_code, received, finished, returned, refused, in_time, first_right, ARRAY(
    SELECT count(found.bucket) FROM generate_series(0, %s) AS one(bucket)
    LEFT JOIN unnest(sums.buckets) AS found(bucket) ON found.bucket = one.bucket
    GROUP BY one.bucket ORDER BY one.bucket)
  FROM sums
  ON CONFLICT (month, kind_code) DO UPDATE SET
    received = kept.received + excluded.received,
    finished = kept.finished + excluded.finished,
    returned = kept.returned + excluded.returned,
    refused = kept.refused + excluded.refused,
    in_time = kept.in_time + excluded.in_time,
    first_right = kept.first_right + excluded.first_right,
    times = ARRAY(SELECT a + b FROM unnest(kept.times, excluded.times) WITH ORDINALITY AS t(a, b, place) ORDER BY place)
)
SELECT count(*) FROM gone
"""


def add_up_city() -> int:
    """Fold what the moves appended into the city's months (models.statistics); how many. No `by`: nobody did it."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Two at once would take the months in different orders. Nobody else writes them, and readers don't wait.
        cursor.execute("LOCK TABLE letters_citymonth IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_ADD_UP, [GROUPS - 1])
        folded: int = cursor.fetchone()[0]
    return folded
