"""What everybody reads, and what the evaluation shows in the frame."""

import json

import pytest
from django.urls import reverse

from core.accounts.rules import Role
from smartcity_eval import services
from smartcity_eval.models import Programme
from tests.factories.accounts import UserFactory, staff
from tests.factories.regions import OfficeFactory
from tests.factories.smartcity_eval import ProgrammeFactory, cast, instrument

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"smartcity_eval:{name}", args=args)


def page(client, name, *args, user=None, **query):
    if user is not None:
        client.force_login(user)
    return client.get(at(name, *args), query)


def test_the_public_sees_nothing_before_publication_and_everything_after(client):
    people = cast()
    for name in ("result", "result_data", "what_if"):
        assert page(client, name, people.assessment.pk).status_code == 404
    assert page(client, "summary").context["told"] is None
    services.publish(people.assessment, by=people.coordinator)
    for name in ("result", "result_data", "what_if"):
        assert page(client, name, people.assessment.pk).status_code == 200
    text = page(client, "result", people.assessment.pk).content.decode()
    assert "simulasi" in text
    assert ">resmi<" not in text


def test_open_data_says_the_same_as_the_page(client):
    people = cast()
    services.publish(people.assessment, by=people.coordinator)
    data = json.loads(page(client, "result_data", people.assessment.pk).content)
    people.assessment.refresh_from_db()
    assert (data["index"], data["predicate"], data["nature"], data["sha256"]) == (
        1.0, "Kurang", "simulation", people.assessment.sha256
    )  # fmt: skip
    assert data["levels"] == {str(n): 1.0 for n in range(1, 48)}


def test_the_table_lists_every_indicator_with_its_nature(client):
    people = cast("pemdi-2026", year=2026)
    people.complete(1, 2)
    services.publish(people.assessment, by=people.coordinator)
    lines = page(client, "result_table", people.assessment.pk).content.decode().splitlines()
    assert len(lines) == 21
    assert lines[1] == (
        "simulasi,Tata Kelola dan Manajemen,1,Tingkat Kematangan Tata Kelola Pemdi,5,2.00,Membangun (Emerging)"
    )


def test_what_if_computes_without_keeping(client):
    people = cast()
    response = page(client, "what_if", people.assessment.pk, user=people.coordinator, n42="5", n1="9", n43="")
    answer = response.context["answer"]
    assert (str(answer.after.index), answer.changed, str(answer.gain)) == ("1.12", 1, "0.1200")
    assert [step.indicator.no for step in answer.steps] == [42, 43, 44, 45, 46]
    assert people.level(42).counted == 1


def test_programmes_are_public_and_kept_by_the_coordinator(client):
    office = OfficeFactory(dinas=True)
    client.force_login(staff(Role.SPBE_COORDINATOR))
    data = {"name": "Sodamolek", "element": "public_service", "state": "running", "office": office.pk}
    client.post(at("programme_add"), data)
    assert client.post(at("programme_add"), data).context["form"].errors.keys() == {"name"}
    client.post(at("programme", Programme.objects.get().pk), {**data, "state": "planned"})
    client.logout()
    text = page(client, "programmes").content.decode()
    assert ("Sodamolek" in text, "rekonstruksi" in text, "0 dari 1 program" in text) == (True, True, True)


def test_pemdi_says_that_it_comes_from_secondary_sources(client):
    instrument()
    assert "bukan dari naskah peraturannya" in page(client, "instrument", "pemdi-2026").content.decode()
    assert page(client, "instrument", "tidak-ada").status_code == 404


def test_tasks_lead_each_person_to_the_work():
    from smartcity_eval.views.frame import tasks_of

    people = cast()
    first = people.show(1)[0]
    cast_of = (people.assessor, people.respondent, people.coordinator)
    assert [[(task.count, task.url) for task in tasks_of(user)] for user in cast_of] == [
        [(1, at("queue"))],
        [(1, at("desk"))],
        [(1, at("desk"))],
    ]
    services.return_evidence(first, by=people.assessor, reason="Kurang.")
    assert [task.urgent for task in tasks_of(people.respondent)] == [True, False]
    assert tasks_of(UserFactory()) == []


def test_the_home_page_shows_the_index_with_its_nature_date_and_source():
    from smartcity_eval.views.frame import figures

    assert figures() == []
    people = cast()
    services.publish(people.assessment, by=people.coordinator)
    (figure,) = figures()
    assert (figure.value, figure.label) == ("1,00", "Indeks SPBE 2024: Kurang")
    assert figure.note.startswith("simulasi; terbit ")
    assert "PermenPANRB 59/2020" in figure.note


def test_a_search_finds_instruments_and_programmes():
    from smartcity_eval.views.frame import pages_matching

    instrument()
    ProgrammeFactory(name="Sodamolek")
    assert [hit.title for hit in pages_matching("pemdi indeks", None)] == ["Indeks SPBE", "Indeks Pemdi"]
    assert [(hit.title, hit.url) for hit in pages_matching("sodamolek", None)] == [("Sodamolek", at("programmes"))]
    assert pages_matching("sodamolek pemdi", None) == []
