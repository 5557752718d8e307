"""Who may write what, and what a weighing day leads to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.population.crypto import blind_index
from core.web import registry
from core.workflow import IllegalMove
from sodamolek.growth import queries, services
from sodamolek.growth.models import Check, Child, Measurement, Publication
from sodamolek.growth.rules.publishing import Cell
from sodamolek.growth.services import Measured, retention
from tests.factories.accounts import UserFactory, staff
from tests.factories.growth import ChildFactory, PosyanduFactory, kader, officer, weigh
from tests.factories.population import ResidentFactory

pytestmark = pytest.mark.django_db
NOON = "2026-11-26 12:00+08:00"
TODAY = date(2026, 11, 26)
SHORT, FINE = "66.0", "76.0"  # a girl of 400 days: far below -2, and near the median


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_kader_measures_and_the_scores_are_kept_with_the_rules():
    child = ChildFactory()
    row = weigh(child, TODAY, "8.4", FINE)
    assert (row.age_days, row.z_lhfa, row.z_wfa, row.gain) == (400, 0.23, -0.75, "B")
    assert row.rules_version == "who-2006/1"
    assert list(Entry.objects.filter(subject_id=row.pk).values_list("action", flat=True)) == ["measure"]
    assert not Check.objects.exists()


def test_marks_follow_an_entry_that_comes_late():
    child = ChildFactory()
    by = kader(child.posyandu)
    with time_machine.travel("2026-09-10 12:00+08:00", tick=False):
        weigh(child, date(2026, 9, 10), "8.0", by=by)
    last = weigh(child, date(2026, 11, 10), "8.9", by=by)
    assert last.gain == "O"
    weigh(child, date(2026, 10, 30), "8.5", by=by)
    last.refresh_from_db()
    assert last.gain == "N"


@pytest.mark.parametrize(("again", "status"), [(SHORT, "confirmed"), (FINE, "cleared")])
def test_only_the_puskesmas_makes_a_short_child_stunted(again, status):
    child = ChildFactory()
    by = kader(child.posyandu)
    weigh(child, TODAY, "8.4", SHORT, by=by)
    weigh(child, TODAY, "8.4", SHORT, by=by)
    check = Check.objects.get()
    month = TODAY.replace(day=1)
    [row] = queries.kelurahan_rows(Child.objects.all(), month)
    assert (row.cell, row.waiting) == (Cell(0, 1), 1)
    services.answer_check(check, Measured(None, Decimal(again)), by=officer(child.posyandu.puskesmas))
    check.refresh_from_db()
    assert check.status == status
    [row] = queries.kelurahan_rows(Child.objects.all(), month)
    assert (row.cell, row.waiting) == (Cell(int(status == "confirmed"), 1), 0)
    weigh(child, TODAY - timedelta(days=1), "8.4", SHORT, by=by)
    assert Check.objects.count() == 1


def test_a_mended_entry_takes_its_check_back():
    child = ChildFactory()
    by = kader(child.posyandu)
    weigh(child, TODAY, "8.4", SHORT, by=by)
    weigh(child, TODAY, "8.4", FINE, by=by)
    check = Check.objects.get()
    assert (check.status, check.get_status_display()) == ("cancelled", "Ditarik")
    assert Measurement.objects.count() == 1
    with pytest.raises(IllegalMove):
        services.answer_check(check, Measured(None, Decimal(SHORT)), by=officer(child.posyandu.puskesmas))
    # Short after all: it waits again, and the trail has the whole story.
    weigh(child, TODAY, "8.4", SHORT, by=by)
    check.refresh_from_db()
    assert (check.status, check.decided_at) == ("waiting", None)
    actions = Entry.objects.filter(subject_id=check.pk).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["ask_check", "withdraw", "ask_check"]


def test_a_withdrawn_check_does_not_stand_in_the_way_of_the_next():
    child = ChildFactory()
    by = kader(child.posyandu)
    weigh(child, TODAY - timedelta(days=1), "8.4", SHORT, by=by)
    weigh(child, TODAY - timedelta(days=1), "8.4", FINE, by=by)
    weigh(child, TODAY, "8.4", SHORT, by=by)
    assert sorted(Check.objects.values_list("status", flat=True)) == ["cancelled", "waiting"]


def test_a_check_is_answered_once_and_with_a_height_that_can_be():
    child = ChildFactory()
    weigh(child, TODAY, "8.4", SHORT)
    check, by = Check.objects.get(), officer(child.posyandu.puskesmas)
    with pytest.raises(ValidationError) as none:
        services.answer_check(check, Measured(Decimal(8), None), by=by)
    assert set(none.value.error_dict) == {"lenhei"}
    with pytest.raises(ValidationError):
        services.answer_check(check, Measured(None, Decimal(40)), by=by)
    services.answer_check(check, Measured(None, Decimal(SHORT)), by=by)
    with pytest.raises(IllegalMove):
        services.answer_check(check, Measured(None, Decimal(SHORT)), by=by)
    assert Measurement.objects.filter(session=None).count() == 1


def test_nobody_else_measures():
    child = ChildFactory()
    session = services.open_session(child.posyandu, TODAY, by=kader(child.posyandu))
    for stranger in (kader(PosyanduFactory()), officer(PosyanduFactory().puskesmas), staff(Role.DINKES), UserFactory()):
        with pytest.raises(PermissionDenied):
            services.measure(session, child, Measured(Decimal(8), None), by=stranger)


@pytest.mark.parametrize("back", [-1, 32])
def test_a_weighing_day_is_not_in_the_future_nor_long_ago(back):
    posyandu = PosyanduFactory()
    with pytest.raises(ValidationError) as refused:
        services.open_session(posyandu, TODAY - timedelta(days=back), by=kader(posyandu))
    assert set(refused.value.error_dict) == {"day"}


def test_a_child_is_registered_once_and_kept_in_cipher():
    posyandu = PosyanduFactory()
    by = kader(posyandu)
    said = services.NewChild("Yohana Rahasia", date(2025, 1, 1), "F", nik="5371064101250001", kk="5371060101200002")
    child = services.register_child(posyandu, said, by=by)
    assert Child.objects.get().name == "Yohana Rahasia"
    assert child.kk_index == blind_index("5371060101200002", kind="kk")
    with pytest.raises(ValidationError) as twice:
        services.register_child(posyandu, said, by=by)
    assert set(twice.value.error_dict) == {"nik"}
    with pytest.raises(ValidationError) as old:
        services.register_child(posyandu, services.NewChild("B", date(2021, 11, 26), "M"), by=by)
    assert set(old.value.error_dict) == {"birth_date"}
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select c::text from growth_child c")
        assert "Rahasia" not in str(cursor.fetchall())


def test_who_sees_a_child():
    child, other = ChildFactory(kk_index="k1"), ChildFactory(kk_index="k2")
    ChildFactory(kk_index="")
    parent = ResidentFactory(kk_index="k1", match_state="matched", matched_at=timezone.now()).user
    unproven = ResidentFactory(kk_index="k1", match_state="unmatched").user
    without_card = ResidentFactory(kk_index="", match_state="matched", matched_at=timezone.now()).user
    seen = {
        "kader": kader(child.posyandu), "puskesmas": officer(child.posyandu.puskesmas), "dinkes": staff(Role.DINKES),
        "parent": parent, "unproven": unproven, "without_card": without_card, "lurah": staff(Role.LURAH),
    }  # fmt: skip
    names = {who: set(Child.objects.visible_to(user)) & {child, other} for who, user in seen.items()}
    assert names == {
        "kader": {child}, "puskesmas": {child}, "dinkes": {child, other}, "parent": {child},
        "unproven": set(), "without_card": set(), "lurah": set(),
    }  # fmt: skip


def test_a_former_kader_sees_nothing():
    child = ChildFactory()
    user = kader(child.posyandu)
    user.assignments.update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    user.__dict__.pop("assignments_today", None)
    assert not Child.objects.visible_to(user).exists()


def test_the_months_sheet():
    posyandu = PosyanduFactory()
    by = kader(posyandu)
    gains, loses, away = (ChildFactory(posyandu=posyandu, has_card=n != 2) for n in range(3))
    ChildFactory(posyandu=posyandu, age=1900)
    for month, day in enumerate([date(2026, 9, 10), date(2026, 10, 10), date(2026, 11, 10)]):
        with time_machine.travel(f"{day} 12:00+08:00", tick=False):
            weigh(gains, day, str(Decimal("8.0") + month), by=by)
            weigh(loses, day, "5.0", by=by)
    sheet = queries.month_sheet(posyandu, date(2026, 11, 1))
    assert (sheet.s, sheet.k, sheet.d, sheet.n) == (3, 2, 2, 1)
    assert sheet.marks == {"N": 1, "T": 1, "O": 0, "B": 0}
    assert (round(sheet.participation, 1), sheet.success) == (66.7, 50.0)
    assert (sheet.two_t, sheet.below_line, sheet.absent) == ([loses], [loses], [away])


def weighed_month(children, day, by):
    with time_machine.travel(f"{day} 12:00+08:00", tick=False):
        for child, lenhei in children:
            weigh(child, day, "8", lenhei, by=by[child.posyandu_id])
        for check in Check.objects.filter(status="waiting").select_related("child__posyandu__puskesmas"):
            services.answer_check(check, Measured(None, Decimal(SHORT)), by=officer(check.child.posyandu.puskesmas))


def test_a_month_that_differs_from_a_public_one_by_few_children_hides_them():
    office, september, october = staff(Role.DINKES), date(2026, 9, 1), date(2026, 10, 1)
    posyandu = [PosyanduFactory() for _ in range(4)]
    by = {row.pk: kader(row) for row in posyandu}
    children = [
        (ChildFactory(posyandu=row, age=500), SHORT if number < 6 else FINE) for row in posyandu for number in range(14)
    ]
    weighed_month(children, date(2026, 9, 10), by)
    assert set(map(str, services.publish(september, by=office).cells.values())) == {"[6, 14]"}
    # In October one child of the first posyandu stays away; seven of the last are not there, and three are new.
    stays_away, last = children[0][0].pk, posyandu[3].pk
    there = [row for row in children if row[0].pk != stays_away and row[0].posyandu_id != last]
    there += [row for row in children if row[0].posyandu_id == last][:12]
    there += [(ChildFactory(posyandu=posyandu[3], age=500), FINE) for _ in range(3)]
    weighed_month(there, date(2026, 10, 10), by)
    codes = [row.kelurahan.code for row in posyandu]
    cells = services.publish(october, by=office).cells
    assert cells[codes[0]] is None, "13 minus 14 would speak of the one who stayed away"
    # Not alone, or the total would give it away; nor with one where nobody changed: 27 minus 28 would speak as loudly.
    assert cells[codes[3]] is None
    assert [cells[code] for code in codes[1:3]] == [[6, 14], [6, 14]]


def test_a_whole_city_that_hardly_changed_is_not_published_again():
    office, posyandu = staff(Role.DINKES), PosyanduFactory()
    by = {posyandu.pk: kader(posyandu)}
    children = [(ChildFactory(posyandu=posyandu, age=500), SHORT if n < 6 else FINE) for n in range(14)]
    weighed_month(children, date(2026, 9, 10), by)
    services.publish(date(2026, 9, 1), by=office)
    weighed_month(children[1:], date(2026, 10, 10), by)
    with pytest.raises(ValidationError, match="Terlalu sedikit anak yang berubah"):
        services.publish(date(2026, 10, 1), by=office)


def test_a_child_is_forgotten_at_seven_or_two_years_after_leaving():
    today = timezone.localdate()
    old = ChildFactory(birth_date=today.replace(year=today.year - 7) - timedelta(days=1))
    left = ChildFactory(left_on=today - timedelta(days=2 * 366), joined_on=today - timedelta(days=900), age=1000)
    kept = ChildFactory(left_on=today - timedelta(days=300), joined_on=today - timedelta(days=900), age=1000)
    young = ChildFactory(age=700)
    weigh(young, today - timedelta(days=20), "8", SHORT)
    Measurement.objects.create(child=old, day=old.birth_date, age_days=0, weight=3, rules_version="x")
    measured = Measurement.objects.create(child=left, day=left.joined_on, age_days=100, weight=5, rules_version="x")
    Check.objects.create(child=left, found=measured, office=left.posyandu.puskesmas.office, asked_on=left.joined_on)
    assert retention.forget_children(today) == 2
    assert set(Child.objects.all()) == {kept, young}
    assert set(Measurement.objects.values_list("child", flat=True)) == {young.pk}
    assert not Check.objects.filter(child=left.pk).exists()
    entries = Entry.objects.filter(action="forget_child")
    assert {(e.subject_id, e.actor, str(e.detail)) for e in entries} == {(old.pk, None, "{}"), (left.pk, None, "{}")}
    assert retention.forget_children(today) == 0


def test_the_daily_round_forgets_children():
    assert retention.forget_children in list(registry.retention)


def test_a_month_is_published_once_without_small_cells(django_assert_num_queries):
    month = date(2026, 10, 1)
    office = staff(Role.DINKES)
    posyandu = [PosyanduFactory() for _ in range(3)]
    with time_machine.travel("2026-10-15 12:00+08:00", tick=False):
        for row, (short, fine) in zip(posyandu, [(2, 9), (6, 6), (7, 8)], strict=True):
            by, nurse = kader(row), officer(row.puskesmas)
            for number in range(short + fine):
                weigh(ChildFactory(posyandu=row), date(2026, 10, 15), "8", SHORT if number < short else FINE, by=by)
            for check in Check.objects.filter(child__posyandu=row):
                services.answer_check(check, Measured(None, Decimal(SHORT)), by=nurse)
    codes = [row.kelurahan.code for row in posyandu]
    with pytest.raises(PermissionDenied):
        services.publish(month, by=kader(posyandu[0]))
    with pytest.raises(ValidationError):
        services.publish(date(2026, 11, 1), by=office)
    row = services.publish(month, by=office)
    assert (row.stunted, row.measured) == (15, 38)
    assert row.cells == {codes[0]: None, codes[1]: None, codes[2]: [7, 15]}
    with pytest.raises(ValidationError):
        services.publish(month, by=office)
    assert Publication.objects.count() == 1
    with django_assert_num_queries(1):
        queries.kelurahan_rows(Child.objects.all(), month)
