"""Pages: what each person sees and may press, and that a list costs the same with one row and with many."""

import pytest
from django.urls import reverse

from core.accounts.rules import Role
from smartcity_eval import services
from smartcity_eval.models import Assessment, Evidence
from smartcity_eval.workflow import AssessmentStatus, EvidenceStatus
from tests.factories.accounts import staff
from tests.factories.letters import photo
from tests.factories.regions import OfficeFactory
from tests.factories.smartcity_eval import ProgrammeFactory, cast, instrument

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"smartcity_eval:{name}", args=args)


def page(client, name, *args, user=None, **query):
    if user is not None:
        client.force_login(user)
    return client.get(at(name, *args), query)


def test_the_whole_path_from_opening_to_the_public(client):
    lead, judge, office = (OfficeFactory(dinas=True) for _ in range(3))
    coordinator, assessor = staff(Role.SPBE_COORDINATOR, lead), staff(Role.ASSESSOR, judge)
    respondent = staff(Role.RESPONDENT, office)
    client.force_login(coordinator)
    data = {"instrument": instrument("pemdi-2026").pk, "year": 2026, "stage": "self", "nature": "simulation",
            "office": lead.pk, "assessor_office": judge.pk}  # fmt: skip
    assert client.post(at("open"), data).status_code == 302
    row = Assessment.objects.get()
    client.post(at("assign", row.pk), {"office_20": office.pk})
    level = row.indicator_levels.get(number=20)
    client.force_login(respondent)
    client.post(at("answer", level.pk), {"claimed": 2, "explanation": "Survei tiap semester."})
    proof = {"tautan-levels": [1, 2], "tautan-title": "Laporan survei", "tautan-url": "https://contoh.test/survei"}
    client.post(at("add_link", level.pk), proof)
    client.force_login(assessor)
    for piece in Evidence.objects.all():
        client.post(at("accept", piece.pk))
    client.force_login(coordinator)
    client.post(at("publish", row.pk))
    client.logout()
    told = page(client, "summary").context["told"]
    assert (told.assessment, str(told.score.index), told.score.predicate) == (row, "1.15", "Kurang")


def test_a_copied_result_goes_straight_to_its_values(client):
    people = cast()
    client.force_login(people.coordinator)
    row = people.assessment
    offices = {"office": row.office.pk, "assessor_office": row.assessor_office.pk}
    data = {"instrument": instrument().pk, "year": 2023, "stage": "final", "nature": "official", **offices}
    data["source"] = "Kepmen 13/2024"
    answer = client.post(at("open"), data)
    row = Assessment.objects.get(year=2023)
    assert answer["Location"] == at("values", row.pk)
    assert row.indicator_levels.exclude(office=None).count() == 0
    client.post(at("values", row.pk), {"source": "Kepmen 13/2024", **{f"value_{n}": "3,35" for n in range(1, 48)}})
    client.post(at("publish", row.pk))
    client.logout()
    text = page(client, "result", row.pk).content.decode()
    assert ("Kepmen 13/2024" in text, "simulasi" in text) == (True, False)


def test_another_bodys_index_is_not_given_to_an_office(client):
    people = cast("pemdi-2026", year=2026)
    form = page(client, "assign", people.assessment.pk, user=people.coordinator).context["form"]
    assert "office_1" in form.fields
    assert "office_5" not in form.fields


def test_strangers_get_404_for_what_is_not_theirs(client):
    people, other = cast(), cast("pemdi-2026", year=2026)
    first = people.show(1)[0]
    for user in (other.coordinator, other.respondent, other.assessor):
        for name, pk in (("assessment", people.assessment.pk), ("indicator", people.level().pk)):
            assert page(client, name, pk, user=user).status_code == 404
    assert page(client, "indicator", people.level(2).pk, user=people.respondent).status_code == 404
    client.force_login(other.assessor)
    assert client.post(at("accept", first.pk)).status_code == 404
    first.refresh_from_db()
    assert first.status == EvidenceStatus.SUBMITTED


def test_an_assessor_returns_with_a_reason_and_the_respondent_replaces(client):
    people = cast()
    first = people.show(1)[0]
    client.force_login(people.assessor)
    empty = client.post(at("return", first.pk), {f"k{first.pk}-reason": ""})
    assert (empty.status_code, "error-summary" in empty.content.decode()) == (422, True)
    client.post(at("return", first.pk), {f"k{first.pk}-reason": "Halaman 2 hilang."})
    client.force_login(people.respondent)
    text = page(client, "indicator", people.level().pk).content.decode()
    assert "Halaman 2 hilang." in text
    data = {"berkas-levels": [1], "berkas-title": "Lengkap", "berkas-replaces": str(first.pk), "berkas-file": photo()}
    assert client.post(at("add_file", people.level().pk), data).status_code == 302
    assert Evidence.objects.get(title="Lengkap").replaces == first


def test_what_is_refused_stands_at_its_field(client):
    people = cast()
    client.force_login(people.respondent)
    pk = people.level().pk
    period = dict.fromkeys(("angka-start", "angka-end"), "2026-01-01")
    refused = {
        "answer": client.post(at("answer", pk), {"claimed": "", "explanation": ""}).context["forms"]["answer"].errors,
        "file": client.post(at("add_file", pk), {"berkas-title": "x"}).context["forms"]["file"].errors,
        "link": client.post(
            at("add_link", pk), {"tautan-title": "x", "tautan-levels": [1], "tautan-url": "javascript:x"}
        ).context["forms"]["link"].errors,
        "figure": client.post(
            at("add_figure", pk),
            {"angka-name": "letters_on_time", "angka-levels": [1], **period},
        ).context["forms"]["figure"].errors,
    }  # fmt: skip
    assert {name: sorted(errors) for name, errors in refused.items()} == {
        "answer": ["claimed", "explanation"],
        "file": ["file", "levels"],
        "link": ["url"],
        "figure": ["start"],
    }


def test_a_file_comes_as_an_attachment_to_who_may_see_it(client):
    people, other = cast(), cast("pemdi-2026", year=2026)
    proof = services.Proof([1], "Foto")
    piece = services.add_file(people.level(), proof, upload=photo(), by=people.respondent)[0]
    answer = page(client, "evidence_file", piece.pk, user=people.assessor)
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="bukti-1-1.jpg"')
    assert page(client, "evidence_file", piece.pk, user=other.assessor).status_code == 404
    link = people.show(2)[0]
    assert page(client, "evidence_file", link.pk, user=people.assessor).status_code == 404


def test_values_are_typed_with_a_comma(client):
    people = cast("pemdi-2026", year=2026)
    client.force_login(people.coordinator)
    answer = client.post(at("values", people.assessment.pk), {"source": "Bappenas", "value_5": "2,75"})
    assert (answer.status_code, str(people.level(5).counted)) == (302, "2.75")
    wrong = client.post(at("values", people.assessment.pk), {"source": "Bappenas", "value_5": "5,5"})
    assert list(wrong.context["form"].errors) == ["value_5"]


def test_an_opening_that_is_refused_says_why(client):
    people = cast()
    client.force_login(people.coordinator)
    data = {"instrument": instrument().pk, "year": 2026, "stage": "self", "nature": "simulation",
            "office": people.assessment.office.pk, "assessor_office": people.assessment.assessor_office.pk}  # fmt: skip
    answer = client.post(at("open"), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["year"])


def test_a_coordinator_reopens_with_a_reason(client):
    people = cast()
    services.publish(people.assessment, by=people.coordinator)
    client.force_login(people.coordinator)
    assert client.post(at("reopen", people.assessment.pk), {"reason": ""}).status_code == 422
    client.post(at("reopen", people.assessment.pk), {"reason": "Salah tahun"})
    people.assessment.refresh_from_db()
    assert people.assessment.status == AssessmentStatus.OPEN


@pytest.mark.parametrize("name", ["desk", "queue", "assessment", "indicator", "summary", "programmes"])
def test_pages_ask_the_same_with_one_row_and_with_many(client, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    people = cast(answers=(1, 2, 3))
    people.show(1)
    ProgrammeFactory()
    user = {"queue": people.assessor, "indicator": people.assessor}.get(name, people.coordinator)
    args = {"assessment": (people.assessment.pk,), "indicator": (people.level().pk,)}.get(name, ())
    page(client, name, *args, user=user)
    with CaptureQueriesContext(connection) as few:
        page(client, name, *args)
    people.show(1, 2, 3)
    people.show(1, 2, number=2)
    ProgrammeFactory.create_batch(3)
    for year in (2022, 2023):
        again = services.open_assessment(
            services.Opening(people.assessment.instrument, year, "self", "simulation", people.assessment.office,
                             people.assessment.assessor_office), by=people.coordinator)  # fmt: skip
        if name == "summary":
            services.publish(again, by=people.coordinator)
    if name == "summary":
        with CaptureQueriesContext(connection) as few:
            page(client, name)
        services.publish(people.assessment, by=people.coordinator)
    with CaptureQueriesContext(connection) as many:
        page(client, name, *args)
    assert len(many) == len(few)
