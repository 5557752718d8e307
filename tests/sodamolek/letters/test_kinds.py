"""The schema of kinds bites, and a changed file makes a new version."""

import copy
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterKind
from sodamolek.letters.rules.loading import SchemaError, expand
from sodamolek.letters.rules.validation import kind_from
from sodamolek.letters.services.kinds import FOLDER, read_kind
from tests.factories.letters import LetterRequestFactory

SKTM = read_kind(FOLDER / "sktm.json")
SKAW = read_kind(FOLDER / "skaw.json")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_the_projects_own_kinds_are_valid(path):
    assert kind_from(read_kind(path), path.name).code == path.stem.upper()


def change(path: str, value: object, kind: dict = SKTM) -> dict:
    data = copy.deepcopy(kind)
    target = data
    *parents, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    for parent in parents:
        target = target[parent]
    if value is None:
        del target[last]
    else:
        target[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("name", None, "sktm.json.name"),
        ("colour", "red", "sktm.json.colour"),
        ("code", "sktm", "sktm.json.code"),
        ("fields", [], "sktm.json.fields"),
        ("fields.0.type", "colour", "sktm.json.fields[0].type"),
        ("fields.0.required", "yes", "sktm.json.fields[0].required"),
        ("fields.0.choices", [], "sktm.json.fields[0].choices"),
        ("fields.1.key", "tujuan", "sktm.json.fields[1].key"),
        ("fields.1.key", "nik", "sktm.json.fields[1].key"),
        ("fields.1.key", "Keperluan", "sktm.json.fields[1].key"),
        ("fields.1.min", 500, "sktm.json.fields[1].min"),
        ("fields.1.min", True, "sktm.json.fields[1].min"),
        ("fields.1.prefill", "password", "sktm.json.fields[1].prefill"),
        ("fields.1.verified_by_register", True, "sktm.json.fields[1].verified_by_register"),
        ("fields.1.condition", {"field": "nama", "values": ["x"]}, "sktm.json.fields[1].condition.field"),
        ("fields.1.condition", {"field": "tujuan", "values": ["x"]}, "sktm.json.fields[1].condition.values[0]"),
        ("requirements.0.pages", 0, "sktm.json.requirements[0].pages"),
        ("requirements.2.condition.field", "warna", "sktm.json.requirements[2].condition.field"),
        ("classifications.0.ends_on", "2026-06-01", "sktm.json.classifications[0].ends_on"),
        ("classifications.1.ends_on", "2027-01-01", "sktm.json.classifications[1].ends_on"),
        ("classifications.0.starts_on", "kemarin", "sktm.json.classifications[0].starts_on"),
        ("signers.0", "raja", "sktm.json.signers[0]"),
        ("standard.hours", 0, "sktm.json.standard.hours"),
        ("standard.fee", -1, "sktm.json.standard.fee"),
        ("validity_months", 0, "sktm.json.validity_months"),
        ("wording.opening", "Halo {password}", "sktm.json.wording.opening"),
        ("wording.rows.0", ["Nama"], "sktm.json.wording.rows[0]"),
        ("wording.rows.0.1", "{nama.__class__} {zzz}", "sktm.json.wording.rows[0]"),
        ("number_pattern", "tanpa nomor", "sktm.json.number_pattern"),
    ],
)
def test_a_wrong_kind_is_refused_by_file_and_field(path, value, place):
    with pytest.raises(SchemaError) as caught:
        kind_from(change(path, value), "sktm.json")
    assert str(caught.value).split(": ")[0] == place


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("subject", "raja", "skaw.json.subject"),
        ("office", "dinsos", "skaw.json.office"),
        ("countersigners.0", "raja", "skaw.json.countersigners[0]"),
        ("fields.5.columns", [], "skaw.json.fields[5].columns"),
        ("fields.5.columns.0.prefill", "name", "skaw.json.fields[5].columns[0]"),
        ("fields.5.columns.3.choices", [], "skaw.json.fields[5].columns[3].choices"),
        ("fields.0.columns", [SKAW["fields"][0]], "skaw.json.fields[0].columns"),
        ("requirements.1.declaration", "lain", "skaw.json.requirements[1].declaration"),
        ("declarations.0.signers_table", "pewaris_nama", "skaw.json.declarations[0].signers_table"),
        ("declarations.0.closing", "{raja}", "skaw.json.declarations[0].closing"),
        ("wording.sections.0.table", "raja", "skaw.json.wording.sections[0].table"),
        ("wording.sections.0.lead", "{ahli_waris}", "skaw.json.wording.sections[0].lead"),
        ("wording.ages", [{"key": "umur", "born": "pewaris_nama"}], "skaw.json.wording.ages[0]"),
        ("wording.ages", [{"key": "nik", "born": "tanggal_lahir"}], "skaw.json.wording.ages[0].key"),
        ("necessity.status", "perhaps", "skaw.json.necessity.status"),
    ],
)
def test_a_wrong_list_or_declaration_is_refused(path, value, place):
    with pytest.raises(SchemaError) as caught:
        kind_from(change(path, value, SKAW), "skaw.json")
    assert str(caught.value).split(": ")[0] == place


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("countersigners", ["camat", "camat"], r"countersigners\[1\]: paling banyak satu pejabat"),
        ("countersigners", ["office_head"], r"countersigners\[0\]: hanya camat"),
        ("signers", ["lurah", "kasi"], r"signers\[1\]: “kasi” tidak menandatangani surat"),
    ],
)
def test_a_signature_that_would_be_lost_is_refused(path, value, words):
    with pytest.raises(SchemaError, match=rf"^skaw\.json\.{words}"):
        kind_from(change(path, value, SKAW), "skaw.json")


def test_what_kinds_share_is_put_in_its_place():
    shared = {"a": [1, 2], "b": "teks", "c": {"x": 1}}
    found = expand({"list": [0, "@a", "@c"], "text": "@b", "mail": "a@b"}, shared, "k.json")
    assert found == {"list": [0, 1, 2, {"x": 1}], "text": "teks", "mail": "a@b"}
    with pytest.raises(SchemaError, match=r"k\.json\.text"):
        expand({"text": "@zzz"}, shared, "k.json")


def test_classification_follows_the_date():
    spec = kind_from(SKTM, "sktm.json")
    assert (spec.classification_on(date(2025, 12, 31)), spec.classification_on(date(2026, 1, 1))) == ("460", "400.9")


def test_loading_twice_changes_nothing(db):
    files = sorted(path.stem.upper() for path in FOLDER.glob("*.json"))
    assert [(k.code, k.version) for k in services.load_kinds()] == [(code, 1) for code in files]
    assert services.load_kinds() == []
    assert LetterKind.objects.count() == len(files) == 24


def test_a_changed_file_makes_a_version_and_requests_keep_theirs(tmp_path, sktm):
    request = LetterRequestFactory(kind=sktm)
    (tmp_path / "sktm.json").write_text(json.dumps(change("summary", "Lain sekali.")))
    call_command("load_letter_kinds", tmp_path, verbosity=0)
    request.refresh_from_db()
    assert request.kind.version == 1
    assert request.kind.spec.summary == SKTM["summary"]
    current = queries.kind_in_force("sktm")
    assert (current.version, current.spec.summary) == (2, "Lain sekali.")


def test_one_wrong_file_stops_all(tmp_path, db):
    (tmp_path / "a.json").write_text(json.dumps(SKTM))
    (tmp_path / "b.json").write_text("{")
    with pytest.raises(CommandError, match=r"b\.json"):
        call_command("load_letter_kinds", tmp_path)
    assert LetterKind.objects.count() == 0


def test_two_files_with_one_code_are_refused(tmp_path, db):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(SKTM))
    with pytest.raises(SchemaError, match=r"b\.json\.code"):
        services.load_kinds(tmp_path)
