"""Taking over a city's own register from a file."""

import csv
import io
import logging
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, connections

from core.audit.models import Entry
from core.population.models import RegisterEntry, RegisterImport
from core.population.services import register_file
from core.population.services.register_file import FileOptions, import_register
from tools.families import DEMO_FAMILY, DEMO_OESAPA, DEMO_STUDENT, Person, people, write_csv

ALONE = FileOptions(processes=1)
HEAD = DEMO_FAMILY[0]
OTHERS = [*DEMO_FAMILY[1:], *DEMO_OESAPA, DEMO_STUDENT]


def written(rows: list[Person]) -> bytes:
    text = io.StringIO()
    write_csv(rows, text)
    return text.getvalue().encode()


def taken(data: bytes, options: FileOptions = ALONE) -> tuple[RegisterImport, list[tuple[int, str]]]:
    """What came of an import, and (line, field) of each refused row."""
    refusals: list[register_file.Refusal] = []
    result = import_register(io.BytesIO(data), refusals.append, options)
    return result, [(r.line, r.field) for r in refusals]


def counts(result: RegisterImport) -> tuple[int, ...]:
    return result.inserted, result.updated, result.unchanged, result.refused, result.removed


def record_of(person: Person) -> dict[str, str]:
    return next(e.record for e in RegisterEntry.objects.all() if e.record["nik"] == person.nik)


def test_a_file_is_taken_over_once_however_often_it_is_sent(db):
    rows = [HEAD, *OTHERS]
    assert counts(taken(written(rows))[0]) == (6, 0, 0, 0, 0)
    before = set(RegisterEntry.objects.values_list("pk", flat=True))
    assert counts(taken(written(rows))[0]) == (0, 0, 6, 0, 0)
    assert len(before) == 6
    changed = [replace(HEAD, occupation="NELAYAN"), *OTHERS]
    assert counts(taken(written(changed))[0]) == (0, 1, 5, 0, 0)
    assert set(RegisterEntry.objects.values_list("pk", flat=True)) == before
    assert record_of(HEAD)["occupation"] == "NELAYAN"


def test_an_unchanged_row_is_not_even_written(db):
    taken(written([HEAD, *OTHERS]))

    def places() -> set[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin, xmax, ctid::text FROM population_registerentry")
            return set(cursor.fetchall())

    before = places()
    taken(written([replace(HEAD, name="NAMA BARU CONTOH"), *OTHERS]))
    assert len(places() - before) == 1


def test_spaces_dates_and_headers_of_another_export_mean_the_same_person(db):
    taken(written([HEAD]))
    other = (
        "\ufeffNIK;NO_KK;NAMA_LGKP;TMPT_LHR;TGL_LHR;JENIS_KLMIN;AGAMA;STATUS_KAWIN;JENIS_PKRJN;KWRNGRN;ALAMAT;NO_RT;"
        "NO_RW;KODE_WILAYAH;KEL_NAME;KEC_NAME;KAB_NAME;PROP_NAME;CATATAN\r\n"
        f"'{HEAD.nik};5371.0614.0212 9001;YOHANES  TEFANOI CONTOH ;KUPANG;12/3/1984;laki-laki;KRISTEN;KAWIN TERCATAT;"
        "BURUH HARIAN LEPAS;WNI;JALAN CONTOH CENDANA NO. 7;3;1;5371061008;FATUBESI;KOTA LAMA;KOTA KUPANG;"
        "NUSA TENGGARA TIMUR;tidak dipakai\r\n"
    )
    assert counts(taken(other.encode())[0]) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nik": "53710612038490"}, "nik"),
        ({"nik": "5371061303840000"}, "nik"),
        ({"nik": "5371069913849001"}, "nik"),
        ({"nik": "5,37106E+15"}, "nik"),
        ({"nik": ""}, "nik"),
        ({"kk": "123"}, "kk"),
        ({"name": " "}, "name"),
        ({"name": "X" * 121}, "name"),
        ({"sex": "1"}, "sex"),
        ({"birth_date": "31-02-1984"}, "birth_date"),
        ({"birth_date": "12 Maret 1984"}, "birth_date"),
        ({"birth_date": "2984-01-01"}, "birth_date"),
        ({"rt": "12a"}, "rt"),
        ({"rw": "1000"}, "rw"),
        ({"region_code": "53.71"}, "region_code"),
        ({"address": "A\x00B"}, ""),
    ],
)
def test_a_bad_row_is_refused_by_line_and_field_and_the_others_are_taken(db, changes, field):
    bad = {name: str(value) for name, value in asdict(HEAD).items()} | changes
    text = io.StringIO()
    writer = csv.DictWriter(text, list(bad), lineterminator="\n")
    writer.writeheader()
    writer.writerows([asdict(OTHERS[0]), bad, asdict(OTHERS[1])])
    result, refusals = taken(text.getvalue().encode())
    assert counts(result) == (2, 0, 0, 1, 0)
    assert refusals == [(3, field)]


@pytest.mark.parametrize(
    "line",
    [b'"5371,tidak tertutup', b"a,b", b"\xff\xfe,x", b"x" * 40_000, b"," * 200, b'"a"b,c'],
)
def test_a_broken_line_spoils_itself_alone(db, line):
    head, first, *rest = written([HEAD, *OTHERS]).splitlines()
    result, refusals = taken(b"\n".join([head, first, line, b"", *rest, b""]))
    assert counts(result) == (6, 0, 0, 1, 0)
    assert refusals == [(3, "")]


def test_the_same_row_twice_counts_once_and_contradicting_rows_not_at_all(db):
    double, torn = DEMO_OESAPA
    rows = [HEAD, double, double, torn, replace(torn, name="NAMA LAIN CONTOH")]
    result, refusals = taken(written(rows))
    assert counts(result) == (2, 0, 0, 3, 0)
    assert refusals == [(4, "nik"), (5, "nik"), (6, "nik")]
    assert {e.record["nik"] for e in RegisterEntry.objects.all()} == {HEAD.nik, double.nik}


def test_a_dry_run_says_all_and_changes_nothing(db):
    data = written([HEAD, replace(OTHERS[0], sex="X")])
    result, refusals = taken(data, FileOptions(dry_run=True, processes=1))
    assert counts(result) == (1, 0, 0, 1, 0)
    assert refusals == [(3, "sex")]
    assert not RegisterEntry.objects.exists()
    assert not RegisterImport.objects.exists()
    assert not Entry.objects.exists()


def test_an_import_is_recorded_with_its_counts(db):
    result, _refusals = taken(written([HEAD]))
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_id, entry.actor) == ("import_register", result.pk, None)
    assert entry.detail == {"inserted": 1, "updated": 0, "unchanged": 0, "refused": 0, "removed": 0}


def test_who_left_the_city_is_removed_only_when_allowed(db):
    taken(written([HEAD, *OTHERS]))
    assert counts(taken(written(OTHERS))[0]) == (0, 0, 5, 0, 0)
    with pytest.raises(ValidationError, match="1 orang di register tidak ada di berkas ini"):
        taken(written(OTHERS), FileOptions(processes=1, remove_at_most=0))
    assert RegisterEntry.objects.count() == 6
    refused_row = written([*OTHERS[1:], replace(OTHERS[0], sex="X")])
    assert counts(taken(refused_row, FileOptions(processes=1, remove_at_most=9))[0]) == (0, 0, 4, 1, 0)
    assert counts(taken(written(OTHERS), FileOptions(processes=1, remove_at_most=1))[0]) == (0, 0, 5, 0, 1)
    assert HEAD.nik not in {e.record["nik"] for e in RegisterEntry.objects.all()}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"", "Kolom wajib tidak ada: nik, kk, name, birth_date, sex"),
        (b"nik,kk,name,sex\n", "Kolom wajib tidak ada: birth_date"),
        (b"nik,no_kk,kk,name,sex,birth_date\n", "Kolom ada lebih dari sekali: kk"),
        (b"nik,\xff\n", "--encoding"),
    ],
)
def test_a_header_that_says_too_little_is_refused(db, header, said):
    with pytest.raises(ValidationError, match=said):
        taken(header)


def test_nothing_is_written_when_the_end_fails(db, monkeypatch):
    monkeypatch.setattr(register_file, "UPDATE", "SELECT 1/0")
    with pytest.raises(Exception, match="division by zero"):
        taken(written([HEAD]))
    assert not RegisterEntry.objects.exists()


def test_two_imports_do_not_meet(committed):
    other = connections.create_connection("default")
    other.settings_dict = {**other.settings_dict, "NAME": committed}
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [register_file.LOCK])
        with pytest.raises(ValidationError, match="Impor lain sedang berjalan"):
            taken(written([HEAD]))
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [register_file.LOCK])
    finally:
        other.close()
    assert counts(taken(written([HEAD]))[0]) == (1, 0, 0, 0, 0)


def test_processes_give_the_same_as_one(db, monkeypatch):
    monkeypatch.setattr(register_file, "AT_ONCE", 7)
    rows = list(people(200))
    rows[50] = replace(rows[50], sex="X")
    result, refusals = taken(written(rows), FileOptions(processes=2))
    assert counts(result) == (205, 0, 0, 1, 0)
    assert refusals == [(52, "sex")]
    assert counts(taken(written(rows), ALONE)[0]) == (0, 0, 205, 1, 0)


def test_no_number_and_no_name_lies_readable_in_the_database(db):
    taken(written([HEAD]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM population_registerentry")
        stored = b" ".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in cursor.fetchone())
    for personal in (HEAD.nik, HEAD.kk, "TEFANOI", "1984-03-12", HEAD.nik.encode().hex()):
        assert personal.encode() not in stored


# --- the command


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "warga.csv"
    path.write_bytes(written([HEAD, replace(OTHERS[0], kk="5371061402120000"), *OTHERS[1:]]))
    return path


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_residents", *map(str, arguments), "--processes=1", stdout=out)
    return out.getvalue()


def test_the_command_sums_up_and_lists_what_it_refused_without_values(db, file, caplog):
    caplog.set_level(logging.DEBUG)
    listing = file.with_suffix(".errors.csv")
    out = run(file)
    assert out.splitlines() == [
        "baru 5, diperbarui 0, tidak berubah 0, ditolak 1, dihapus 0",
        f"Baris yang ditolak: {listing}",
    ]
    assert listing.read_text().splitlines() == [
        "baris,kolom,alasan",
        "3,kk,Nomor KK tidak pernah berakhir dengan 0000. Periksa lagi angkanya.",
    ]
    assert listing.stat().st_mode & 0o777 == 0o600
    for personal in (HEAD.nik, HEAD.kk, "5371061402120000", "TEFANOI", "Tefanoi"):
        assert personal not in out + listing.read_text() + caplog.text


def test_a_mended_file_leaves_no_list_behind(db, file, tmp_path):
    elsewhere = tmp_path / "daftar.csv"
    assert "ditolak 1" in run(file, "--errors", elsewhere, "--dry-run")
    assert elsewhere.exists()
    file.write_bytes(written([HEAD, *OTHERS]))
    assert run(file, "--errors", elsewhere) == "baru 6, diperbarui 0, tidak berubah 0, ditolak 0, dihapus 0\n"
    assert not elsewhere.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/tidak/ada.csv"], "No such file"),
        (["{file}", "--encoding", "utf-16"], "bukan pengodean per bita"),
        (["{file}", "--encoding", "klingon"], "tidak dikenal"),
        (["{file}", "--delimiter", "ab"], "satu karakter"),
        (["{file}", "--delimiter", ";"], "Kolom wajib tidak ada"),
    ],
)
def test_the_command_refuses_in_one_clear_line(db, file, arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*(text.format(file=file) for text in arguments))


def test_a_row_of_the_past_keeps_its_birth_date(db):
    old = replace(HEAD, birth_date=date(1919, 12, 31))
    taken(written([old]))
    assert record_of(old)["birth_date"] == "1919-12-31"
