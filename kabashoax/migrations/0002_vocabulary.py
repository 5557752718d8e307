"""The vocabulary of the archive, kept in step with its entries by the database itself, one statement at a time."""

from django.db import migrations

# The same hearing as rules.wording.sound (tests/kabashoax/test_matching.py compares them).
SOUND = r"""
CREATE FUNCTION kabashoax_sound(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(translate(
    replace(replace(replace(replace(replace(replace(word, 'dj', 'j'), 'tj', 'c'), 'oe', 'u'), 'kh', 'k'), 'sy', 's'),
      'ph', 'p'),
    'efvyzo', 'appisu'), '(.)\1+', '\1', 'g'), 'h$', ''), 'k$', '')
$$;
"""

COUNT = """
CREATE FUNCTION kabashoax_count_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kabashoax_lexeme AS known (word, claims, sound)
    SELECT word, count(*), kabashoax_sound(word)
    FROM (SELECT unnest(tsvector_to_array(stems)) AS word FROM added UNION ALL SELECT '' FROM added) AS said
    GROUP BY word ORDER BY word
  ON CONFLICT (word) DO UPDATE SET claims = known.claims + EXCLUDED.claims;
  RETURN NULL;
END $$;
CREATE FUNCTION kabashoax_count_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (
    SELECT word, count(*) AS claims
    FROM (SELECT unnest(tsvector_to_array(stems)) AS word FROM removed UNION ALL SELECT '' FROM removed) AS said
    GROUP BY word
  ), locked AS (
    SELECT word FROM kabashoax_lexeme JOIN gone USING (word) ORDER BY word FOR UPDATE OF kabashoax_lexeme
  )
  UPDATE kabashoax_lexeme AS known SET claims = known.claims - gone.claims
    FROM gone JOIN locked USING (word) WHERE known.word = gone.word;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_added AFTER INSERT ON kabashoax_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kabashoax_count_added();
CREATE TRIGGER entry_removed AFTER DELETE ON kabashoax_entry
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION kabashoax_count_removed();
CREATE TRIGGER entry_changed_from AFTER UPDATE ON kabashoax_entry
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION kabashoax_count_removed();
CREATE TRIGGER entry_changed_to AFTER UPDATE ON kabashoax_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kabashoax_count_added();
"""

FORGET = """
DROP TRIGGER entry_added ON kabashoax_entry;
DROP TRIGGER entry_removed ON kabashoax_entry;
DROP TRIGGER entry_changed_from ON kabashoax_entry;
DROP TRIGGER entry_changed_to ON kabashoax_entry;
DROP FUNCTION kabashoax_count_added();
DROP FUNCTION kabashoax_count_removed();
"""


class Migration(migrations.Migration):
    dependencies = [("kabashoax", "0001_initial")]

    operations = [
        migrations.RunSQL(SOUND, "DROP FUNCTION kabashoax_sound(text)"),
        migrations.RunSQL(COUNT, FORGET),
    ]
