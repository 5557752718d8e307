"""Who sees which request, scan and letter; for everybody else they do not exist."""

import pytest
from django.urls import reverse

from core.accounts.rules import Role
from sodamolek.letters import services
from sodamolek.letters.models import OFFICE_ROLES, LetterRequest, RequestDocument
from sodamolek.letters.workflow import Status
from tests.factories.accounts import UserFactory, staff
from tests.factories.documents import PASSPHRASE, kecamatan_above
from tests.factories.letters import LetterRequestFactory, photo
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

PAGES = ("request", "answers", "documents", "review", "receipt", "receipt_pdf", "letter")
POSTS = ("cancel", "renew_pin")


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_what_was_submitted_to_an_office(role, submitted, office):
    own = LetterRequestFactory(kind=submitted.kind)
    seen = LetterRequest.objects.visible_to(staff(role, office))
    assert set(seen) == ({submitted} if role in OFFICE_ROLES else set())
    assert set(LetterRequest.objects.visible_to(staff(role, OfficeFactory()))) == set()
    assert set(LetterRequest.objects.visible_to(own.owner)) == {own}


@pytest.mark.parametrize("status", list(Status))
def test_an_office_never_sees_a_draft(status, sktm, office, operator):
    row = LetterRequestFactory(kind=sktm, office=office, status=status)
    assert set(LetterRequest.objects.visible_to(operator)) == (set() if status == Status.DRAFT else {row})


def test_a_draft_that_was_given_up_stays_private(draft, applicant, operator):
    services.cancel_request(draft, by=applicant)
    assert list(LetterRequest.objects.visible_to(operator)) == []
    assert list(LetterRequest.objects.visible_to(applicant)) == [draft]


def test_an_assignment_that_ended_sees_nothing(submitted, operator):
    assignment = operator.assignments.get()
    assignment.starts_on = assignment.ends_on = assignment.starts_on.replace(year=2020)
    assignment.save()
    again = type(operator).objects.get(pk=operator.pk)
    assert list(LetterRequest.objects.visible_to(again)) == []


def test_documents_follow_their_request(submitted, applicant, operator, neighbour_operator, stranger):
    pages = set(submitted.documents.all())
    assert len(pages) == 2
    for person, seen in ((applicant, pages), (operator, pages), (neighbour_operator, set()), (stranger, set())):
        assert set(RequestDocument.objects.visible_to(person)) == seen


@pytest.fixture
def signed(draft, applicant, operator, signing_lurah) -> LetterRequest:
    """A letter that went the whole way, with a real scan and a real PDF."""
    services.attach_document(draft, "pernyataan", photo(), by=applicant)
    row = services.submit_request(draft, by=applicant, token=draft.submit_token).letter_request
    row = services.accept_request(row, by=operator)
    return services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)


def addresses(row: LetterRequest) -> dict[str, str]:
    scan = row.documents.order_by("-id").first()
    found = {name: reverse(f"letters:{name}", args=[row.pk]) for name in PAGES}
    return found | {name: reverse(f"letters:{name}", args=[scan.pk]) for name in ("document", "thumbnail")}


def test_strangers_get_404_everywhere(client, signed, neighbour_operator, stranger):
    other_citizen = ResidentFactory(domicile=signed.office.region).user
    neighbour_lurah = staff(Role.LURAH, OfficeFactory())
    auditor = staff(Role.AUDITOR, signed.office)
    camat = staff(Role.CAMAT, kecamatan_above(signed.office))
    scan = signed.documents.order_by("-id").first()
    for person in (stranger, other_citizen, neighbour_operator, neighbour_lurah, auditor, camat):
        client.force_login(person)
        answers = {name: client.get(url).status_code for name, url in addresses(signed).items()}
        assert answers == dict.fromkeys(answers, 404), person
        posts = {name: client.post(reverse(f"letters:{name}", args=[signed.pk])).status_code for name in POSTS}
        assert posts == dict.fromkeys(POSTS, 404)
        assert client.post(reverse("letters:remove_document", args=[scan.pk])).status_code == 404
    assert RequestDocument.objects.filter(pk=scan.pk).exists()


def test_a_visitor_is_sent_to_the_login(client, signed):
    for url in addresses(signed).values():
        response = client.get(url)
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_the_owner_reads_everything(client, signed, applicant):
    client.force_login(applicant)
    got = {name: client.get(url).status_code for name, url in addresses(signed).items()}
    moved = dict.fromkeys(("answers", "documents", "review"), 302)
    assert got == dict.fromkeys(got, 200) | moved


def test_the_office_reads_scan_and_letter_but_not_the_applicants_pages(client, signed, operator):
    client.force_login(operator)
    got = {name: client.get(url).status_code for name, url in addresses(signed).items()}
    assert got == dict.fromkeys(got, 404) | dict.fromkeys(("letter", "document", "thumbnail"), 200)


def test_private_files_are_never_kept_or_shown_as_a_page(client, signed, applicant):
    client.force_login(applicant)
    for name in ("letter", "document", "thumbnail", "receipt_pdf"):
        response = client.get(addresses(signed)[name])
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_no_nik_stands_on_a_citizens_page(client, signed, applicant):
    client.force_login(applicant)
    nik = signed.resident.nik
    for name in ("request", "receipt"):
        assert nik not in client.get(addresses(signed)[name]).content.decode()
    assert nik not in client.get(reverse("letters:mine")).content.decode()
    assert nik == signed.snapshot["nik"]


def test_who_has_no_resident_sees_no_start(client, sktm):
    client.force_login(UserFactory())
    page = client.get(reverse("letters:kind", args=["sktm"])).content.decode()
    assert "belum terhubung dengan data kependudukan" in page
    response = client.post(reverse("letters:start", args=["sktm"]))
    assert (response.status_code, LetterRequest.objects.count()) == (302, 0)
