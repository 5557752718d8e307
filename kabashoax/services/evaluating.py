"""Measuring the matching on an archive and questions from files, without leaving a trace in the database."""

import tempfile
import time
from collections.abc import Iterable, Mapping
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kabashoax.queries import matching
from kabashoax.rules import unfolding, wording
from kabashoax.rules.measuring import Outcome

NAMES = UUID("6b6b1a34-0f0e-4c5d-9a57-4b2a3f0f2d11")
FIRST = 10

# Tables of this session shadow the real ones under their own names; the rollback takes them away. Their indexes come
# after the rows: made at once they take a tenth of the time.
SHADOW = """
CREATE TEMP TABLE kabashoax_entry (LIKE public.kabashoax_entry INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;
CREATE TEMP TABLE kabashoax_lexeme (LIKE public.kabashoax_lexeme INCLUDING DEFAULTS) ON COMMIT DROP;
"""
COPY = "COPY kabashoax_entry (claim_id, title_words, body_words, is_public) FROM STDIN"
INDEX = """
ALTER TABLE kabashoax_entry ADD PRIMARY KEY (claim_id);
CREATE INDEX ON kabashoax_entry USING gin (stems) WITH (fastupdate = off);
INSERT INTO kabashoax_lexeme (word, claims, sound)
  SELECT word, ndoc, kabashoax_sound(word) FROM ts_stat('SELECT stems FROM kabashoax_entry')
  UNION ALL SELECT '', count(*), '' FROM kabashoax_entry;
ALTER TABLE kabashoax_lexeme ADD PRIMARY KEY (word);
CREATE INDEX ON kabashoax_lexeme (sound);
CREATE INDEX ON kabashoax_lexeme USING gin (word gin_trgm_ops);
ANALYZE kabashoax_entry; ANALYZE kabashoax_lexeme;
"""


def evaluate(claims: Iterable[Mapping[str, str]], queries: Iterable[Mapping[str, str]]) -> list[Outcome]:
    """The outcome of each query against `claims` (id, title, hoax_text); the portal's own archive is not asked."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            fill(cursor, claims)
        outcomes = [_outcome(query) for query in queries]
        transaction.set_rollback(True)
    return outcomes


def fill(cursor: CursorWrapper, claims: Iterable[Mapping[str, str]]) -> None:
    """Put `claims` in the place of the archive until the transaction, which must be rolled back, ends."""
    cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute(SHADOW)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        lines.writelines(map(_line, claims))
        lines.seek(0)
        cursor.copy_expert(COPY, lines)
    cursor.execute(INDEX)


def _line(claim: Mapping[str, str]) -> str:
    """A claim as COPY reads it; canonical words hold nothing that it would have to escape."""
    title, body = wording.canonical(claim["title"]), wording.canonical(unfolding.claimed(claim.get("hoax_text") or ""))
    return f"{uuid5(NAMES, claim['id'])}\t{title}\t{body}\ttrue\n"


def _outcome(query: Mapping[str, str]) -> Outcome:
    began = time.perf_counter()
    found = matching.find(query["query"], limit=FIRST)
    seconds = time.perf_counter() - began
    right = uuid5(NAMES, query.get("expected_id") or "")
    place = next((at for at, match in enumerate(found) if match.claim_id == right), None)
    return Outcome(query["kind"], place, bool(found) and found[0].is_answer, seconds)
