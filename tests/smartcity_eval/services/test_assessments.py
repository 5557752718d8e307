"""Opening, assigning, giving values and publishing."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.accounts.rules import Role
from core.audit.models import Entry
from core.workflow import IllegalMove, NotYourMove
from smartcity_eval import services
from smartcity_eval.models import Assessment, Evidence, IndicatorLevel, Instrument, Programme
from smartcity_eval.queries.scores import levels_of, published, report, years
from smartcity_eval.rules.files import FOLDER, read_json
from smartcity_eval.rules.instrument import InstrumentError
from smartcity_eval.services import Opening
from smartcity_eval.workflow import AssessmentStatus
from tests.factories.accounts import UserFactory, staff
from tests.factories.regions import OfficeFactory
from tests.factories.smartcity_eval import ProgrammeFactory, cast

pytestmark = pytest.mark.django_db
STRANGER = UserFactory.build()


def test_instruments_load_once_and_a_changed_file_makes_a_version(tmp_path):
    assert [row.code for row in services.load_instruments()] == ["pemdi-2026", "spbe-2020"]
    assert services.load_instruments() == []
    data = read_json(FOLDER / "spbe-2020.json")
    (tmp_path / "spbe-2020.json").write_text(json.dumps({**data, "caution": "Diperbaiki."}))
    assert [(row.code, row.version) for row in services.load_instruments(tmp_path)] == [("spbe-2020", 2)]
    current = Instrument.objects.filter(is_current=True).values_list("code", "version")
    assert sorted(current) == [("pemdi-2026", 1), ("spbe-2020", 2)]


def test_a_wrong_file_loads_nothing(tmp_path):
    data = read_json(FOLDER / "spbe-2020.json")
    (tmp_path / "a.json").write_text(json.dumps(data))
    (tmp_path / "b.json").write_text(json.dumps({**data, "code": "spbe-2099", "sources": []}))
    with pytest.raises(InstrumentError, match=r"b\.json: sources"):
        services.load_instruments(tmp_path)
    assert Instrument.objects.count() == 0


def test_an_opened_year_has_every_indicator_at_the_lowest_level():
    people = cast()
    assert people.assessment.indicator_levels.count() == 47
    assert (report(people.assessment).score.index, report(people.assessment).score.predicate) == (
        Decimal("1.00"),
        "Kurang",
    )


def opening(people, **changes):
    row = people.assessment
    same = {name: getattr(row, name) for name in ("instrument", "year", "stage", "nature", "office", "assessor_office")}
    return Opening(**{**same, **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "year"),
        ({"year": 2026}, "year"),
        ({"year": 2020}, "year"),
        ({"year": 2023, "nature": "official"}, "source"),
        ({"year": 2023, "nature": "official", "source": "  "}, "source"),
    ],
)
def test_what_cannot_be_opened_names_its_field(changes, field):
    people = cast()
    with pytest.raises(ValidationError) as refusal:
        services.open_assessment(opening(people, **changes), by=people.coordinator)
    assert list(refusal.value.message_dict) == [field]
    assert Assessment.objects.count() == 1


def test_nobody_judges_the_own_office_and_only_its_coordinator_opens():
    people = cast()
    with pytest.raises(ValidationError, match="perangkat daerah lain"):
        services.open_assessment(
            opening(people, year=2023, assessor_office=people.assessment.office), by=people.coordinator
        )
    for by in (people.respondent, people.assessor, staff(Role.SPBE_COORDINATOR)):
        with pytest.raises(NotYourMove):
            services.open_assessment(opening(people, year=2023), by=by)


def test_the_next_year_begins_with_the_same_offices():
    people = cast(answers=(1, 5))
    following = services.open_assessment(opening(people, year=2025), by=people.coordinator)
    given = following.indicator_levels.exclude(office=None).values_list("number", "office_id")
    assert list(given) == [(1, people.office.pk), (5, people.office.pk)]


def test_an_office_with_evidence_keeps_its_indicator():
    people = cast()
    people.show(1)
    with pytest.raises(ValidationError, match="sudah berbukti"):
        services.assign_offices(people.assessment, {1: OfficeFactory(dinas=True)}, by=people.coordinator)
    with pytest.raises(NotYourMove):
        services.assign_offices(people.assessment, {2: people.office}, by=people.respondent)
    services.assign_offices(people.assessment, {2: people.office}, by=people.coordinator)
    assert people.level(2).office == people.office


def test_an_answer_moves_nothing_before_evidence_is_accepted():
    people = cast()
    services.answer(people.level(), claimed=4, explanation="Sudah ada Perwali.", by=people.respondent)
    row = people.level()
    assert (row.claimed, row.counted) == (4, 1)
    with pytest.raises(ValidationError):
        services.answer(row, claimed=6, explanation="x", by=people.respondent)
    with pytest.raises(ValidationError):
        services.answer(row, claimed=2, explanation=" ", by=people.respondent)


def test_another_bodys_index_is_given_and_may_be_fractional():
    people = cast("pemdi-2026", year=2026)
    changed = services.give_values(
        people.assessment, {5: Decimal("2.75")}, source="Bappenas 2026", by=people.coordinator
    )
    assert [(row.number, row.counted, row.given_source) for row in changed] == [(5, Decimal("2.75"), "Bappenas 2026")]
    services.give_values(people.assessment, {5: None}, source="dicabut", by=people.coordinator)
    assert (people.level(5).given, people.level(5).counted) == (None, 1)


@pytest.mark.parametrize(
    ("number", "value", "problem"),
    [
        (1, "3", "ditentukan oleh buktinya"),
        (5, "0.5", "1 sampai 5"),
        (5, "5.01", "1 sampai 5"),
        (5, "2.555", "dua angka"),
        (5, "NaN", "1 sampai 5"),
    ],
)
def test_values_that_cannot_be_are_refused(number, value, problem):
    people = cast("pemdi-2026", year=2026)
    with pytest.raises(ValidationError, match=problem):
        services.give_values(people.assessment, {number: Decimal(value)}, source="x", by=people.coordinator)


def test_an_official_result_is_typed_from_its_decree_and_takes_no_evidence():
    people = cast(nature="official", stage="final", year=2023, source="Kepmen PANRB 13/2024")
    values = {n: Decimal("3.35") for n in range(1, 48)}
    services.give_values(people.assessment, values, source="Kepmen PANRB 13/2024", by=people.coordinator)
    score = report(people.assessment).score
    assert (str(score.index), score.predicate) == ("3.35", "Baik")
    with pytest.raises(ValidationError, match="tidak ditentukan oleh bukti"):
        people.show(1)


def test_the_public_reads_what_was_published_and_nothing_moves_it():
    people = cast()
    people.complete(1, 2)
    waiting = people.show(3)[0]
    assert published(STRANGER) == []
    row = services.publish(people.assessment, by=people.coordinator)
    assert (row.status, row.levels["1"], len(row.sha256)) == (AssessmentStatus.PUBLISHED, "2.00", 64)
    assert published(STRANGER) == [row]
    for refused in (
        lambda: services.accept(waiting, by=people.assessor),
        lambda: people.show(4),
        lambda: services.answer(people.level(), claimed=1, explanation="x", by=people.respondent),
        lambda: services.publish(row, by=people.coordinator),
    ):
        with pytest.raises(IllegalMove):
            refused()
    # Even a hand in the database does not move what was published.
    IndicatorLevel.objects.filter(number=1).update(counted=5)
    assert levels_of(row)[1] == 2


def test_only_the_coordinator_publishes_and_reopens_with_a_reason():
    people = cast()
    for by in (people.respondent, people.assessor, staff(Role.SPBE_COORDINATOR)):
        with pytest.raises(NotYourMove):
            services.publish(people.assessment, by=by)
    row = services.publish(people.assessment, by=people.coordinator)
    with pytest.raises(ValidationError):
        services.reopen(row, by=people.coordinator, reason=" ")
    again = services.reopen(row, by=people.coordinator, reason="Salah ketik")
    assert (again.status, again.levels, again.sha256, again.published_at) == ("open", {}, "", None)
    assert again.reopened_because == "Salah ketik"
    assert "Salah ketik" not in str(list(Entry.objects.values_list("detail", flat=True)))
    assert published(STRANGER) == []
    actions = Entry.objects.filter(subject_id=row.pk).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["open", "assign", "publish", "reopen"]


def test_the_history_keeps_official_and_simulation_apart():
    first = cast(nature="official", stage="final", year=2023, source="Kepmen PANRB 13/2024")
    services.give_values(first.assessment, {n: Decimal(2) for n in range(1, 48)}, source="Kepmen", by=first.coordinator)
    services.publish(first.assessment, by=first.coordinator)
    second = cast(year=2024)
    services.publish(second.assessment, by=second.coordinator)
    found = [(row.assessment.year, row.assessment.nature, row.index) for row in years(published(STRANGER))]
    assert found == [(2023, "official", Decimal("2.00")), (2024, "simulation", Decimal("1.00"))]


def test_who_may_see_what_before_publication():
    people, other = cast(), cast("pemdi-2026", year=2026)
    seen = {
        name: (set(Assessment.objects.visible_to(user)), IndicatorLevel.objects.visible_to(user).count())
        for name, user in vars(people).items()
        if name in ("coordinator", "assessor", "respondent")
    }
    assert seen == {
        "coordinator": ({people.assessment}, 47),
        "assessor": ({people.assessment}, 47),
        "respondent": ({people.assessment}, 1),
    }
    people.show(1)
    assert [
        Evidence.objects.visible_to(user).count() for user in (people.respondent, people.assessor, other.assessor)
    ] == [1, 1, 0]
    assert Assessment.objects.visible_to(STRANGER).count() == 0


def test_programmes_are_kept_by_a_coordinator_under_one_name():
    coordinator = staff(Role.SPBE_COORDINATOR)
    values = {"name": "Sodamolek", "element": "public_service", "state": "running", "office": OfficeFactory(dinas=True)}
    row = services.save_programme(None, by=coordinator, **values)
    services.save_programme(row, by=coordinator, state="stopped")
    assert Programme.objects.get().state == Programme.State.STOPPED
    with pytest.raises(ValidationError, match="sudah ada"):
        services.save_programme(None, by=coordinator, **values)
    with pytest.raises(NotYourMove):
        services.save_programme(ProgrammeFactory(), by=staff(Role.RESPONDENT), state="stopped")
