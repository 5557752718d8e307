"""The matching in PostgreSQL, on an archive and queries of our own (kabashoax/data/measure)."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

import kabashoax
from kabashoax.models import Entry, Lexeme
from kabashoax.queries import archive, matching
from kabashoax.rules import wording
from tests.factories.kabashoax import TEXT, TITLE, claim, published

DATA = Path(kabashoax.__file__).parent / "data" / "measure"
ARCHIVE, QUERIES = DATA / "claims.csv", DATA / "queries.csv"


def evaluate(archive=ARCHIVE, queries=QUERIES):
    out = StringIO()
    call_command("evaluate_matching", archive=archive, queries=queries, format="json", stdout=out)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_the_goals_are_met_on_our_own_queries():
    with QUERIES.open() as rows:
        kinds = [row["kind"] for row in csv.DictReader(rows)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"paraphrase": 60, "nearmiss": 60, "new": 60}
    found = evaluate()
    assert set(found) == {"recall_at_1", "recall_at_5", "mrr", "auto_answered", "auto_wrong", "p95_ms"}
    assert found["auto_wrong"] == 0
    assert found["recall_at_1"] >= 0.90
    assert found["recall_at_5"] >= 0.98
    assert found["auto_answered"] >= 15


def test_measuring_leaves_the_database_as_it_was(checker):
    claim(checker)
    before = list(Entry.objects.values()), list(Lexeme.objects.order_by("word").values())
    evaluate()
    assert (list(Entry.objects.values()), list(Lexeme.objects.order_by("word").values())) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'kabashoax%' AND relpersistence = 't'")
        assert cursor.fetchone() == (0,)


def test_the_portals_own_claims_are_not_measured(checker, editor, tmp_path):
    published(checker, editor)
    (tmp_path / "a.csv").write_text("id,date,title,hoax_text\n1,2026-01-01,Sesuatu yang lain sama sekali,Lain\n")
    (tmp_path / "q.csv").write_text(f"qid,kind,query,expected_id\nq,new,{TITLE},\n")
    assert evaluate(tmp_path / "a.csv", tmp_path / "q.csv")["auto_wrong"] == 0


@pytest.mark.django_db
def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("id,title\n")
    with pytest.raises(CommandError, match="hoax_text"):
        call_command("evaluate_matching", archive=tmp_path / "a.csv", queries=QUERIES)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["basar", "djalan", "oesapa", "sekolah", "khusus", "fotonya", "buku", "naik"])
def test_database_and_python_hear_the_same(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kabashoax_sound(%s)", [word])
        assert cursor.fetchone() == (wording.sound(word),)


def test_the_vocabulary_counts_claims(checker):
    first = claim(checker)
    claim(checker, title="Air laut surut", text="Air laut surut di Namosain")
    assert Lexeme.objects.get(word="").claims == 2
    assert Lexeme.objects.get(word="air").claims == 2
    assert Lexeme.objects.get(word="racun").claims == 1
    Entry.objects.filter(claim=first).delete()
    assert Lexeme.objects.get(word="racun").claims == 0
    assert Lexeme.objects.get(word="").claims == 1


def test_only_what_is_public_is_suggested(checker, editor):
    hidden = claim(checker)
    assert [match.claim_id for match in matching.find(TEXT)] == [hidden.pk]
    assert archive.suggestions(TEXT) == []
    assert archive.answer(TEXT) is None
    shown = published(checker, editor, title="Buaya masuk Pantai Lasiana", text="Buaya masuk pantai lasiana pagi ini")
    assert [row for row, _match in archive.suggestions("katanya buaya masuk pante lasiana")] == [shown]
    assert archive.answer("katanya buaya masuk pantai lasiana, betul ko?") == shown
    assert archive.answer("katanya buaya masuk pantai namosain, betul ko?") is None


def test_two_claims_that_fit_are_suggested_and_none_is_the_answer(checker, editor):
    first = published(checker, editor, title="Undian berhadiah Bank NTT", text="Undian berhadiah dari Bank NTT")
    asked = "katanya ada undian berhadiah bank NTT, asli ko tipu?"
    assert archive.answer(asked) == first
    second = published(checker, editor, title="Undian Bank NTT berhadiah", text="Undian Bank NTT berhadiah")
    assert archive.answer(asked) is None
    assert {row for row, _match in archive.suggestions(asked)} == {first, second}


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["", "   ", "yang di ke", "'; DROP TABLE x; --", "%s %(question)s", "a" * 5000, "🔥🔥"])
def test_odd_questions_find_nothing_and_break_nothing(odd):
    assert matching.find(odd) == []
