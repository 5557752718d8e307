"""WHO's z-scores: the tables' own medians and borders, WHO's program's answers, and what a file gives."""

import csv
import io
import os
import subprocess
import sys
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pygrowup import Observation

from sodamolek.growth.rules.tables import OLDEST, by_day, by_millimetre
from sodamolek.growth.rules.zscores import Scores, measurement_at, zscores
from tools.embedded import PROJECT

SEX = st.sampled_from("MF")
AGE = st.integers(0, OLDEST)


# WHO's simplified field tables: -3 to 3 standard deviations, to one decimal.
FIELD_TABLES = [
    ("length, boys at birth", by_day("lhfa", "M")[0], "44.2 46.1 48.0 49.9 51.8 53.7 55.6"),
    ("length, girls at 24 months", by_day("lhfa", "F")[730], "76.7 80.0 83.2 86.4 89.6 92.9 96.1"),
    ("weight, boys at 12 months", by_day("wfa", "M")[365], "6.9 7.7 8.6 9.6 10.8 12.0 13.3"),
    ("weight, girls at birth", by_day("wfa", "F")[0], "2.0 2.4 2.8 3.2 3.7 4.2 4.8"),
    ("weight, boys of 65.0 cm standing", by_millimetre("wfh", "M")[0], "5.9 6.3 6.9 7.4 8.1 8.8 9.6"),
]


@pytest.mark.parametrize(("table", "lms", "published"), FIELD_TABLES)
def test_the_curves_are_the_published_ones(table, lms, published):
    assert " ".join(f"{measurement_at(z, lms):.1f}" for z in range(-3, 4)) == published


def test_a_score_is_worked_out_by_the_formula():
    # L 0.3487, M 3.3464, S 0.14602 of a newborn boy: ((2.5 / M) ** L - 1) / (L S) = -1.897...
    assert zscores("M", 0, 2.5, 46.0) == Scores(lhfa=-2.05, wfa=-1.9, wflh=-0.47, bmi=-1.35)


@given(SEX, AGE)
def test_the_median_has_score_nought(sex, age):
    assert zscores(sex, age, by_day("wfa", sex)[age][1], by_day("lhfa", sex)[age][1])[:2] == (0, 0)


@given(SEX, AGE, st.floats(-3, 3))
def test_a_weight_made_from_a_score_gives_that_score(sex, age, z):
    weight = measurement_at(z, by_day("wfa", sex)[age])
    assert zscores(sex, age, weight, None).wfa == pytest.approx(z, abs=0.0051)


@given(SEX, AGE, st.floats(3, 6))
def test_beyond_three_each_step_is_as_wide_as_from_two_to_three(sex, age, z):
    lms = by_day("wfa", sex)[age]
    two, three = measurement_at(2, lms), measurement_at(3, lms)
    weight = three + (z - 3) * (three - two)
    assert zscores(sex, age, weight, None).wfa == pytest.approx(z, abs=0.0051)


@given(SEX, AGE, st.floats(45, 110), st.floats(1.5, 30), st.floats(0.1, 3))
def test_more_weight_is_never_a_lower_score(sex, age, lenhei, weight, more):
    light, heavy = zscores(sex, age, weight, lenhei), zscores(sex, age, weight + more, lenhei)
    assert all(a <= b for a, b in zip(light, heavy, strict=True) if a is not None and b is not None)


@pytest.mark.parametrize(("age", "natural", "other", "shift"), [(730, "l", "h", 0.7), (731, "h", "l", -0.7)])
def test_seven_millimetres_at_two_years(age, natural, other, shift):
    assert zscores("F", age, 11, 85, "") == zscores("F", age, 11, 85, natural)
    assert zscores("F", age, 11, 85, other) == zscores("F", age, 11, 85 + shift, natural)


def test_without_age_only_weight_for_length():
    assert zscores("M", None, 7.4327, 65.0, "h") == Scores(wflh=0.0)
    assert zscores("M", None, 2.441, 45.0, "l") == Scores(wflh=0.0)
    assert zscores("M", None, 2.441, 45.0) == Scores(wflh=0.0)


def test_between_two_millimetres_the_table_is_interpolated():
    (_, m1, _), (_, m2, _) = by_millimetre("wfl", "F")[100:102]
    assert zscores("F", 100, (m1 + m2) / 2, 55.05).wflh == 0.0


@pytest.mark.parametrize("child", [("M", -1, 5, 60), ("M", 1857, 15, 110), ("F", 10, 0, -5), ("F", 10, 999, 999)])
def test_outside_the_standards_there_is_no_score(child):
    assert zscores(*child) == (None, None, None, None)


def test_flags_are_beyond_whos_limits():
    assert Scores(6.0, 5.0, 5.0, -5.0).flags == ()
    assert Scores(6.01, 5.01, -5.01, 5.01).flags == ("lhfa", "wfa", "wflh", "bmi")
    assert Scores(-5.5, -5.5, None, None).flags == ()


def run(tmp_path, text, name="anak.csv"):
    file = tmp_path / name
    file.write_text(text)
    out, err = io.StringIO(), io.StringIO()
    call_command("zscores", str(file), stdout=out, stderr=err)
    return list(csv.DictReader(io.StringIO(out.getvalue()))), err.getvalue()


def test_command_keeps_the_rows_and_adds_scores(tmp_path):
    rows, err = run(
        tmp_path,
        "nama,sex,age_days,weight_kg,lenhei_cm,measure,oedema\n"
        '"Contoh, A",M,0,3.3464,49.8842,l,n\n'
        "B,f,731,,85.7153,,\n"
        "C,F,100,9.9,60,l,y\n"
        "D,X,1,1,1,l,n\n",
    )
    assert [row["nama"] for row in rows] == ["Contoh, A", "B", "C", "D"]
    assert (rows[0]["z_lhfa"], rows[0]["z_wfa"], rows[0]["flag_lhfa"], rows[0]["flags"]) == ("0.00", "0.00", "0", "")
    assert (rows[1]["z_lhfa"], rows[1]["z_wfa"], rows[1]["z_wflh"]) == ("0.00", "", "")
    assert (rows[2]["z_wfa"], rows[2]["z_wflh"], rows[2]["z_bmi"]) == ("", "", "")
    assert rows[2]["z_lhfa"] != ""
    assert rows[3]["z_lhfa"] == ""
    assert "baris 5" in err


def test_command_writes_scores_that_are_there_already_anew(tmp_path):
    rows, _ = run(tmp_path, "z_wfa,sex,age_days,weight_kg,lenhei_cm\n9.99,M,0,3.3464,\n")
    assert rows[0]["z_wfa"] == "0.00"
    assert list(rows[0])[:5] == ["sex", "age_days", "weight_kg", "lenhei_cm", "z_lhfa"]


@pytest.mark.parametrize("text", ["sex,age_days\nM,1\n", ""])
def test_command_says_which_column_is_missing(tmp_path, text):
    with pytest.raises(CommandError, match="weight_kg, lenhei_cm"):
        run(tmp_path, text)


@given(SEX, st.integers(1, OLDEST), st.integers(450, 1100), st.integers(15, 300))  # at 0 days it stumbles
def test_the_package_of_the_tables_says_the_same_where_it_is_right(sex, age, millimetres, hectograms):
    lenhei, weight = millimetres / 10, hectograms / 10
    way = "l" if age < 731 else "h"
    ours = zscores(sex, age, weight, lenhei, way)
    seen = Observation(sex="male" if sex == "M" else "female", age_in_days=age)
    # Its own adjustment of lying and standing is off by a day at 731, so it gets what is right for the age.
    theirs = [
        seen.lhfa(Decimal(str(lenhei)), recumbent=way == "l", auto_adjust=False),
        seen.wfa(Decimal(str(weight))),
    ]
    if way == "l":
        theirs.append(seen.wfl(Decimal(str(weight)), Decimal(str(lenhei))))
    elif lenhei >= 65:
        theirs.append(seen.wfh(Decimal(str(weight)), Decimal(str(lenhei))))
    for a, b in zip(ours, theirs, strict=False):
        assert a == pytest.approx(float(b), abs=0.011)


def test_odd_rows_keep_their_place_and_get_what_can_be_said(tmp_path):
    text = (
        "Nama;x,SEX, Age_Days ,weight_kg,lenhei_cm,OEDEMA\r\n"
        "utuh,m,365,9.6,75.7,N\r\n"
        "\r\n"
        "tanpa apa pun,,,,,\r\n"
        "terlalu tua,f,1857,15,110,\r\n"
        "belum lahir,f,-1,3,50,\r\n"
        "bengkak,F,365,9.6,75.7,YES\r\n"
        "berat lupa koma,M,365,96,75.7,\r\n"
        "umur kosong,M,,9.6,75.7,\r\n"
        "huruf,M,365,abc,75.7,\r\n"
        "tak terhingga,M,365,inf,75.7,\r\n"
        "kurang kolom,M,365\r\n"
        'lebih kolom,M,365,9.6,75.7,n,"a,b",c\r\n'
        "NA,M,365,NA,.,n\r\n"
    )
    rows, err = run(tmp_path, text)
    assert [(r["Nama;x"], r["z_lhfa"], r["z_wfa"], r["z_wflh"], r["z_bmi"], r["flags"]) for r in rows] == [
        ("utuh", "-0.02", "-0.04", "-0.06", "-0.03", ""),
        ("tanpa apa pun", "", "", "", "", ""),
        ("terlalu tua", "", "", "", "", ""),
        ("belum lahir", "", "", "", "", ""),
        ("bengkak", "0.66", "", "", "", ""),
        ("berat lupa koma", "-0.02", "63.86", "80.84", "83.67", "wfa wflh bmi"),
        ("umur kosong", "", "", "-0.06", "", ""),
        ("huruf", "", "", "", "", ""),
        ("tak terhingga", "", "", "", "", ""),
        ("kurang kolom", "", "", "", "", ""),
        ("lebih kolom", "-0.02", "-0.04", "-0.06", "-0.03", ""),
        ("NA", "", "", "", "", ""),
    ]
    assert [line.split(" tidak")[0] for line in err.splitlines()] == ["baris 4", "baris 10", "baris 11"]


def test_letters_of_another_encoding_do_not_stop_a_file(tmp_path):
    file = tmp_path / "anak.csv"
    file.write_bytes(b"nama,sex,age_days,weight_kg,lenhei_cm\nJos\xe9,M,0,3.3464,49.8842\n")
    out = io.StringIO()
    call_command("zscores", str(file), stdout=out)
    assert out.getvalue().splitlines()[1].endswith("M,0,3.3464,49.8842,0.00,0.00,0.14,0.03,0,0,0,0,")


def test_words_of_other_programs_are_known(tmp_path):
    text = (
        "sex,age_days,weight_kg,lenhei_cm,measure,oedema\n1,365,9.6,75.7,NA,2\n2,365,9.6,75.7,L,1\nM,365,9.6,na,H,.\n"
    )
    rows, err = run(tmp_path, text)
    assert err == ""
    assert [(row["z_lhfa"], row["z_wfa"]) for row in rows] == [("-0.02", "-0.04"), ("0.66", ""), ("", "-0.04")]


def start(*arguments, **kwargs):
    """The command as a shell calls it, where no settings exist: it needs neither a database nor the portal."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "no.such.settings"}
    command = [sys.executable, "manage.py", "zscores", *arguments]
    kwargs = {"text": True, **kwargs}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False, **kwargs)


def test_the_command_needs_nothing_of_the_portal(tmp_path):
    file = tmp_path / "anak.csv"
    file.write_text("sex,age_days,weight_kg,lenhei_cm\nM,0,3.3464,49.8842\nX,1,1,1\n")
    done = start(str(file))
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].startswith("M,0,3.3464,49.8842,0.00,0.00,")
    assert done.stderr == "baris 3 tidak terbaca: sex/measure/oedema: 'x'\n"
    assert start("-", input=file.read_text()).stdout == done.stdout


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_cells_of_another_encoding_go_out_as_they_came(tmp_path, way):
    file = tmp_path / "anak.csv"
    file.write_bytes(b"nama,sex,age_days,weight_kg,lenhei_cm\r\nJos\xe9,M,0,3.3464,49.8842\r\n")
    done = start("-", input=file.read_bytes(), text=False) if way != "file" else start(str(file), text=False)
    assert done.stdout.splitlines()[1].startswith(b"Jos\xe9,M,0,3.3464,49.8842,0.00,0.00,")


@pytest.mark.parametrize(("arguments", "said"), [(["/tidak/ada.csv"], "Periksa nama berkasnya"), ([], "usage:")])
def test_a_wrong_call_ends_with_one_line_and_no_traceback(arguments, said):
    done = start(*arguments)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
