"""The commands, as somebody at a prompt meets them."""

import json

import pytest
from django.core.management import CommandError, call_command

LINE = {"instrument": "spbe-2020", "levels": {str(n): 3 for n in range(1, 48)}}


def run(capsys, *words):
    call_command(*words)
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "nilai.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        return str(path)

    return write


def test_an_assessment_is_one_line_of_json(capsys, file):
    levels = {**LINE["levels"], "42": 4.5}
    out = run(capsys, "score_assessment", file({**LINE, "levels": levels}), "--format", "json")
    assert out.count("\n") == 1
    assert json.loads(out) == {
        "instrument": "spbe-2020",
        "index": 3.05,
        "index_unrounded": 3.045,
        "predicate": "Baik",
        "domains": {"1": 3.0, "2": 3.0, "3": 3.0, "4": 3.1},
        "aspects": {"1": 3.0, "2": 3.0, "3": 3.0, "4": 3.0, "5": 3.0, "6": 3.0, "7": 3.0, "8": 3.25},
        "assumed": [],
    }


def test_a_person_reads_a_sentence(capsys, file):
    assert run(capsys, "score_assessment", file(LINE)) == "Indeks SPBE: 3.00 (Baik)\n"


def test_an_incomplete_file_is_refused_with_what_is_missing(file):
    levels = {k: v for k, v in LINE["levels"].items() if k != "12"}
    with pytest.raises(CommandError, match="indikator belum lengkap, kurang: 12") as refusal:
        call_command("score_assessment", file({**LINE, "levels": levels}), "--format", "json")
    assert refusal.value.returncode == 1


@pytest.mark.parametrize("data", ["{", b"\xff".decode("latin-1")])
def test_a_file_that_is_no_json_is_refused(file, data):
    with pytest.raises(CommandError, match="bukan JSON"):
        call_command("score_assessment", file(data))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1e99999999999999999999", "terlalu besar atau terlalu kecil"),
        ("1e-99999999999999999999", "terlalu besar atau terlalu kecil"),
        ("9" * 6000, "indikator 1: 99999999999999999999… harus 1 sampai 5"),
        ("Infinity", "Infinity bukan nilai"),
    ],
)
def test_a_number_that_nothing_can_hold_is_refused_in_one_short_line(file, number, said):
    text = json.dumps(LINE).replace('"1": 3', f'"1": {number}')
    with pytest.raises(CommandError, match=said) as refusal:
        call_command("score_assessment", file(text), "--format", "json")
    assert len(str(refusal.value)) < 120


def test_a_file_that_a_windows_editor_saved_is_read(capsys, tmp_path):
    path = tmp_path / "nilai.json"
    path.write_text(json.dumps(LINE), encoding="utf-8-sig")
    assert run(capsys, "score_assessment", str(path)) == "Indeks SPBE: 3.00 (Baik)\n"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="tidak terbaca"):
        call_command("score_assessment", str(tmp_path / "tidak-ada.json"))


def test_programmes_are_one_line_of_json(capsys):
    row = json.loads(run(capsys, "score_programmes", "--total", "6", "--running", "4"))
    assert row == {
        "level": 3,
        "total": 6,
        "running": 4,
        "percent": 66.67,
        "text": "1–5 program dengan lebih dari 75% berjalan, atau lebih dari 5 program dengan 51%–75%",
        "source": "pernyataan kota 2023",
        "reconstructed": False,
    }
    assert run(capsys, "score_programmes", "--total", "7", "--running", "6", "--format", "text") == (
        "Tingkat 4: Lebih dari 5 program, lebih dari 75% berjalan (6/7, 85.71%; rekonstruksi)\n"
    )


def test_more_running_than_there_are_is_refused():
    with pytest.raises(CommandError, match="lebih banyak"):
        call_command("score_programmes", "--total", "3", "--running", "4")
