"""The desk's queue and the screen of one request: what they show, to whom, and how many queries they need."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from sodamolek.letters import services
from sodamolek.letters.models import OFFICE_ROLES
from sodamolek.letters.services import previews
from sodamolek.letters.workflow import Status
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.letters import LetterRequestFactory, photo, with_documents
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

QUEUE = reverse("letters:desk")


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"letters:{name}", args=args)


def shown(response) -> list[str]:
    return [row.reference for row in response.context["page"].rows]


def recorded(row) -> list[tuple[str, object]]:
    """What the trail says that staff did with a request or its resident."""
    entries = Entry.objects.filter(subject_id__in=[row.pk, row.resident_id]).order_by("id")
    return [(entry.action, entry.actor_id) for entry in entries]


@pytest.mark.parametrize("rows", [1, 25])
def test_the_queue_needs_the_same_queries(desk, sktm, office, rows, django_assert_num_queries):
    LetterRequestFactory.create_batch(rows, kind=sktm, office=office, status="submitted")
    desk.get(QUEUE)
    with django_assert_num_queries(5):
        response = desk.get(QUEUE)
    assert len(shown(response)) == rows


def test_the_nearest_deadline_stands_on_top_and_what_is_late_says_so(desk, sktm, office):
    now = timezone.now()
    due = [now + timedelta(hours=8), now - timedelta(hours=1), now + timedelta(hours=2)]
    rows = [LetterRequestFactory(kind=sktm, office=office, status="submitted", due_at=at) for at in due]
    response = desk.get(QUEUE)
    assert shown(response) == [rows[1].reference, rows[2].reference, rows[0].reference]
    assert response.content.decode().count("row-card--late") == 1


def test_what_is_over_has_the_newest_on_top(desk, sktm, office):
    now = timezone.now()
    rows = [
        LetterRequestFactory(kind=sktm, office=office, status="rejected", due_at=now - timedelta(days=days))
        for days in (9, 1, 5)
    ]
    found = shown(desk.get(QUEUE, {"status": "rejected"}))
    assert found == [rows[1].reference, rows[2].reference, rows[0].reference]


@pytest.mark.parametrize("status", ["submitted", "accepted", "returned", "signed", "collected", "rejected"])
def test_each_tab_shows_its_state(desk, sktm, office, status):
    rows = {s: LetterRequestFactory(kind=sktm, office=office, status=s).reference for s in Status.values}
    waiting = ["accepted", "endorsed", "signing", "printed", "awaiting_camat"]
    expected = waiting if status == "accepted" else [status]
    assert set(shown(desk.get(QUEUE, {"status": status}))) == {rows[part] for part in expected}


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATOR, "submitted"), (Role.LURAH, "accepted")])
def test_everybody_begins_with_what_waits_for_them(client, office, role, status):
    client.force_login(staff(role, office))
    assert client.get(QUEUE).context["status"] == status


def test_a_tab_that_is_not_there_shows_the_usual_one(desk, submitted):
    response = desk.get(QUEUE, {"status": "draft' OR 1=1"})
    assert (response.context["status"], shown(response)) == ("submitted", [submitted.reference])


def test_searching_finds_a_request_in_any_state_however_it_is_typed(desk, sktm, office):
    for status in (s for s in Status.values if s != Status.DRAFT):
        row = LetterRequestFactory(kind=sktm, office=office, status=status)
        typed = f" {row.reference.lower().replace('-', ' ')} "
        assert shown(desk.get(QUEUE, {"q": typed})) == [row.reference]


@pytest.mark.parametrize("words", ["SKTM-ZZZZ-ZZZZ", "x" * 500, "%", "'"])
def test_a_search_without_a_hit_says_so(desk, submitted, words):
    response = desk.get(QUEUE, {"q": words})
    assert shown(response) == []
    assert "Tidak ditemukan di kantor Anda" in response.content.decode()


def test_a_draft_and_other_offices_are_never_found(desk, sktm, office, draft):
    foreign = LetterRequestFactory(kind=sktm, office=OfficeFactory(), status="submitted")
    for params in ({}, *({"status": s} for s in Status.values), {"q": draft.reference}, {"q": foreign.reference}):
        assert shown(desk.get(QUEUE, params)) == []


def test_pages_follow_each_other_without_gap_or_double(desk, sktm, office):
    rows = LetterRequestFactory.create_batch(30, kind=sktm, office=office, status="submitted")
    first = desk.get(QUEUE, {"status": "submitted"})
    second = desk.get(QUEUE + first.context["page"].next_url)
    assert (len(shown(first)), len(shown(second))) == (25, 5)
    assert {*shown(first), *shown(second)} == {row.reference for row in rows}


@pytest.mark.parametrize("pages", [1, 12])
def test_one_screen_needs_the_same_queries(desk, submitted, pages, django_assert_num_queries):
    with_documents(submitted, *["pengantar_rt"] * pages)
    with django_assert_num_queries(9):
        desk.get(url("check", submitted.pk))


def test_one_screen_shows_register_answers_documents_and_forms(desk, submitted):
    page = desk.get(url("check", submitted.pk)).content.decode()
    for text in ("mengurus beasiswa KIP Kuliah", "Rp 1.250.000", submitted.resident.birth_place, submitted.reference):
        assert text in page
    for document in submitted.documents.all():
        assert url("page_image", document.pk, 1) in page
    for move in ("accept", "return", "reject"):
        assert f'action="{url(move, submitted.pk)}"' in page


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_who_works_at_the_office_sees_masked_numbers_only(client, submitted, office, role):
    client.force_login(staff(role, office))
    page = client.get(url("check", submitted.pk)).content.decode()
    assert submitted.resident.nik not in page
    assert submitted.resident.masked_nik in page


def test_who_has_no_move_gets_no_form(client, submitted, lurah):
    client.force_login(lurah)
    response = client.get(url("check", submitted.pk))
    assert response.context["moves"] == set()
    decisions = response.content.decode().split('aria-labelledby="putusan"', 1)[1].split("</section>")[0]
    assert "<form" not in decisions


def test_others_do_not_find_the_screen(client, submitted, draft, neighbour_operator, operator):
    client.force_login(neighbour_operator)
    assert client.get(url("check", submitted.pk)).status_code == 404
    client.force_login(operator)
    assert client.get(url("check", draft.pk)).status_code == 404
    for citizen in (submitted.owner, ResidentFactory(domicile=submitted.office.region).user):
        client.force_login(citizen)
        assert client.get(url("check", submitted.pk)).status_code == 403
    client.logout()
    response = client.get(url("check", submitted.pk))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_ones_own_request_is_shown_and_not_decided(client, submitted, office):
    AssignmentFactory(user=submitted.owner, office=office, role=Role.OPERATOR)
    client.force_login(submitted.owner)
    response = client.get(url("check", submitted.pk))
    page = response.content.decode()
    assert "Ini permohonan Anda sendiri. Petugas lain yang memutuskannya." in page
    assert response.context["moves"] == set()
    assert url("reveal_nik", submitted.pk) not in page
    answer = client.post(url("accept", submitted.pk))
    assert (answer.status_code, answer.url) == (302, url("check", submitted.pk))
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_the_whole_nik_is_shown_once_and_recorded(desk, operator, submitted):
    nik = submitted.resident.nik
    response = desk.post(url("reveal_nik", submitted.pk))
    assert nik in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert recorded(submitted) == [("reveal_nik", operator.pk)]
    assert nik not in desk.get(url("check", submitted.pk)).content.decode()
    assert nik not in str(list(Entry.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize("status", ["accepted", "returned", "signed", "rejected"])
def test_a_request_that_is_not_being_checked_keeps_its_nik(desk, sktm, office, status):
    row = LetterRequestFactory(kind=sktm, office=office, status=status)
    assert desk.post(url("reveal_nik", row.pk)).status_code == 403
    assert recorded(row) == []


def test_no_other_role_or_office_reveals_a_nik(client, submitted, office):
    both = staff(Role.KASI, office)
    AssignmentFactory(user=both, role=Role.OPERATOR, office=OfficeFactory())
    applicant = submitted.owner
    cases = {staff(Role.LURAH, office): 403, both: 403, staff(Role.OPERATOR): 404, applicant: 403}
    for person, code in cases.items():
        client.force_login(person)
        assert client.post(url("reveal_nik", submitted.pk)).status_code == code
    AssignmentFactory(user=applicant, role=Role.OPERATOR, office=office)
    client.force_login(applicant)
    assert client.post(url("reveal_nik", submitted.pk)).status_code == 403
    assert recorded(submitted) == []


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_the_preview_is_a_picture_and_a_pdf_and_looking_is_recorded(client, accepted, office, role):
    person = staff(role, office)
    client.force_login(person)
    picture = client.get(url("preview_image", accepted.pk))
    paper = client.get(url("preview", accepted.pk))
    assert (picture.content[:8], picture["Content-Type"]) == (b"\x89PNG\r\n\x1a\n", "image/png")
    assert (paper.content[:5], paper["Content-Disposition"]) == (
        b"%PDF-",
        f'attachment; filename="pratinjau-{accepted.reference}.pdf"',
    )
    assert {answer["Cache-Control"] for answer in (picture, paper)} == {"no-store, private"}
    assert recorded(accepted) == [("preview", person.pk)] * 2


@pytest.mark.parametrize("status", ["returned", "rejected", "signed", "cancelled"])
def test_what_is_decided_has_no_preview(desk, sktm, office, status):
    row = LetterRequestFactory(kind=sktm, office=office, status=status)
    for name in ("preview", "preview_image"):
        assert desk.get(url(name, row.pk)).status_code == 404


def test_a_document_is_looked_at_as_a_picture_and_that_is_recorded(client, draft, applicant, operator):
    document = services.attach_document(draft, "pernyataan", photo(), by=applicant)
    client.force_login(operator)
    assert client.get(url("page_image", document.pk, 1)).status_code == 404  # still a draft
    services.submit_request(draft, by=applicant, token=draft.submit_token)
    response = client.get(url("page_image", document.pk, 1))
    assert (response.content[:3], response["Content-Type"]) == (b"\xff\xd8\xff", "image/jpeg")
    assert "sandbox" in response["Content-Security-Policy"]
    assert recorded(draft)[-1] == ("read_document", operator.pk)
    assert client.get(url("page_image", document.pk, 2)).status_code == 404
    client.force_login(staff(Role.OPERATOR))
    assert client.get(url("page_image", document.pk, 1)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(url("page_image", document.pk, 1)).status_code == 403


def test_a_pdf_is_looked_at_page_by_page(client, draft, applicant, operator):
    from core.files import services as files

    document = services.attach_document(draft, "pernyataan", photo(), by=applicant)
    paper = files.store_generated(
        services.preview_pdf(draft), content_type="application/pdf", purpose="letters.document", by=applicant, pages=1
    )
    document.file = paper
    document.save()
    services.submit_request(draft, by=applicant, token=draft.submit_token)
    client.force_login(operator)
    page = client.get(url("check", draft.pk)).content.decode()
    assert url("page_image", document.pk, 1) in page
    assert client.get(url("page_image", document.pk, 1)).content[:3] == b"\xff\xd8\xff"
    assert len(previews.images(document)) == 1
