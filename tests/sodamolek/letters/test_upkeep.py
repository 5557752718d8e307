"""What the portal does by itself: page images, scans whose time is over, the daily round."""

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.files.models import StoredFile
from core.jobs.models import Job
from core.jobs.registry import KINDS
from core.notifications.models import Message
from core.regions.models import Holiday, Office, OfficeHours
from core.regions.queries import offices_at_work
from sodamolek.letters import services, tasks
from sodamolek.letters.models import RequestDocument
from sodamolek.letters.services import previews, upkeep
from sodamolek.letters.services.digest import send_digests
from tests.factories.regions import OfficeFactory


def pdf(pages: int) -> SimpleUploadedFile:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(out)
    return SimpleUploadedFile("surat.pdf", out.getvalue(), content_type="application/pdf")


def test_a_pdf_becomes_pictures_once(draft, applicant):
    page = services.attach_document(draft, "surat_sekolah", pdf(2), by=applicant)
    assert previews.render(draft.pk) == 1
    images = previews.images(page)
    assert [image.content_type for image in images] == ["image/jpeg"] * 2
    assert previews.render(draft.pk) == 1
    assert StoredFile.objects.filter(page_of=page.file).count() == 2
    assert services.read_page(page, images[1], by=applicant)[:3] == b"\xff\xd8\xff"
    assert previews.thumbnail(page)[:3] == b"\xff\xd8\xff"


def test_scans_go_a_year_after_the_decision(submitted, operator):
    row = services.reject_request(submitted, by=operator, reason="Contoh.")
    today = timezone.localdate()
    assert upkeep.delete_old_scans(today + timedelta(days=365)) == 0
    assert upkeep.delete_old_scans(today + timedelta(days=367)) == 2
    assert RequestDocument.objects.filter(request=row).count() == 0
    assert StoredFile.objects.filter(purpose="letters.document").count() == 0


def test_scans_of_a_given_up_draft_go_after_a_month(draft, applicant):
    services.cancel_request(draft, by=applicant)
    today = timezone.localdate()
    assert upkeep.delete_old_scans(today) == 0
    assert upkeep.delete_old_scans(today + timedelta(days=31)) == 2


def test_the_daily_round_is_asked_for_once_a_day(db):
    tasks.daily()
    tasks.daily()
    assert list(Job.objects.filter(name="letters.expire").values_list("key", flat=True)) == [
        timezone.localdate().isoformat()
    ]
    assert {"letters.expire", "letters.render_previews"} <= set(KINDS)


def told(user, kind):
    return list(Message.objects.filter(user=user, kind=kind).values_list("title", flat=True))


def test_who_does_not_answer_a_return_is_reminded_once_each_time(submitted, operator, applicant):
    row = services.return_request(submitted, by=operator, reasons={}, note="Foto kabur.")
    today = timezone.localdate()
    assert upkeep.remind_unanswered(today + timedelta(days=19)) == 0
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):
        assert upkeep.remind_unanswered(timezone.localdate()) == 1
        assert upkeep.remind_unanswered(timezone.localdate()) == 0
        assert len(told(applicant, "letters/reminder")) == 1
        services.resubmit_request(row, by=applicant)
        services.return_request(row, by=operator, reasons={}, note="Masih kabur.")
    with time_machine.travel(timezone.now() + timedelta(days=43), tick=False):
        assert upkeep.remind_unanswered(timezone.localdate()) == 1


def test_an_office_is_told_each_working_morning_what_waits(submitted, operator, lurah, neighbour_operator):
    today = timezone.localdate()
    assert send_digests(today) == 1
    assert send_digests(today) == 0
    assert told(operator, "letters/digest") == ["Meja surat hari ini: 1 menunggu Anda"]
    assert told(lurah, "letters/digest") == told(neighbour_operator, "letters/digest") == []
    assert Message.objects.get(kind="letters/digest").body.startswith("Menunggu diperiksa: 1.")


def test_a_holiday_has_no_message(submitted, operator):
    today = timezone.localdate()
    Holiday.objects.create(day=today, name="Libur uji")
    assert send_digests(today) == 0


def test_the_hours_of_one_office_make_no_working_day_for_the_others(submitted, operator):
    """Saturday at one service counter sends nobody else a message, and an office with hours of its own keeps them."""
    saturday = timezone.localdate() + timedelta(days=(5 - timezone.localdate().weekday()) % 7)
    OfficeHours.objects.filter(weekday=5).delete()
    open_there = OfficeFactory()
    OfficeHours.objects.create(office=open_there, weekday=5, opens="08:00", closes="12:00")
    assert list(offices_at_work(saturday)) == [open_there]
    assert set(offices_at_work(saturday - timedelta(days=1))) == set(Office.objects.exclude(pk=open_there.pk))
    with time_machine.travel(timezone.now() + (saturday - timezone.localdate()), tick=False):
        assert send_digests(saturday) == 0
        OfficeHours.objects.create(office=submitted.office, weekday=5, opens="08:00", closes="12:00")
        assert send_digests(saturday) == 1


@pytest.mark.parametrize(("hour", "asked"), [(5, 0), (6, 1), (11, 1), (12, 0)])
def test_the_message_is_asked_for_in_the_morning(db, hour, asked):
    with time_machine.travel(timezone.localtime().replace(hour=hour, minute=5), tick=False):
        tasks.daily()
    assert Job.objects.filter(name="letters.digest").count() == asked
