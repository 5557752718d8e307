"""Drafts, documents, and submitting once."""

import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.files.models import StoredFile
from core.jobs.models import Job
from core.notifications.models import Message
from core.population.models import Resident
from core.regions.models import OfficeHours
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.rules.answers import Cleaned
from sodamolek.letters.services import upkeep
from sodamolek.letters.services.drafts import OPEN_AT_ONCE
from sodamolek.letters.workflow import Status
from tests.factories import letters as factories
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory, photo
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY


def fields_of(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return sorted(error.value.message_dict)


def test_a_draft_goes_where_the_person_lives(sktm, office, applicant):
    draft = services.start_draft(sktm, by=applicant)
    assert (draft.office, draft.status, draft.submitted_at) == (office, Status.DRAFT, None)
    assert draft.reference.startswith("SKTM-")


def test_an_open_draft_is_taken_up_again(sktm, office, applicant):
    draft = services.start_draft(sktm, by=applicant)
    other = OfficeFactory()
    assert services.start_draft(sktm, by=applicant, office=other) == draft
    draft.refresh_from_db()
    assert draft.office == other


def test_who_is_not_in_the_register_cannot_start(sktm, stranger):
    with pytest.raises(ValidationError, match="data kependudukan"):
        services.start_draft(sktm, by=stranger)


def test_a_dinas_is_no_kelurahan(sktm, applicant):
    with pytest.raises(ValidationError) as caught:
        services.start_draft(sktm, by=applicant, office=OfficeFactory(dinas=True))
    assert fields_of(caught) == ["office"]


def test_drafts_are_limited(sktm, office, applicant):
    LetterRequestFactory.create_batch(OPEN_AT_ONCE, kind=factories.kind("SKD"), office=office, owner=applicant)
    with pytest.raises(ValidationError, match="Terlalu banyak"):
        services.start_draft(sktm, by=applicant)


def test_what_the_register_matched_is_not_asked(sktm, draft):
    sheet = queries.sheet_of(draft)
    assert "nama" not in {f.key for f in sheet.asked}
    assert dict(sheet.rows(known=True))["Nama lengkap"] == draft.resident.name
    assert [r.key for r in sheet.requirements] == ["pengantar_rt", "pernyataan", "surat_sekolah"]


def test_an_unmatched_person_is_asked_everything(sktm, office):
    resident = ResidentFactory(domicile=office.region, match_state=Resident.MatchState.UNMATCHED)
    draft = services.start_draft(sktm, by=resident.user)
    sheet = queries.sheet_of(draft)
    assert {f.key for f in sheet.asked} == {f.key for f in sktm.spec.fields}
    assert {"ktp", "kk"} <= {r.key for r in sheet.requirements}
    assert queries.start_values(draft)["nama"] == resident.name


def test_everything_typed_is_kept(draft, applicant):
    services.save_answers(
        draft, {"penghasilan": "banyak", "tujuan": "hukum", "paspor": "x", "nama": "Palsu"}, by=applicant
    )
    draft.refresh_from_db()
    assert (draft.answers["penghasilan"], draft.answers["tujuan"]) == ("banyak", "hukum")
    assert not {"paspor", "nama"} & set(draft.answers)


def test_others_change_nothing(draft, stranger, operator):
    for person in (stranger, operator):
        with pytest.raises(NotYourMove):
            services.save_answers(draft, {"keperluan": "x"}, by=person)
        with pytest.raises(NotYourMove):
            services.attach_document(draft, "pernyataan", photo(), by=person)
        with pytest.raises(NotYourMove):
            services.submit_request(draft, by=person, token=draft.submit_token)


def test_submitting(draft, applicant):
    result = services.submit_request(draft, by=applicant, token=draft.submit_token)
    row = result.letter_request
    assert (row.status, result.repeated, len(result.pin)) == (Status.SUBMITTED, False, 6)
    assert row.snapshot["nik"] == row.resident.nik
    assert row.snapshot["known"]["nama"] == row.resident.name
    assert row.due_at > row.submitted_at
    assert list(Message.objects.values_list("user", "kind")) == [(applicant.pk, "letters/submitted")]
    assert list(Job.objects.filter(name="letters.render_previews").values_list("payload", flat=True)) == [
        {"letter_request": str(row.pk)}
    ]
    assert list(Entry.objects.filter(subject_id=row.pk).values_list("action", "actor")) == [("submit", applicant.pk)]


def test_old_facts_are_renewed_before_they_are_quoted(sktm, office, register):
    head = DEMO_FAMILY[0]
    old = {"match_state": "matched", "matched_at": timezone.now() - timedelta(days=2), "occupation": "PELAJAR"}
    resident = ResidentFactory(domicile=office.region, nik=head.nik, birth_date=head.birth_date, **old)
    draft = factories.with_documents(LetterRequestFactory(kind=sktm, office=office, owner=resident.user))
    draft.resident.refresh_from_db()
    register.switches.down = True
    row = services.submit_request(draft, by=resident.user, token=draft.submit_token).letter_request
    assert row.snapshot["known"]["pekerjaan"] == "PELAJAR"
    register.reset()
    row = services.return_request(row, by=staff(Role.OPERATOR, office), reasons={"keperluan": "Kurang jelas."})
    row = services.resubmit_request(row, by=resident.user)
    assert (row.snapshot["known"]["pekerjaan"], row.snapshot["name"]) == (head.occupation, head.name)


def test_nothing_but_the_name_is_stored_in_clear(draft, applicant):
    """The name is, as in the register of residents: an office finds a request by it."""
    services.save_answers(draft, {"keperluan": "mengurus beasiswa rahasia"}, by=applicant)
    services.submit_request(draft, by=applicant, token=draft.submit_token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_letterrequest::text FROM letters_letterrequest")
        row = cursor.fetchone()[0]
    assert row.count(draft.resident.name) == 1
    secrets = ["rahasia", draft.resident.nik, draft.resident.birth_place]
    assert [text for text in secrets if text in row or text.encode().hex() in row] == []


def test_the_same_token_twice_is_once(draft, applicant):
    first = services.submit_request(draft, by=applicant, token=draft.submit_token)
    again = services.submit_request(draft, by=applicant, token=draft.submit_token)
    assert (again.pin, again.repeated) == (first.pin, True)
    assert (Message.objects.count(), Entry.objects.filter(action="submit").count()) == (1, 1)


def test_another_token_is_refused(draft, applicant):
    with pytest.raises(ValidationError, match="usang"):
        services.submit_request(draft, by=applicant, token=uuid.uuid4())
    services.submit_request(draft, by=applicant, token=draft.submit_token)
    with pytest.raises(IllegalMove):
        services.submit_request(draft, by=applicant, token=uuid.uuid4())


def test_eight_threads_submit_once(committed):
    factories.office_hours()
    resident = ResidentFactory(domicile=OfficeFactory().region)
    draft = factories.with_documents(LetterRequestFactory(owner=resident.user, office=resident.domicile.office))
    results, barrier = [], threading.Barrier(8)

    def press() -> None:
        barrier.wait()
        results.append(services.submit_request(draft, by=resident.user, token=draft.submit_token))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.repeated for result in results) == [False] + [True] * 7
    assert len({result.pin for result in results}) == 1
    assert Entry.objects.filter(action="submit").count() == 1
    assert Message.objects.count() == 1
    assert Job.objects.filter(name="letters.render_previews").count() == 1


def test_what_is_missing_is_named(draft, applicant):
    RequestDocument.objects.filter(requirement="pernyataan").delete()
    services.save_answers(draft, {"penghasilan": "banyak", "keperluan": ""}, by=applicant)
    with pytest.raises(ValidationError) as caught:
        services.submit_request(draft, by=applicant, token=draft.submit_token)
    assert fields_of(caught) == ["keperluan", "penghasilan", "pernyataan"]
    draft.refresh_from_db()
    assert (draft.status, Message.objects.count()) == (Status.DRAFT, 0)


def test_a_condition_asks_for_a_document(draft, applicant):
    services.save_answers(draft, {"tujuan": "kesehatan"}, by=applicant)
    with pytest.raises(ValidationError) as caught:
        services.submit_request(draft, by=applicant, token=draft.submit_token)
    assert fields_of(caught) == ["surat_rs"]


def test_due_counts_working_hours_only(draft, applicant):
    OfficeHours.objects.all().delete()
    OfficeHours.objects.bulk_create(OfficeHours(weekday=day, opens="08:00", closes="12:00") for day in range(7))
    row = services.submit_request(draft, by=applicant, token=draft.submit_token).letter_request
    days = (timezone.localtime(row.due_at).date() - timezone.localtime(row.submitted_at).date()).days
    assert days in (1, 2)  # eight working hours at four a day


def test_a_document_is_stored_and_removed(draft, applicant):
    page = services.attach_document(draft, "pernyataan", photo(), by=applicant)
    assert (page.position > 0, page.file.content_type) == (True, "image/jpeg")
    assert services.read_document(page, by=applicant)[:3] == b"\xff\xd8\xff"
    services.remove_document(page, by=applicant)
    assert not StoredFile.objects.filter(pk=page.file_id).exists()


def test_a_bad_file_is_refused_under_its_requirement(draft, applicant):
    bad = photo()
    bad.file.seek(0)
    bad.file.write(b"MZ not a picture")
    with pytest.raises(ValidationError) as caught:
        services.attach_document(draft, "pernyataan", bad, by=applicant)
    assert fields_of(caught) == ["pernyataan"]
    assert RequestDocument.objects.filter(request=draft).count() == 2


@pytest.mark.parametrize("requirement", ["paspor", "ktp", ""])
def test_a_document_that_is_not_asked_is_refused(draft, applicant, requirement):
    with pytest.raises(ValidationError):
        services.attach_document(draft, requirement, photo(), by=applicant)


def test_pages_are_limited(draft, applicant):
    factories.with_documents(draft, "pernyataan")
    with pytest.raises(ValidationError, match="Paling banyak 2 halaman"):
        services.attach_document(draft, "pernyataan", photo(), by=applicant)


def test_nothing_changes_after_submission(submitted, applicant):
    with pytest.raises(IllegalMove):
        services.save_answers(submitted, {"keperluan": "x"}, by=applicant)
    with pytest.raises(IllegalMove):
        services.attach_document(submitted, "pernyataan", photo(), by=applicant)
    with pytest.raises(IllegalMove):
        services.remove_document(submitted.documents.first(), by=applicant)


def test_only_the_returned_document_must_be_replaced(submitted, operator, applicant):
    row = services.return_request(submitted, by=operator, reasons={"pernyataan": "Buram."})
    with pytest.raises(ValidationError) as caught:
        services.resubmit_request(row, by=applicant)
    assert fields_of(caught) == ["pernyataan"]
    new = services.attach_document(row, "pernyataan", photo(), by=applicant)
    row = services.resubmit_request(row, by=applicant)
    assert (row.status, row.returned_reasons, row.note) == (Status.SUBMITTED, {}, "")
    assert list(row.documents.filter(requirement="pernyataan")) == [new]
    assert row.documents.filter(requirement="pengantar_rt").count() == 1


def test_cancelling(submitted, applicant, operator):
    assert services.cancel_request(submitted, by=applicant).status == Status.CANCELLED
    with pytest.raises(IllegalMove):
        services.accept_request(submitted, by=operator)


def test_reading_a_document_is_recorded_for_officers_only(draft, applicant, operator):
    page = services.attach_document(draft, "pernyataan", photo(), by=applicant)
    services.read_document(page, by=applicant)
    assert Entry.objects.filter(action="read_document").count() == 0
    services.read_document(page, by=operator)
    assert list(Entry.objects.filter(action="read_document").values_list("actor", flat=True)) == [operator.pk]


def test_cleaned_answers_are_stored_canonically(draft, applicant):
    services.save_answers(draft, {"penghasilan": "Rp 1.500.000"}, by=applicant)
    row = services.submit_request(draft, by=applicant, token=draft.submit_token).letter_request
    assert row.answers["penghasilan"] == "1500000"
    assert queries.sheet_of(row).cleaned == Cleaned(values=row.answers, errors={})


def test_unanswered_requests_expire(draft, submitted, operator):
    returned = services.return_request(submitted, by=operator, reasons={}, note="Perbaiki.")
    today = timezone.localdate()
    assert services.expire_unanswered(today) == 0
    # The reminder came late: the ten days that it promised are left.
    with time_machine.travel(timezone.now() + timedelta(days=25), tick=False):
        assert upkeep.remind_unanswered(timezone.localdate()) == 1
    assert services.expire_unanswered(today + timedelta(days=31)) == 1
    assert services.expire_unanswered(today + timedelta(days=34)) == 0
    assert services.expire_unanswered(today + timedelta(days=36)) == 1
    statuses = LetterRequest.objects.filter(pk__in=[draft.pk, returned.pk]).values_list("status", flat=True)
    assert set(statuses) == {Status.EXPIRED}


def test_a_draft_that_was_touched_stays(draft, applicant):
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        services.save_answers(draft, {"penghasilan": "1500000"}, by=applicant)
    assert services.expire_unanswered(today + timedelta(days=31)) == 0
    assert services.expire_unanswered(today + timedelta(days=60)) == 1
