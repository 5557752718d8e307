"""The counter: an operator types for who stands there; who may, what is kept, and whose it becomes."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import User
from core.accounts.rules import Limit, Role
from core.audit.models import Entry
from core.notifications.models import Message
from core.population import services as population
from core.population.models import Resident
from core.regions.models import Office
from core.workflow import NotYourMove
from sodamolek.letters import queries, services
from sodamolek.letters.forms.counter import PersonForm
from sodamolek.letters.models import LetterKind, LetterRequest
from sodamolek.letters.services.serving import served_minutes
from sodamolek.letters.views import counter
from sodamolek.letters.workflow import Status
from tests.factories.accounts import UserFactory, staff
from tests.factories.letters import ANSWERS, LetterRequestFactory, kind, photo
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_STUDENT

pytestmark = pytest.mark.django_db
PERSON = DEMO_FAMILY[0]
COMPULSORY = ("pengantar_rt", "pernyataan")


@pytest.fixture
def visitor(office: Office) -> Resident:
    """Somebody without an account who stands at the counter."""
    return ResidentFactory(user=None, domicile=office.region, name="MARIA CONTOH")


@pytest.fixture
def draft(office: Office, operator: User, visitor: Resident) -> LetterRequest:
    return services.begin_at_counter(kind(), visitor, office=office, by=operator)


def typed(draft: LetterRequest, **fields: Any) -> dict[str, Any]:
    """What the form of the counter sends when everything is right."""
    given = {**ANSWERS["SKTM"], "dilihat": COMPULSORY, "statement": "on", "token": draft.submit_token}
    return {**given, **fields}


def filed(draft: LetterRequest, operator: User) -> LetterRequest:
    services.save_answers(draft, ANSWERS["SKTM"], by=operator)
    services.see_originals(draft, COMPULSORY, by=operator)
    return services.submit_request(draft, by=operator, token=draft.submit_token).letter_request


def address(name: str, row: Any, *more: Any) -> str:
    return reverse(f"letters:{name}", args=[row.pk, *more])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def person_data(office: Office, person: Any = PERSON, **fields: Any) -> dict[str, Any]:
    given = {"office": office.pk, "nik": person.nik, "kk": person.kk, "birth_date": person.birth_date.isoformat()}
    return {**given, **fields}


def test_the_whole_way_from_the_desk_to_the_receipt(client, office, operator, register):
    client.force_login(operator)
    assert reverse("letters:counter") in text(client.get(reverse("letters:desk")))
    found = client.post(reverse("letters:counter"), person_data(office))
    resident = Resident.objects.get()
    assert found["Location"] == address("counter_person", resident)
    assert PERSON.nik not in text(client.get(found["Location"]))
    kind()
    begun = client.post(address("counter_begin", resident, "sktm"))
    row = LetterRequest.objects.get()
    assert begun["Location"] == address("counter_form", row)
    sent = client.post(begun["Location"], typed(row))
    assert sent["Location"] == address("counter_receipt", row)
    row.refresh_from_db()
    assert (row.status, row.owner, row.filed_by, row.office) == (Status.SUBMITTED, None, operator, office)
    assert row.seen_originals == sorted(COMPULSORY)
    shown = text(client.get(sent["Location"]))
    assert row.reference in shown
    assert services.pin_of(row) in shown
    pdf = client.get(address("counter_receipt_pdf", row))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert services.track(row.reference, services.pin_of(row), address="1.1.1.1").reference == row.reference
    actions = Entry.objects.filter(subject_id=row.pk).order_by("id").values_list("action", "actor")
    assert list(actions) == [("see_originals", operator.pk), ("file", operator.pk)]


def test_who_is_not_matched_has_to_be_seen(client, office, operator, register):
    client.force_login(operator)
    wrong = person_data(office, kk=PERSON.kk[:-1] + "9")
    refused = client.post(reverse("letters:counter"), wrong)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["seen"]
    assert list(client.post(reverse("letters:counter"), {**wrong, "seen": "on"}).context["form"].errors) == ["name"]
    assert Resident.objects.count() == 0
    client.post(reverse("letters:counter"), {**wrong, "seen": "on", "name": "Yohanes Contoh"})
    assert Resident.objects.get().match_state == "confirmed"


def test_somebody_registered_elsewhere_is_served_where_they_live(client, office, operator, register):
    client.force_login(operator)
    client.post(reverse("letters:counter"), person_data(office, DEMO_STUDENT, address="Jalan Kos 3", rt="1", rw="2"))
    resident = Resident.objects.get()
    shown = text(client.get(address("counter_person", resident)))
    assert "ENDE" in shown.upper()
    assert "Jalan Kos 3" in shown
    row = services.begin_at_counter(kind("SKD"), resident, office=office, by=operator)
    assert row.office == office


def test_lookups_at_the_counter_are_limited(client, office, operator, register, monkeypatch):
    monkeypatch.setattr(counter, "LOOKUPS", Limit("t", 2, 60))
    client.force_login(operator)
    codes = [client.post(reverse("letters:counter"), person_data(office)).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR}))
def test_the_counter_is_the_operators(client, office, draft, role):
    client.force_login(staff(role, office))
    visited = [reverse("letters:counter"), address("counter_form", draft), address("counter_receipt", draft)]
    assert [client.get(url).status_code for url in visited] == [403] * 3
    assert client.post(address("counter_withdraw", draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_another_office_finds_neither_person_nor_request(client, visitor, draft):
    client.force_login(staff(Role.OPERATOR))
    found = [
        client.get(address("counter_person", visitor)),
        client.post(address("counter_begin", visitor, "sktm")),
        client.get(address("counter_form", draft)),
        client.post(address("counter_form", draft), typed(draft)),
        client.post(address("counter_withdraw", draft)),
    ]
    assert [answer.status_code for answer in found] == [404] * 5
    assert LetterRequest.objects.get().status == Status.DRAFT


def test_a_draft_belongs_to_the_operator_who_types_it(client, office, operator, draft):
    colleague, lurah = staff(Role.OPERATOR, office), staff(Role.LURAH, office)
    assert list(LetterRequest.objects.visible_to(operator)) == [draft]
    assert list(LetterRequest.objects.visible_to(colleague)) == list(LetterRequest.objects.visible_to(lurah)) == []
    client.force_login(colleague)
    assert client.get(address("counter_form", draft)).status_code == 404
    with pytest.raises(NotYourMove):
        services.save_answers(draft, ANSWERS["SKTM"], by=colleague)
    with pytest.raises(NotYourMove):
        services.submit_request(draft, by=colleague, token=draft.submit_token)


def test_an_operator_who_left_no_longer_types(operator, draft):
    operator.assignments.update(role=Role.KASI)
    left = User.objects.get(pk=operator.pk)
    assert list(LetterRequest.objects.visible_to(left)) == []
    with pytest.raises(NotYourMove):
        services.submit_request(draft, by=left, token=draft.submit_token)


def test_pressing_twice_makes_one_draft_and_one_request(client, office, operator, visitor, draft):
    assert services.begin_at_counter(kind(), visitor, office=office, by=operator) == draft
    client.force_login(operator)
    for _ in range(2):
        answer = client.post(address("counter_form", draft), typed(draft))
        assert answer["Location"] == address("counter_receipt", draft)
    assert Entry.objects.filter(action="file").count() == 1
    again = services.submit_request(draft, by=operator, token=draft.submit_token)
    assert again.repeated


def test_what_is_missing_is_named_and_the_rest_is_kept(client, operator, draft):
    client.force_login(operator)
    data = typed(draft, dilihat=["pernyataan", "tidak_ada"], **{"foto-pernyataan": photo()})
    answer = client.post(address("counter_form", draft), data)
    assert answer.status_code == 422
    assert [key for key, _label, _text in answer.context["problems"]] == ["pengantar_rt"]
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert (draft.answers["penghasilan"], draft.seen_originals) == ("1250000", ["pernyataan"])
    page = draft.documents.get()
    assert page.requirement == "pernyataan"
    wrong = client.post(address("counter_form", draft), typed(draft, penghasilan="banyak", statement=""))
    assert list(wrong.context["form"].errors) == ["penghasilan"]
    assert list(wrong.context["counter_form"].errors) == ["statement"]
    answer = client.post(address("counter_form", draft), typed(draft, hapus=[page.pk, "x"]))
    assert answer.status_code == 302
    assert draft.documents.count() == 0


def test_a_bad_file_is_refused_at_its_requirement(client, operator, draft):
    client.force_login(operator)
    bad = SimpleUploadedFile("foto.jpg", b"no picture", content_type="image/jpeg")
    answer = client.post(address("counter_form", draft), typed(draft, **{"foto-pernyataan": bad}))
    assert answer.status_code == 422
    assert [key for key, _label, _text in answer.context["problems"]] == ["pernyataan"]
    assert draft.documents.count() == 0


def test_the_desk_says_who_typed_and_what_was_seen(client, operator, draft):
    row = filed(draft, operator)
    client.force_login(operator)
    shown = text(client.get(address("check", row)))
    assert f"diketik oleh {operator.name}" in shown
    assert "Berkas asli dilihat di loket." in shown
    assert "MARIA CONTOH" in shown
    assert "Diajukan di loket" in shown
    assert "MARIA CONTOH" in text(client.get(reverse("letters:desk")))


def test_who_typed_may_accept_and_both_are_recorded(operator, draft):
    row = services.accept_request(filed(draft, operator), by=operator)
    assert row.status == Status.ACCEPTED
    actions = Entry.objects.filter(subject_id=row.pk, action__in=["file", "accept"]).order_by("id")
    assert list(actions.values_list("action", "actor")) == [("file", operator.pk), ("accept", operator.pk)]
    assert Message.objects.count() == 0


def test_nobody_serves_themselves(office, operator):
    own = ResidentFactory(user=operator, domicile=office.region)
    with pytest.raises(ValidationError, match="Ini data Anda sendiri"):
        services.begin_at_counter(kind(), own, office=office, by=operator)


@pytest.mark.parametrize("change", ["elsewhere", "unproven", "role", "level"])
def test_what_a_counter_refuses_to_begin(office, operator, visitor, change):
    by, error, letter = operator, ValidationError, kind()
    if change == "elsewhere":
        visitor.domicile = OfficeFactory().region
    elif change == "unproven":
        visitor.match_state = "unmatched"
    elif change == "level":
        office = OfficeFactory(kecamatan=True, region=None)
        by = staff(Role.OPERATOR, office)
    else:
        by, error = staff(Role.LURAH, office), PermissionDenied
    with pytest.raises(error):
        services.begin_at_counter(letter, visitor, office=office, by=by)
    assert LetterRequest.objects.count() == 0


def test_with_an_account_it_stands_among_their_own_once_filed(client, office, operator):
    owner = UserFactory()
    resident = ResidentFactory(user=owner, domicile=office.region)
    draft = services.begin_at_counter(kind(), resident, office=office, by=operator)
    assert list(LetterRequest.objects.visible_to(owner)) == []
    row = filed(draft, operator)
    assert row.owner == owner
    assert list(queries.my_requests(owner)) == [row]
    assert [m.user for m in Message.objects.all()] == [owner]
    client.force_login(owner)
    assert client.get(address("request", row)).status_code == 200
    assert client.get(address("counter_form", row)).status_code == 403


def test_a_returned_one_is_mended_at_the_counter_by_any_operator(client, office, operator, draft):
    row = filed(draft, operator)
    services.return_request(row, by=operator, reasons={"pengantar_rt": "Cap RT tidak ada."})
    row.refresh_from_db()
    assert row.seen_originals == ["pernyataan"]
    colleague = staff(Role.OPERATOR, office)
    client.force_login(colleague)
    assert address("counter_form", row) in text(client.get(address("check", row)))
    refused = client.post(address("counter_form", row), typed(row, dilihat=["pernyataan"]))
    assert refused.status_code == 422
    answer = client.post(address("counter_form", row), typed(row))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.returned_reasons, row.filed_by) == (Status.SUBMITTED, {}, operator)
    assert Entry.objects.get(action="refile").actor == colleague


def test_days_at_the_applicants_home_are_not_the_offices(operator, draft):
    row = filed(draft, operator)
    services.return_request(row, by=operator, reasons={}, note="Cap RT tidak ada.")
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        again = services.resubmit_request(row, by=operator)
        assert served_minutes(again, timezone.now()) == 0


def test_the_largest_kind_fits_in_one_form(db):
    services.load_kinds()
    pages = [sum(r.pages for r in row.spec.requirements) for row in LetterKind.objects.all()]
    assert max(pages) <= settings.DATA_UPLOAD_MAX_NUMBER_FILES


@pytest.mark.parametrize("account", [True, False])
def test_the_trail_says_for_whom_the_operator_acted(operator, draft, account):
    """Who has no account stands in the request itself: an entry can only name somebody who signs in."""
    applicant = UserFactory() if account else None
    Resident.objects.update(user=applicant)
    row = filed(draft, operator)
    services.return_request(row, by=operator, reasons={}, note="Cap RT tidak ada.")
    row = services.resubmit_request(row, by=operator)
    services.withdraw_at_counter(row, by=operator)
    told = Entry.objects.filter(subject_id=row.pk, action__in=["see_originals", "file", "refile", "withdraw"])
    assert set(told.values_list("action", flat=True)) == {"see_originals", "file", "refile", "withdraw"}
    assert set(told.values_list("actor", "on_behalf_of")) == {(operator.pk, applicant.pk if applicant else None)}
    assert list(Entry.objects.filter(action="return").values_list("on_behalf_of", flat=True)) == [None]


def test_where_there_is_no_counter_the_page_says_so_and_nothing_leads_there(client):
    client.force_login(staff(Role.OPERATOR, OfficeFactory(kecamatan=True)))
    assert "Loket portal ada di kelurahan" in text(client.get(reverse("letters:counter")))
    assert reverse("letters:counter") not in text(client.get(reverse("letters:desk")))


def test_withdrawn_at_the_counter(client, operator, draft):
    client.force_login(operator)
    assert client.post(address("counter_withdraw", draft))["Location"] == reverse("letters:counter")
    draft.refresh_from_db()
    assert draft.status == Status.CANCELLED
    assert Entry.objects.get(action="withdraw").actor == operator


def test_an_operator_withdraws_or_mends_nothing_that_a_resident_sent(client, office, operator):
    row = LetterRequestFactory(office=office, status=Status.RETURNED)
    client.force_login(operator)
    for answer in (
        client.get(address("counter_form", row)),
        client.post(address("counter_form", row), typed(row)),
        client.post(address("counter_withdraw", row)),
    ):
        assert answer.status_code == 404
    for move in (services.withdraw_at_counter, services.resubmit_request):
        with pytest.raises(NotYourMove):
            move(row, by=operator)
    with pytest.raises(NotYourMove):
        services.see_originals(row, ["pengantar_rt"], by=operator)
    row.refresh_from_db()
    assert row.status == Status.RETURNED


def test_originals_are_seen_by_operators_alone(office, operator):
    owner = UserFactory()
    resident = ResidentFactory(user=owner, domicile=office.region)
    row = filed(services.begin_at_counter(kind(), resident, office=office, by=operator), operator)
    services.return_request(row, by=operator, reasons={"pengantar_rt": "Cap RT tidak ada."})
    row.refresh_from_db()
    with pytest.raises(NotYourMove):
        services.see_originals(row, ["pengantar_rt"], by=owner)


def test_the_receipt_is_for_who_filed_it_until_somebody_decides(client, office, operator, draft):
    row = filed(draft, operator)
    client.force_login(staff(Role.OPERATOR, office))
    assert client.get(address("counter_receipt", row)).status_code == 404
    client.force_login(operator)
    assert client.get(address("counter_receipt", row)).status_code == 200
    services.accept_request(row, by=operator)
    assert client.get(address("counter_receipt", row)).status_code == 404
    assert client.get(address("counter_receipt_pdf", row)).status_code == 404


def test_it_becomes_theirs_when_they_register(office, operator, register):
    said = population.Identity(PERSON.nik, PERSON.kk, PERSON.birth_date)
    resident = population.receive_at_counter(said, office=office, seen=False, by=operator)
    row = filed(services.begin_at_counter(kind(), resident, office=office, by=operator), operator)
    left = services.begin_at_counter(kind("SKD"), resident, office=office, by=operator)
    user = UserFactory()
    match = population.match_person(PERSON.nik, PERSON.kk, PERSON.birth_date)
    population.register_resident(user, said, domicile=office.region, match=match)
    assert list(queries.my_requests(user)) == [row]
    assert Entry.objects.get(action="adopt").subject_id == row.pk
    left.refresh_from_db()
    assert left.owner is None
    assert list(queries.my_requests(UserFactory())) == []


def test_pages_without_an_id_or_with_a_strange_one_are_404(client: Client, operator):
    client.force_login(operator)
    for name in ("counter_person", "counter_form", "counter_receipt"):
        assert client.get(reverse(f"letters:{name}", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("number", ["٣", "三", "x", "1234"])
def test_rt_and_rw_are_written_in_our_digits(office, number):
    form = PersonForm(Office.objects.filter(pk=office.pk), person_data(office, rt=number, rw=number))
    assert {"rt", "rw"} <= set(form.errors)
    assert not {"rt", "rw"} & set(PersonForm(Office.objects.all(), person_data(office, rt="3", rw="012")).errors)
