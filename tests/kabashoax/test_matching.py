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


HEAD = "id,date,title,hoax_text\n"


def files(folder, claims, queries):
    (folder / "a.csv").write_text(claims, encoding="utf-8")
    (folder / "q.csv").write_text(f"qid,kind,query,expected_id\n{queries}", encoding="utf-8")
    return folder / "a.csv", folder / "q.csv"


@pytest.mark.django_db
def test_files_as_spreadsheets_write_them_are_read(tmp_path):
    claims = (
        "\ufeffid,catatan,date,title,hoax_text\r\n"
        '7,x,31/12/2024,"Pasar Oeba ditutup\ntiga minggu","""Pasar Oeba ditutup tiga minggu""\n====\nBantahan"\r\n'
        " 8 ,,,,\r\n"
        "9,x,Januari 2024,Buaya masuk kolam Lasiana\r\n"
    )
    queries = "1,Paraphrase,pasar oeba ditutup tiga minggu, 7 \n2,near-miss,pasar oeba ditutup empat minggu,\n3,new,x\n"
    found = evaluate(*files(tmp_path, claims, queries))
    assert (found["recall_at_1"], found["auto_answered"], found["auto_wrong"]) == (1.0, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "queries", "error"),
    [
        (f"{HEAD}1,,Satu,\n1,,Dua,\n", "", "baris 3: id 1 sudah ada di baris 2"),
        (f"{HEAD},,Satu,\n", "", "baris 2: id kosong"),
        (f"{HEAD}1,,Satu,\n", "a,parafrase,satu,1\n", "baris 2: kind 'parafrase' bukan paraphrase, nearmiss, new"),
    ],
)
def test_files_that_cannot_be_measured_are_refused_with_the_line(tmp_path, claims, queries, error):
    with pytest.raises(CommandError, match=error):
        evaluate(*files(tmp_path, claims, queries))


@pytest.mark.django_db
def test_a_right_answer_that_is_not_in_the_archive_counts_as_not_found(tmp_path, capsys):
    found = evaluate(*files(tmp_path, f"{HEAD}1,,Pasar Oeba ditutup,\n", "a,paraphrase,pasar oeba ditutup,2\n"))
    assert (found["recall_at_5"], found["auto_wrong"]) == (0.0, 1)
    assert "expected_id tidak ada" in capsys.readouterr().err


POST = """Info dari grup sebelah: petugas palsu berseragam puskesmas datang ke rumah-rumah di Bakunase menawarkan
suntikan vitamin gratis, lalu meminta uang muka 150 ribu untuk kartu antrean. Sudah empat rumah di RT 9 tertipu."""


def test_a_post_copied_whole_is_answered_and_not_when_one_word_of_it_changed(checker, editor):
    shown = published(checker, editor, title="Penipuan suntik vitamin oleh petugas gadungan", text=POST)
    assert archive.answer(POST) == shown
    assert archive.answer(f"Diteruskan berkali-kali\n{POST}") == shown
    for one, other in (("150", "250"), ("Bakunase", "Sikumana"), ("empat", "lima"), ("gratis", "berbayar"),
                       ("puskesmas", "kelurahan"), ("Sudah", "Belum"), ("vitamin", "vaksin")):  # fmt: skip
        assert archive.answer(POST.replace(one, other)) is None, other


def test_of_a_text_too_long_to_be_read_whole_nothing_is_said(checker, editor):
    shown = published(checker, editor, title=TITLE, text=TEXT)
    assert archive.answer(TITLE) == shown
    assert archive.answer(TITLE + " ya" * wording.LONGEST) is None


def test_a_claim_with_every_word_of_the_question_keeps_the_other_from_being_the_answer(checker, editor):
    shown = published(checker, editor, title="Ombak 20 meter sapu pesisir Sabu, ribuan warga mengungsi", text="Lihat.")
    asked = "ombak 20 meter sapu pesisir sabu ribuan warga mengungsi"
    assert archive.answer(asked) == shown
    published(checker, editor, title="Ombak di Sabu", text="Ribuan warga Sabu mengungsi: 20 meter ombak sapu pesisir")
    assert archive.answer(asked) is None
