"""An operator's desk with scripts switched off: every part of it is a link or a form."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from tests.e2e.conftest import PHONE
from tests.factories.accounts import staff
from tests.factories.files import stored_file
from tests.factories.letters import LetterRequestFactory, RequestDocumentFactory, kind, office_hours, photo
from tests.factories.population import ResidentFactory


@pytest.fixture
def fatubesi(committed: str) -> Office:
    for command in ("load_regions", "load_letter_kinds"):
        call_command(command, verbosity=0)
    office_hours()
    return Office.objects.select_related("region").get(region__code="53.71.06.1008")


def submitted(office: Office, name: str) -> LetterRequest:
    resident = ResidentFactory(domicile=office.region, name=name, user__name=name)
    row: LetterRequest = LetterRequestFactory(
        kind=kind(), office=office, owner=resident.user, status="submitted", subject_name=name
    )
    for key in ("pengantar_rt", "pernyataan"):
        RequestDocumentFactory(request=row, requirement=key, file=stored_file(resident.user, photo().read()))
    return row


def look_for(page: Page, name: str) -> None:
    page.goto("/meja/")
    page.get_by_label("Nomor permohonan, nama, atau NIK").fill(name)
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def write_for_the_office(page: Page, operator: User) -> None:
    page.get_by_label("Ditangani oleh").select_option(label=operator.name)
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_label("Catatan").fill("Sudah telepon ketua RT.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_role("main")).to_contain_text("Sudah telepon ketua RT.")


def give_back(page: Page) -> None:
    page.get_by_text("Kembalikan untuk diperbaiki").click()
    page.locator("textarea[name='kembali-pernyataan'], input[name='kembali-pernyataan']").fill("Meterai hilang.")
    page.get_by_role("button", name="Kembalikan", exact=False).last.click()
    expect(page.get_by_role("status")).to_contain_text("dikembalikan")


def test_the_desk_works_without_scripts(new_page, fatubesi, sign_in):
    operator = staff(Role.OPERATOR, fatubesi, user__name="Yuliana Operator")
    mended = submitted(fatubesi, "Maria Contoh")
    others = [submitted(fatubesi, name) for name in ("Anton Contoh", "Berta Contoh")]
    page = new_page(PHONE, java_script_enabled=False)
    sign_in(page, operator)
    look_for(page, "Maria Contoh")
    write_for_the_office(page, operator)
    give_back(page)
    mended.refresh_from_db()
    assert (mended.status, mended.returned_reasons) == ("returned", {"pernyataan": "Meterai hilang."})
    assert mended.assigned_to == operator
    for row in others:
        page.locator(f"input[type=checkbox][value^='{row.pk}']").check()
    page.get_by_role("button", name="Terima yang dicentang").click()
    expect(page.get_by_role("status")).to_contain_text("2 permohonan diterima")
    assert set(LetterRequest.objects.exclude(pk=mended.pk).values_list("status", flat=True)) == {"accepted"}
