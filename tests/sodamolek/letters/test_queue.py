"""The desk's list: search, filters, several at once, who takes care, and notes between colleagues."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from sodamolek.letters import services
from sodamolek.letters.models import RequestNote
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.letters import LetterRequestFactory, kind
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

QUEUE, SEARCH = reverse("letters:desk"), reverse("letters:desk_search")
# Session, person, unread messages; the list and how many wait.
QUERIES = 5
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def shown(response) -> list[str]:
    return [row.reference for row in response.context["page"].rows]


def named(office, name, **fields):
    resident = ResidentFactory(domicile=office.region, name=name)
    fields = {"status": "submitted", "kind": kind(), **fields}
    return LetterRequestFactory(office=office, owner=resident.user, resident=resident, subject_name=name, **fields)


@pytest.mark.parametrize("typed", ["maria", "MARIA san", "sanga", "Sanga maria", "mar'ia"])
def test_a_request_is_found_by_the_beginning_of_any_name(desk, office, typed):
    row = named(office, "Maria Sanga Contoh")
    named(office, "Yohanis Contoh")
    named(OfficeFactory(), "Maria Sanga Contoh")
    response = desk.post(SEARCH, {"q": typed}, follow=True)
    assert shown(response) == ([row.reference] if "'" not in typed else [])


NAMES = ["Maria Sanga Ma'u", "Yohanis Ta’ek", "Siti-Aminah Nomleni", "M.Yusuf Abdullah", "JOSÉ Soares", "Benu 2",
         "Mau San"]  # fmt: skip
# What is typed, and the places of the names that it finds.
FINDS = {
    "ma'u": [0], "ma’u sanga": [0], "mau": [6], "ma": [0, 6], "ta'ek": [1], "ek": [1], "aminah": [2],
    "siti-aminah": [2], "nom siti": [2], "yusuf": [3], "m.yus": [3], "josé": [4], "jose": [], "soa jos": [4],
    "2": [5], "benu 2": [5], "san": [0, 6], "anga": [], "san maria ben": [], "san_ma": [0, 6],
}  # fmt: skip


def test_every_word_typed_begins_a_word_of_the_name(desk, office):
    places = {named(office, name).reference: place for place, name in enumerate(NAMES)}
    found = {typed: sorted(places[one] for one in shown(desk.get(QUEUE, {"q": typed}))) for typed in FINDS}
    assert found == FINDS


def test_who_works_at_two_offices_finds_names_of_both_and_of_no_third(desk, office, operator):
    second, third = OfficeFactory(), OfficeFactory()
    AssignmentFactory(user=operator, role=Role.OPERATOR, office=second)
    rows = [named(where, "Maria Sanga") for where in (office, second, third)]
    assert set(shown(desk.get(QUEUE, {"q": "sanga mar"}))) == {row.reference for row in rows[:2]}


def test_names_are_found_whatever_their_year(desk, office):
    years = (2019, 2023, 2024, 2025, timezone.now().year)
    dates = [datetime(year, 1, 1, 0, 30, tzinfo=WITA) for year in years]
    rows = [named(office, "Maria", submitted_at=date, due_at=date) for date in dates]
    assert shown(desk.get(QUEUE, {"q": "maria"})) == [row.reference for row in reversed(rows)]


def test_a_number_is_looked_for_before_the_names(desk, office):
    """Somebody may be called like a number; who types the number means the request."""
    row = named(office, "Maria Contoh", reference="PETR-BEHA-BAHR")
    same = named(office, "Petrbeha Bahr")
    assert shown(desk.get(QUEUE, {"q": "petrbeha bahr"})) == [row.reference]
    assert shown(desk.get(QUEUE, {"q": "petrbeh bah"})) == [same.reference]


def test_an_offices_names_are_kept_apart_in_the_index(desk, office):
    """What a search touches is this office's alone, however many the city has: the plan says so."""
    named(office, "Maria Contoh")
    named(OfficeFactory(), "Maria Contoh")
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_names(office_id, submitted_at, subject_name)::text FROM letters_letterrequest")
        words = [set(text.split()) for (text,) in cursor.fetchall()]
        assert not words[0] & words[1]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM letters_letterrequest "
            "WHERE letters_names(office_id, submitted_at, subject_name) @@ letters_begins(%s::uuid[], 2026, 'mar')",
            [[office.pk]],
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "letter_subject" in plan


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("typed", ["", "maria", "SKTM-7K3F-92QD"])
def test_the_number_of_queries_is_always_the_same(desk, office, typed, count, django_assert_num_queries):
    for number in range(count):
        named(office, f"Maria {number}")
    with django_assert_num_queries(QUERIES):
        desk.get(QUEUE, {"q": typed})


def test_it_is_found_by_its_number_in_any_state_and_by_nobody_else(desk, client, office, neighbour_operator):
    row = named(office, "Maria Contoh", status="expired")
    assert shown(desk.post(SEARCH, {"q": row.reference.lower().replace("-", " ")}, follow=True)) == [row.reference]
    client.force_login(neighbour_operator)
    assert shown(client.post(SEARCH, {"q": row.reference}, follow=True)) == []


def test_a_draft_is_not_found(desk, office):
    row = named(office, "Maria Contoh", status="draft")
    assert shown(desk.get(QUEUE, {"q": row.reference})) == []
    assert shown(desk.get(QUEUE, {"q": "maria"})) == []


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "':*", "a" * 300, "& | !", "\\"])
def test_odd_words_find_nothing_and_break_nothing(desk, office, typed):
    named(office, "Maria Contoh")
    response = desk.get(QUEUE, {"q": typed})
    assert response.status_code == 200
    assert len(shown(response)) == (0 if typed.strip() else 1)


def test_a_nik_is_answered_at_once_and_never_stands_in_an_address(desk, office):
    row = named(office, "Maria Contoh")
    nik = row.resident.nik
    typed = f"{nik[:4]} {nik[4:10]} {nik[10:]}"
    response = desk.post(SEARCH, {"q": typed})
    assert (response.status_code, shown(response)) == (200, [row.reference])
    assert nik not in response.content.decode()
    other = named(OfficeFactory(), "Yohanis Contoh")
    assert shown(desk.post(SEARCH, {"q": other.resident.nik})) == []


@pytest.mark.parametrize("shape", ["NIK {}", "{} Yohanes", "{},", "Yohanes ({})", "{:>140}"])
def test_a_nik_among_other_words_never_stands_in_an_address(desk, office, shape):
    row = named(office, "Maria Contoh")
    named(office, "Yohanes Contoh")
    response = desk.post(SEARCH, {"q": shape.format(row.resident.nik)})
    assert (response.status_code, shown(response)) == (200, [row.reference])


def test_the_list_is_filtered_by_kind_and_by_who_takes_care(desk, office, operator):
    sktm, skd = named(office, "A Contoh"), named(office, "B Contoh", kind=kind("SKD"))
    mine = named(office, "C Contoh", assigned_to=operator)
    part = {"status": "submitted"}
    assert shown(desk.get(QUEUE, {**part, "jenis": "SKD"})) == [skd.reference]
    assert set(shown(desk.get(QUEUE, {**part, "petugas": "kosong"}))) == {sktm.reference, skd.reference}
    response = desk.get(QUEUE, {**part, "petugas": "saya"})
    assert shown(response) == [mine.reference]
    assert f"ditangani {operator.name}" in response.content.decode()
    assert shown(desk.get(QUEUE, {**part, "jenis": "SK' OR 1"})) == shown(desk.get(QUEUE, part))[:0]


def test_several_are_accepted_each_for_itself(desk, office, operator):
    rows = [named(office, f"{letter} Contoh") for letter in "AB"]
    gone = named(office, "C Contoh", status="accepted")
    foreign = named(OfficeFactory(), "D Contoh")
    chosen = [row.pk for row in (*rows, gone, foreign)]
    response = desk.post(reverse("letters:accept_selected"), {"permohonan": chosen}, follow=True)
    texts = [str(message) for message in response.context["messages"]]
    assert texts[0] == "2 permohonan diterima."
    assert texts[1].startswith(gone.reference)
    assert len(texts) == 2
    for row in (*rows, foreign):
        row.refresh_from_db()
    assert [row.status for row in (*rows, foreign)] == ["accepted", "accepted", "submitted"]


def test_nothing_ticked_says_so(desk, office):
    response = desk.post(reverse("letters:accept_selected"), {"permohonan": ["x"]}, follow=True)
    assert "Centang dahulu" in response.content.decode()


def test_a_colleague_takes_care_and_it_is_recorded(desk, office, operator):
    row, colleague = named(office, "A Contoh"), staff(Role.KASI, office)
    desk.post(reverse("letters:assign", args=[row.pk]), {"to": colleague.pk})
    row.refresh_from_db()
    assert row.assigned_to == colleague
    entry = Entry.objects.get(subject_id=row.pk, action="assign")
    assert (entry.actor_id, entry.detail) == (operator.pk, {"to": str(colleague.pk)})
    desk.post(reverse("letters:assign", args=[row.pk]), {"to": ""})
    row.refresh_from_db()
    assert row.assigned_to is None


def test_nobody_from_another_office_takes_care(office, operator, neighbour_operator):
    row = named(office, "A Contoh")
    with pytest.raises(ValidationError, match="tidak bertugas"):
        services.assign_request(row, to=neighbour_operator, by=operator)
    for action in (
        lambda by: services.assign_request(row, to=None, by=by),
        lambda by: services.add_note(row, text="x", by=by),
    ):
        with pytest.raises(PermissionDenied):
            action(neighbour_operator)
        with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
            action(row.owner)


def test_a_note_is_for_colleagues_and_encrypted(desk, client, office, operator, lurah, neighbour_operator):
    row = named(office, "A Contoh")
    desk.post(reverse("letters:note", args=[row.pk]), {"text": "Tetangga bilang sudah pindah."})
    check = reverse("letters:check", args=[row.pk])
    assert "sudah pindah" in desk.get(check).content.decode()
    for reader, seen in ((lurah, 1), (neighbour_operator, 0), (row.owner, 0)):
        assert RequestNote.objects.visible_to(reader).count() == seen
    client.force_login(row.owner)
    assert "sudah pindah" not in client.get(reverse("letters:request", args=[row.pk])).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_requestnote::text FROM letters_requestnote")
        stored = cursor.fetchone()[0]
    assert "pindah" not in stored
    assert b"pindah".hex() not in stored
    assert Entry.objects.filter(subject_id=row.pk, action="note", actor=operator).exists()


def test_an_empty_note_is_refused(desk, office):
    row = named(office, "A Contoh")
    response = desk.post(reverse("letters:note", args=[row.pk]), {"text": " "})
    assert "Tulis catatannya dahulu." in response.content.decode()
    assert RequestNote.objects.count() == 0


def test_choices_of_the_filter_fit_a_phone(desk, office):
    """Without the class a browser draws a choice as wide as its longest name."""
    page = desk.get(QUEUE, {"saring": "1"}).text
    filter_line = page[page.index("filter-line") :].split("</form>")[0]
    assert filter_line.count("<select") == filter_line.count('class="form-select"') == 2
