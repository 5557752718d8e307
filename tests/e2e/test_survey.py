"""What people say of the service, in a browser: the survey, a complaint and its answer, and the figures."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.letters.models import Complaint, LetterRequest, SurveyTally
from sodamolek.letters.rules.survey import ELEMENTS, closed_quarters
from sodamolek.letters.services import pin_of
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory, kind, office_hours
from tests.factories.population import ResidentFactory

Look = Callable[[Page], None]


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return check


@pytest.fixture
def fatubesi(committed: str) -> Office:
    for command in ("load_regions", "load_letter_kinds"):
        call_command(command, stdout=io.StringIO())
    office_hours()
    return Office.objects.get(region__code="53.71.06.1008")


@pytest.fixture
def citizen(fatubesi: Office) -> User:
    return ResidentFactory(domicile=fatubesi.region).user


@pytest.fixture
def signed(fatubesi: Office, citizen: User) -> LetterRequest:
    return LetterRequestFactory(kind=kind("SKTM"), office=fatubesi, owner=citizen, status="signed")


def rate(page: Page, look: Look) -> None:
    """Nothing chosen is refused; then the second best everywhere."""
    look(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    for element in ELEMENTS:
        page.locator(f"input[name={element.key}][value='3']").check()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_text("Terima kasih")).to_be_visible()


def test_a_citizen_rates_complains_and_is_answered(new_page, sign_in, look, signed, citizen, fatubesi):
    operator = staff(Role.OPERATOR, fatubesi)
    phone, desk = new_page(PHONE), new_page(DESKTOP)
    sign_in(phone, citizen)
    sign_in(desk, operator)
    phone.goto(f"/surat/permohonan/{signed.pk}/")
    look(phone)
    phone.get_by_role("link", name="Isi survei kepuasan").click()
    rate(phone, look)
    look(phone)
    expect(phone.get_by_role("link", name="Isi survei kepuasan")).to_have_count(0)
    assert SurveyTally.objects.get().u1 == 3

    phone.get_by_role("link", name="Keluhan", exact=True).click()
    look(phone)
    expect(phone.get_by_role("link", name=re.compile("Buka SP4N-LAPOR"))).to_have_attribute(
        "href", "https://www.lapor.go.id/"
    )
    phone.get_by_label("Pesan").fill("Nama ibu saya salah ketik.")
    phone.get_by_role("button", name="Kirim").click()
    desk.goto("/meja/keluhan/")
    look(desk)
    desk.get_by_role("link", name=re.compile(citizen.name)).click()
    look(desk)
    desk.get_by_label("Pesan").fill("Kami perbaiki hari ini, silakan ambil besok.")
    desk.get_by_role("button", name="Kirim").click()
    expect(desk.get_by_text("Sudah dijawab")).to_be_visible()
    look(desk)
    phone.reload()
    expect(phone.get_by_text("Kami perbaiki hari ini")).to_be_visible()
    phone.get_by_role("button", name="Nyatakan selesai").click()
    look(phone)
    assert Complaint.objects.get().status == "closed"


def test_without_an_account_by_reference_and_pin(phone, look, signed):
    phone.goto("/lacak/")
    phone.get_by_label("Nomor permohonan").fill(signed.reference)
    phone.get_by_label("PIN").fill(pin_of(signed))
    phone.locator("form.portal-form button[type=submit], form.portal-form input[type=submit]").first.click()
    look(phone)
    phone.get_by_role("link", name=re.compile("Nilai pelayanan")).click()
    rate(phone, look)
    assert SurveyTally.objects.get().answers == 1


def test_the_figures(any_page, sign_in, look, signed, citizen, fatubesi):
    quarter = closed_quarters(timezone.localdate(), 1)[0]
    sums = {element.key: 33 + number for number, element in enumerate(ELEMENTS)}
    SurveyTally.objects.create(office=fatubesi, kind_code="SKTM", quarter=quarter, answers=12, **sums)
    for code, count in (("SKD", 3), ("SKU", 2)):
        LetterRequestFactory.create_batch(count, kind=kind(code), office=fatubesi, owner=citizen, status="submitted")
    any_page.goto("/surat/survei/")
    expect(any_page.get_by_text("Sangat baik").or_(any_page.get_by_text("Baik")).first).to_be_visible()
    look(any_page)
    any_page.goto("/surat/statistik/")
    expect(any_page.get_by_role("img", name=re.compile("Permohonan diterima")).first).to_be_visible()
    look(any_page)
    sign_in(any_page, staff(Role.OPERATOR, fatubesi))
    any_page.goto("/meja/statistik/")
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Statistik kantor")
    look(any_page)
