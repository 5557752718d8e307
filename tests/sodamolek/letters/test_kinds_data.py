"""What each of the 24 kinds must say of itself, and the office to which it leads."""

import json
from collections import Counter

import pytest
from django.utils import timezone

from core.accounts.rules import Role
from core.regions.models import Office
from core.regions.services import load_reference
from sodamolek.letters import queries, services
from sodamolek.letters.rules.schema import FieldType, Need, OfficeLevel
from sodamolek.letters.rules.text import compose, texts_of
from sodamolek.letters.rules.wording import BUILT_IN, in_words, placeholders
from sodamolek.letters.services.content import content_of
from tests.factories import letters as factories
from tests.factories.population import ResidentFactory
from tools import letters as pictures

SPECS = pictures.specs()
EACH = pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
# The 21 that the city's practice was collected for, and three of ours.
CITY = [
    "SKD", "SKL", "SKM", "SKPD", "SKTM", "SKU", "SKDU", "SKBM", "SKJD", "N1", "SKCK", "SKAW", "SKP", "SKBR", "SKBN",
    "SKH", "SIK", "SKT", "SKWL", "SKG", "PKTP", "PPCS", "DISN", "RPBI",
]  # fmt: skip
HEADS = {
    OfficeLevel.KELURAHAN: Role.LURAH,
    OfficeLevel.KECAMATAN: Role.CAMAT,
    OfficeLevel.DINAS: Role.OFFICE_HEAD,
}


def test_there_are_24_kinds():
    assert sorted(SPECS) == sorted(CITY)
    assert Counter(spec.office_level.value for spec in SPECS.values()) == {"kelurahan": 22, "kecamatan": 1, "dinas": 1}
    names = [spec.name for spec in SPECS.values()]
    assert len(set(names)) == len(names)


@EACH
def test_a_kind_is_complete(spec):
    today = timezone.localdate()
    assert spec.signers == (HEADS[spec.office_level],)
    assert 1 <= spec.standard.hours <= 40
    assert spec.standard.fee == 0
    assert len(spec.standard.legal_basis) >= 3
    assert len(spec.standard.procedure) >= 4
    assert spec.standard.product
    assert spec.standard.complaints
    assert len(spec.necessity.explanation) > 60
    assert all(len(purpose.keywords) >= 2 for purpose in spec.purposes)
    assert spec.source
    in_force = [c for c in spec.classifications if c.starts_on <= today and (c.ends_on is None or today <= c.ends_on)]
    assert len(in_force) == 1
    assert in_force[0].regulation == "Permendagri 83/2022"
    # The day of change and the code in detail are nowhere decided: the file must say so.
    assert "anggapan" in in_force[0].note
    assert {"ktp", "kk"} <= {r.key for r in spec.requirements if r.satisfied_by_register}


@EACH
def test_what_the_register_knows_is_not_asked(spec):
    known = {f.prefill for f in spec.fields if f.verified_by_register}
    assert "name" in known
    asked = [f for f in spec.fields if f.prefill and not f.verified_by_register]
    assert {f.prefill for f in asked} <= {"address", "rt", "rw"}


@EACH
def test_everything_that_a_letter_asks_for_serves_something(spec):
    texts = [spec.wording.opening, spec.wording.closing, *spec.wording.paragraphs]
    texts += [text for _label, text in spec.wording.rows]
    for part in (*spec.wording.sections, *(s for d in spec.declarations for s in d.sections)):
        texts += [part.lead, *(text for _label, text in part.rows)]
    for declaration in spec.declarations:
        texts += [declaration.opening, *declaration.paragraphs, *(text for _label, text in declaration.rows)]
    quoted = " ".join(placeholders(" ".join(texts)))
    tables = {section.table for section in spec.wording.sections}
    conditions = {r.condition.field for r in spec.requirements if r.condition}
    for field in spec.fields:
        used = field.key in quoted or field.key in tables or field.key in conditions
        # What the person is treated for is for the officer's eyes alone.
        assert used or (spec.code, field.key) == ("RPBI", "kebutuhan"), field.key


@EACH
def test_the_example_fits_the_kind(spec):
    from sodamolek.letters.rules.answers import clean

    today = timezone.localdate()
    assert clean(spec.fields, pictures.everyday(spec, today), today).errors == {}
    unknown = set(pictures.everyday(spec, today)) - {f.key for f in spec.fields}
    assert unknown == set()


@EACH
def test_no_placeholder_stays_in_a_letter(spec):
    today = timezone.localdate()
    for answers in (pictures.everyday(spec, today), pictures.shortest(spec, today)):
        content = content_of(spec, pictures.office(spec.office_level.value), answers, nik=pictures.NIK)
        said = json.dumps([content.opening, content.rows, content.paragraphs, content.closing], default=str)
        assert "{" not in said
        assert ", ," not in said
        assert content.subject_name == answers[spec.subject]


def test_pindah_ktp_and_skck_are_no_longer_asked_by_national_rules():
    needs = {code: spec.necessity.status for code, spec in SPECS.items()}
    assert {code for code, need in needs.items() if need is Need.NOT_REQUIRED} == {"SKPD", "PKTP", "SKCK"}
    assert Need.LOCALLY_ASKED in needs.values()
    assert {"SKTM", "SKM", "N1", "SKAW"} <= {code for code, need in needs.items() if need is Need.REQUIRED}


def test_the_camat_takes_note_of_what_needs_it():
    assert {code for code, spec in SPECS.items() if spec.countersigners} == {"SKPD", "SKAW", "SIK", "SKT"}


def test_the_heirs_declare_and_the_office_takes_note():
    wording = SPECS["SKAW"].wording
    assert wording.opening.startswith("Kami para ahli waris menyatakan")
    assert wording.signature_lead == "Mengetahui,"
    paper = SPECS["SKAW"].declaration("naskah")
    assert (paper.signers_table, paper.witnesses, paper.stamp_duty) == ("ahli_waris", 2, True)


def test_marriage_is_for_kua_or_for_the_civil_registry():
    assert "KUA" in SPECS["N1"].necessity.explanation
    assert "Dukcapil" in SPECS["PPCS"].necessity.explanation
    assert [d.form for d in SPECS["N1"].declarations] == ["Model N2", "Model N4", "Model N5"]


def test_what_was_not_answered_is_left_out():
    spec = SPECS["SKM"]
    values = pictures.shortest(spec, timezone.localdate())
    text = compose(spec, spec.wording, texts_of(spec, values, timezone.localdate()), values)
    assert "NIK" not in [label for label, _text in text.rows]
    assert "Pukul" not in [label for label, _text in text.sections[0].rows]
    moving = pictures.shortest(SPECS["SKPD"], timezone.localdate())
    text = compose(SPECS["SKPD"], SPECS["SKPD"].wording, texts_of(SPECS["SKPD"], moving, timezone.localdate()), moving)
    assert [part.lead for part in text.sections] == ["akan pindah ke:"]


def test_the_age_at_death_is_counted():
    spec = SPECS["SKM"]
    values = {"almarhum_tanggal_lahir": "1954-01-20", "tanggal_meninggal": "2026-01-19"}
    assert texts_of(spec, values, timezone.localdate())["umur_almarhum"] == "71"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (100, "seratus"),
        (1_000, "seribu"),
        (1_111, "seribu seratus sebelas"),
        (21_000, "dua puluh satu ribu"),
        (1_250_000, "satu juta dua ratus lima puluh ribu"),
        (1_000_000, "satu juta"),
        (100_000_000_000, "seratus miliar"),
    ],
)
def test_amounts_are_read_out(number, words):
    assert in_words(number) == words


def test_built_in_names_are_no_fields():
    assert not any(field.key in BUILT_IN for spec in SPECS.values() for field in spec.fields)
    assert any(field.type is FieldType.ROWS for spec in SPECS.values() for field in spec.fields)


@pytest.fixture
def city(db):
    load_reference()
    factories.office_hours()


@pytest.mark.parametrize(
    ("code", "office"), [("SKTM", "53.71.06.1008"), ("DISN", "53.71.06"), ("RPBI", "dinsos"), ("SKAW", "53.71.06.1008")]
)
def test_a_request_goes_to_the_office_that_issues_it(city, code, office):
    fatubesi = Office.objects.get(code="53.71.06.1008")
    resident = ResidentFactory(domicile=fatubesi.region)
    assert services.start_draft(factories.kind(code), by=resident.user).office.code == office
    assert queries.office_for(resident).code == "53.71.06.1008"


@pytest.mark.parametrize(
    ("code", "office"), [("SKTM", "53.71.03.1010"), ("DISN", "53.71.03"), ("RPBI", "dinsos"), ("SKU", "53.71.03.1010")]
)
def test_who_lives_elsewhere_is_served_there(city, code, office):
    resident = ResidentFactory(domicile=Office.objects.get(code="53.71.06.1008").region)
    oesapa = Office.objects.get(code="53.71.03.1010")
    assert services.start_draft(factories.kind(code), by=resident.user, office=oesapa).office.code == office
