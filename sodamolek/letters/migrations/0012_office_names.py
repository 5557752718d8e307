"""An office's search by name touches that office's names alone, the latest years first, whatever the city's number.

Each word in the index carries its office and its year: without them the requests of everybody called Maria in the whole
city were put beside all requests of the office, at each search.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

# Bodies with RETURN are bound to what they call when they are made: an index works with any search_path, so a
# restored dump too. The eight digits keep offices apart for speed only; a query asks for its offices besides.
FUNCTIONS = """
CREATE FUNCTION letters_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_remove(regexp_split_to_array(lower($1), '[^[:alnum:]]+'), '');
CREATE FUNCTION letters_key(office uuid, year int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN right(office::text, 8) || greatest(year, 2024);
CREATE FUNCTION letters_names(office uuid, sent timestamptz, name text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT array_to_tsvector(coalesce(
      array_agg(letters_key(office, extract(year FROM sent AT TIME ZONE 'UTC')::int) || word), ARRAY[]::text[]))
    FROM unnest(letters_words(name)) AS word WHERE sent IS NOT NULL);
CREATE FUNCTION letters_begins(offices uuid[], year int, typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT string_agg(one, ' | ')::tsquery FROM (
    SELECT '(' || string_agg(quote_literal(letters_key(office, year) || word) || ':*', ' & ') || ')' AS one
    FROM unnest(offices) AS office, unnest(letters_words(typed)) AS word GROUP BY office) AS by_office);
"""
UNDO = """
DROP FUNCTION letters_begins(uuid[], int, text);
DROP FUNCTION letters_names(uuid, timestamptz, text);
DROP FUNCTION letters_key(uuid, int);
DROP FUNCTION letters_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0011_contact_email")]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RemoveIndex("letterrequest", "letter_subject"),
        migrations.AddIndex(
            "letterrequest",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("office"), models.F("submitted_at"), models.F("subject_name"), function="letters_names"
                ),
                name="letter_subject",
                fastupdate=False,
            ),
        ),
    ]
