"""What the desk's buttons do: the state, what the applicant is told, what is recorded, and what an error keeps."""

import pytest
from django.urls import reverse

from core.accounts.rules import Role
from core.audit.models import Entry
from core.notifications.models import Message
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.letters import LetterRequestFactory
from tests.factories.regions import OfficeFactory

QUEUE = reverse("letters:desk")
DECIDING = {
    "accept": {},
    "return": {"kembali-note": "Foto buram."},
    "reject": {"tolak-reason": "Bukan warga kelurahan ini."},
    "reopen": {"buka-reason": "Periksa lagi."},
    "collect": {},
}
BEGINS = {
    "accept": "submitted",
    "return": "submitted",
    "reject": "submitted",
    "reopen": "accepted",
    "collect": "signed",
}


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def outcome(row: LetterRequest) -> tuple[str, list[str], int]:
    """Status, moves in the trail, and messages to the applicant."""
    row.refresh_from_db()
    actions = list(Entry.objects.filter(subject_id=row.pk).order_by("id").values_list("action", flat=True))
    return row.status, actions, Message.objects.filter(user=row.owner).count()


def test_accepting(desk, submitted):
    response = desk.post(url("accept", submitted), follow=True)
    assert response.redirect_chain == [(QUEUE, 302)]
    assert f"{submitted.reference} diterima" in response.content.decode()
    assert outcome(submitted) == (Status.ACCEPTED, ["accept"], 1)


def test_reasons_land_at_their_documents_and_answers(desk, submitted):
    data = {"kembali-pernyataan": "Meterai hilang.", "kembali-penghasilan": "Salah ketik?", "kembali-note": "Hampir."}
    assert desk.post(url("return", submitted), data).url == QUEUE
    assert outcome(submitted) == (Status.RETURNED, ["return"], 1)
    assert submitted.returned_reasons == {"pernyataan": "Meterai hilang.", "penghasilan": "Salah ketik?"}
    assert submitted.note == "Hampir."
    pages = {d.requirement: (d.state, d.reason) for d in submitted.documents.all()}
    assert pages == {"pernyataan": ("returned", "Meterai hilang."), "pengantar_rt": ("ok", "")}
    trail = str(list(Entry.objects.values_list("detail", flat=True)))
    assert "Meterai" not in trail
    page = desk.get(url("check", submitted)).content.decode()
    assert "Meterai hilang." in page


def test_returning_without_a_word_is_refused(desk, submitted):
    response = desk.post(url("return", submitted), {"kembali-pernyataan": "   "})
    assert response.status_code == 422
    assert response.context["return_form"].errors == {"note": ["Tulis apa yang harus diperbaiki pemohon."]}
    assert outcome(submitted) == (Status.SUBMITTED, [], 0)


def test_nothing_typed_is_lost_when_a_reason_is_too_long(desk, submitted):
    data = {"kembali-pernyataan": "x" * 1001, "kembali-penghasilan": "Angka tahun lalu?", "kembali-note": "Catatan <b>"}
    response = desk.post(url("return", submitted), data)
    page = response.content.decode()
    assert (response.status_code, list(response.context["return_form"].errors)) == (422, ["pernyataan"])
    for kept in ("x" * 1001, "Angka tahun lalu?", "Catatan &lt;b&gt;"):
        assert kept in page
    assert '<details class="more" open>' in page
    assert outcome(submitted) == (Status.SUBMITTED, [], 0)


def test_a_reason_for_a_part_that_is_not_asked_is_not_taken(desk, submitted):
    assert desk.post(url("return", submitted), {"kembali-paspor": "Mana?"}).status_code == 422
    assert outcome(submitted) == (Status.SUBMITTED, [], 0)


def test_rejecting_needs_a_reason(desk, submitted):
    response = desk.post(url("reject", submitted), {"tolak-reason": "  "})
    assert (response.status_code, list(response.context["reject_form"].errors)) == (422, ["reason"])
    assert outcome(submitted) == (Status.SUBMITTED, [], 0)
    assert desk.post(url("reject", submitted), {"tolak-reason": "Bukan warga kelurahan ini."}).url == QUEUE
    assert outcome(submitted) == (Status.REJECTED, ["reject"], 1)
    assert submitted.note == "Bukan warga kelurahan ini."


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.LURAH])
def test_reopening_leaves_a_note_for_the_office_alone(client, accepted, office, role):
    client.force_login(staff(role, office))
    assert client.post(url("reopen", accepted), {"buka-reason": ""}).status_code == 422
    assert outcome(accepted) == (Status.ACCEPTED, [], 0)
    assert client.post(url("reopen", accepted), {"buka-reason": "Alamat tidak cocok."}).url == QUEUE
    assert outcome(accepted) == (Status.SUBMITTED, ["reopen"], 0)
    assert "Alamat tidak cocok." in client.get(url("check", accepted)).content.decode()


def test_handing_out_the_printed_letter(desk, sktm, office):
    row = LetterRequestFactory(kind=sktm, office=office, status="signed")
    assert "Surat cetak sudah diserahkan" in desk.get(url("check", row)).content.decode()
    assert desk.post(url("collect", row)).url == url("check", row)
    # The message asks how they were served.
    assert outcome(row) == (Status.COLLECTED, ["collect"], 1)


@pytest.mark.parametrize("name", DECIDING)
def test_who_comes_second_is_told_and_changes_nothing(desk, sktm, office, name):
    row = LetterRequestFactory(kind=sktm, office=office, status="rejected")
    response = desk.post(url(name, row), DECIDING[name], follow=True)
    assert "Sudah diproses: keadaannya sekarang “Ditolak”." in response.content.decode()
    assert outcome(row) == (Status.REJECTED, [], 0)


# Whoever works on letters at the office may hand one back (tests/sodamolek/letters/test_steps.py).
@pytest.mark.parametrize(("name", "status"), [item for item in BEGINS.items() if item[0] != "reopen"])
def test_whose_role_is_at_another_office_decides_nothing(client, sktm, office, name, status):
    row = LetterRequestFactory(kind=sktm, office=office, status=status)
    both = staff(Role.KASI, office)
    AssignmentFactory(user=both, role=Role.OPERATOR, office=OfficeFactory())
    for person, code in ((both, 403), (staff(Role.OPERATOR), 404), (staff(Role.KASI, office), 403)):
        client.force_login(person)
        assert client.post(url(name, row), DECIDING[name]).status_code == code
    assert outcome(row) == (status, [], 0)


@pytest.mark.parametrize("name", [*DECIDING, "reveal_nik"])
def test_a_decision_is_never_made_by_looking(desk, submitted, name):
    assert desk.get(url(name, submitted)).status_code == 405


def test_a_forged_form_decides_nothing(operator, submitted):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(operator)
    for name, data in DECIDING.items():
        assert strict.post(url(name, submitted), data).status_code == 403
    assert outcome(submitted) == (Status.SUBMITTED, [], 0)


def test_a_note_of_the_office_reaches_the_applicant_only_with_a_decision(desk, client, submitted, operator):
    services.accept_request(submitted, by=operator)
    services.reopen_request(submitted, by=operator, note="Telepon RT dahulu.")
    client.force_login(submitted.owner)
    assert "Telepon RT dahulu." not in client.get(url("request", submitted)).content.decode()
    assert client.get(reverse("letters_api:request", args=[submitted.pk])).json()["note"] == ""
    client.force_login(operator)
    assert client.get(reverse("letters_api:request", args=[submitted.pk])).json()["note"] == "Telepon RT dahulu."
