"""Finding the claim that somebody asks about, inside PostgreSQL.

Full text (`indonesian` stems) finds candidates by the rarest words of the question, each also in the spellings that
sound or look like it (pg_trgm on the vocabulary); what is found is weighed by how rare the shared words are.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kabashoax.rules import deciding, wording

CANDIDATES = 40
# Claims that the words of one question may bring together; the rarest words come first.
BUDGET = 2000

SPELLED = """
WITH total AS (SELECT greatest(coalesce(max(claims), 1), 1)::float AS n FROM kabashoax_lexeme WHERE word = ''),
asked AS (SELECT lexeme, kabashoax_sound(lexeme) AS sound, lexeme ~ '[0-9]' AS is_number, length(lexeme) AS letters
          FROM unnest(to_tsvector('indonesian', %(question)s)) LIMIT 60),
near AS (
  SELECT lexeme AS asked, word, claims, 1.0::float AS closeness FROM asked JOIN kabashoax_lexeme ON word = lexeme
  UNION ALL
  SELECT lexeme, word, claims, 0.85 FROM asked JOIN kabashoax_lexeme AS known ON known.sound = asked.sound
    WHERE word <> lexeme AND NOT is_number AND letters >= 4
  UNION ALL
  SELECT lexeme, like_it.word, like_it.claims, like_it.closeness * 0.8 FROM asked
    CROSS JOIN LATERAL (
      SELECT word, claims, similarity(word, lexeme) AS closeness FROM kabashoax_lexeme AS known
      WHERE word %% lexeme AND known.sound <> asked.sound AND word !~ '[0-9]'
      ORDER BY similarity(word, lexeme) DESC, word LIMIT 3) AS like_it
    WHERE NOT is_number AND letters >= 5
      AND NOT EXISTS (SELECT FROM kabashoax_lexeme AS exact WHERE exact.word = lexeme AND exact.claims > 2)
),
weighed AS (SELECT asked, word, claims, closeness * ln(1 + n / greatest(claims, 1)) AS weight FROM near, total
            WHERE claims > 0)
"""

FIND = f"""{SPELLED},
cheap AS (
  SELECT *, ('''' || replace(word, '''', '''''') || '''')::tsquery AS ask FROM (
    SELECT *, sum(claims) OVER (ORDER BY claims, word) AS so_far, row_number() OVER (ORDER BY claims, word) AS place
    FROM weighed) AS ordered WHERE so_far <= %(budget)s OR place = 1
),
candidates AS (
  SELECT claim_id FROM (
    SELECT claim_id, asked, max(weight) AS weight FROM cheap
      CROSS JOIN LATERAL (SELECT claim_id FROM kabashoax_entry WHERE stems @@ cheap.ask LIMIT %(budget)s) AS holding
    GROUP BY claim_id, asked) AS found
  GROUP BY claim_id ORDER BY sum(weight) DESC, claim_id LIMIT %(candidates)s
),
question AS (
  SELECT sum(weight) AS weight FROM (
    SELECT coalesce(max(w.weight), 0.5 * ln(1 + max(n))) AS weight FROM asked CROSS JOIN total
      LEFT JOIN weighed AS w ON w.asked = asked.lexeme GROUP BY asked.lexeme) AS each
),
scored AS (
  SELECT e.claim_id, e.title_words, e.body_words, e.is_public, shared.title, shared.body,
    (SELECT sum(ln(1 + n / greatest(l.claims, 1))) FROM unnest(said.titled) AS t(word)
      JOIN kabashoax_lexeme AS l USING (word), total) AS title_weight,
    similarity(e.title_words, %(question)s) AS likeness,
    word_similarity(%(question)s, e.title_words || ' ' || left(e.body_words, 400)) AS inside
  FROM candidates JOIN kabashoax_entry AS e USING (claim_id)
  CROSS JOIN LATERAL (
    SELECT tsvector_to_array(e.title_stems) AS titled, tsvector_to_array(e.stems) AS stems OFFSET 0) AS said
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(title), 0) AS title, coalesce(sum(body), 0) AS body FROM (
      SELECT asked, max(weight) FILTER (WHERE word = ANY (said.titled)) AS title,
        max(weight) FILTER (WHERE word = ANY (said.stems)) AS body
      FROM weighed GROUP BY asked) AS words) AS shared
)
SELECT claim_id, title_words, body_words, is_public,
  scored.title / greatest(question.weight, 0.001) AS asked_in_title,
  body / greatest(question.weight, 0.001) AS asked_in_body,
  least(1, scored.title / greatest(title_weight, 0.001)) AS title_in_asked, likeness, inside
FROM scored, question
"""  # noqa: S608 - two constants of this file; what people type goes in as parameters


@dataclass(frozen=True)
class Match:
    """A claim like the question. `is_answer`: the portal may say itself that it is the one."""

    claim_id: UUID
    score: float
    is_public: bool
    is_answer: bool
    question: str
    candidate: deciding.Candidate

    @property
    def differences(self) -> tuple[str, ...]:
        """What vetoes that question and claim are the same."""
        return deciding.differences(self.question, self.candidate)


def find(question: str, *, limit: int = 5) -> list[Match]:
    """The claims most like `question`, best first. At most the first one is an answer."""
    canonical = wording.canonical(question)
    if not canonical:
        return []
    rows = [deciding.Candidate(*row) for row in _ask(canonical)]
    ranked = deciding.ranked(rows)
    answer = deciding.answers(question, ranked)
    return [
        Match(row.key, row.score, row.is_public, answer and place == 0, question, row)
        for place, row in enumerate(ranked[:limit])
    ]


def _ask(canonical: str) -> list[tuple[Any, ...]]:
    values: dict[str, str | int] = {"question": canonical, "budget": BUDGET, "candidates": CANDIDATES}
    with transaction.atomic(), connection.cursor() as cursor:
        # Of words, not of texts: below this two words merely share a syllable.
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = 0.42; SET LOCAL enable_seqscan = off")
        cursor.execute(FIND, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
