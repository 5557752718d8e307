"""An assessment to take away, and its targets: who may, and what is in it."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.accounts.rules import Role
from core.audit.models import Entry
from core.workflow import IllegalMove, NotYourMove
from smartcity_eval import services
from smartcity_eval.queries.export import HEADER
from tests.factories.accounts import UserFactory, staff
from tests.factories.smartcity_eval import cast

pytestmark = pytest.mark.django_db
EXPORTS = ("export_xlsx", "export_csv")


def at(name, people):
    return reverse(f"smartcity_eval:{name}", args=[people.assessment.pk])


@pytest.fixture
def people():
    found = cast()
    services.answer(found.level(), claimed=3, explanation="=cmd|' /C calc'!A0", by=found.respondent)
    found.complete(1, 2)
    found.show(3)
    services.set_targets(found.assessment, {1: 4, 2: 3}, by=found.coordinator)
    return found


def test_the_coordinator_takes_the_whole_assessment_away_with_numbers(client, people):
    client.force_login(people.coordinator)
    answer = client.get(at("export_xlsx", people))
    assert answer["Content-Disposition"] == 'attachment; filename="penilaian-spbe-2020-2024-self.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "simulasi" in rows[0][0]
    assert rows[1] == HEADER
    assert len(rows) == 2 + 47
    first = dict(zip(HEADER, rows[2], strict=True))
    assert (first["target"], first["tingkat_dijawab"], first["nilai_dihitung"]) == (4, 3, 2)
    assert (first["bukti_diterima"], first["bukti_menunggu"], first["bukti_dikembalikan"]) == (2, 1, 0)
    cell = sheet.cell(row=3, column=1 + HEADER.index("penjelasan"))
    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")


def test_as_text_no_cell_is_a_formula_and_every_line_says_its_nature(client, people):
    client.force_login(people.coordinator)
    rows = list(csv.DictReader(io.StringIO(client.get(at("export_csv", people)).content.decode())))
    assert len(rows) == 47
    assert rows[0]["penjelasan"] == "'=cmd|' /C calc'!A0"
    assert {"simulasi" in row["sifat"] for row in rows} == {True}
    assert (rows[0]["target"], rows[2]["target"]) == ("4", "")


def test_a_respondent_takes_only_the_own_indicators_away(client, people):
    client.force_login(people.respondent)
    text = client.get(at("export_csv", people)).content.decode()
    assert [row["nomor"] for row in csv.DictReader(io.StringIO(text))] == ["1"]


@pytest.mark.parametrize("name", [*EXPORTS, "targets"])
def test_strangers_find_nothing(client, people, name):
    client.force_login(staff(Role.SPBE_COORDINATOR))
    assert client.get(at(name, people)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(at(name, people)).status_code == 403


# --- targets


def test_targets_are_set_shown_and_recorded_and_move_no_index(client, people):
    client.force_login(people.coordinator)
    before = people.level().counted
    data = {f"target_{number}": "" for number in range(1, 48)} | {"target_1": "5", "target_3": "2"}
    assert client.post(at("targets", people), data)["Location"] == at("assessment", people)
    assert [people.level(n).target for n in (1, 2, 3)] == [5, None, 2]
    assert people.level().counted == before
    assert Entry.objects.filter(action="set_targets").last().detail == {"indicators": [1, 2, 3]}
    page = client.get(at("assessment", people))
    # Indicator 1 from 2 to 5 and indicator 3 from 1 to 2, each 1.30 of 100.
    assert page.context["with_targets"].gain == Decimal("0.0520")
    assert "Bila 2 target yang belum tercapai tercapai" in page.content.decode()
    assert "Target 5" in client.get(reverse("smartcity_eval:indicator", args=[people.level().pk])).content.decode()


def test_targets_are_the_coordinators_alone_and_whole_levels(client, people):
    for user in (people.respondent, people.assessor):
        with pytest.raises(NotYourMove):
            services.set_targets(people.assessment, {1: 2}, by=user)
        client.force_login(user)
        assert client.get(at("targets", people)).status_code == 403
    with pytest.raises(ValidationError) as refusal:
        services.set_targets(people.assessment, {1: 6}, by=people.coordinator)
    assert list(refusal.value.message_dict) == ["target_1"]
    client.force_login(people.coordinator)
    assert client.post(at("targets", people), {"target_1": "9"}).status_code == 422
    services.publish(people.assessment, by=people.coordinator)
    with pytest.raises(IllegalMove):
        services.set_targets(people.assessment, {1: 2}, by=people.coordinator)


def test_the_page_says_that_the_criteria_are_not_here(client, people):
    client.force_login(people.respondent)
    text = client.get(reverse("smartcity_eval:indicator", args=[people.level().pk])).content.decode()
    assert "Kriteria lengkapnya tidak termuat" in text
    assert "PermenPANRB 59/2020" in text
    # And where the level is chosen, before anything is typed.
    form = text[text.index('<form method="post"') : text.index("Simpan jawaban")]
    assert "Kriteria tiap tingkat tidak ada di portal ini: baca dulu PermenPANRB 59/2020" in form
