"""The counter, a newcomer and a relative in a browser."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.population.models import Resident
from core.population.services import Identity, match_person, register_resident
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from tests.e2e.test_letters import photograph
from tests.factories.accounts import UserFactory, staff
from tests.factories.letters import office_hours
from tests.factories.population import register  # noqa: F401 - a fixture
from tools.families import DEMO_FAMILY, DEMO_OESAPA, DEMO_STUDENT, Person

pytestmark = pytest.mark.usefixtures("register")
Look = Callable[[Page], None]
SignIn = Callable[[Page, User], None]


@pytest.fixture(autouse=True)
def city(committed: str) -> None:
    for command in ("load_regions", "load_letter_kinds"):
        call_command(command, stdout=io.StringIO())
    office_hours()


def office_of(person: Person) -> Office:
    return Office.objects.get(region__code=person.region_code)


def account_of(person: Person, office: Office) -> User:
    """Somebody whom the register matched, and who lives where `office` serves."""
    user = UserFactory(name=person.name.title())
    match = match_person(person.nik, person.kk, person.birth_date)
    said = Identity(person.nik, person.kk, person.birth_date)
    assert office.region is not None
    register_resident(user, said, domicile=office.region, match=match)
    return user


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return check


def type_person(page: Page, person: Person) -> None:
    page.locator("#id_nik").fill(person.nik)
    page.locator("#id_kk").fill(person.kk)
    page.get_by_label("Tanggal lahir").fill(person.birth_date.isoformat())


def fill_sktm(page: Page) -> None:
    page.get_by_label("Pendidikan", exact=False).first.check()
    page.get_by_label("Keperluan secara rinci").fill("mengurus beasiswa KIP Kuliah anak")
    page.get_by_label("Penghasilan keluarga per bulan").fill("1.250.000")
    page.get_by_label("Jumlah orang yang ditanggung").fill("3")


def test_somebody_without_an_account_at_the_counter(any_page: Page, sign_in: SignIn, look: Look) -> None:
    page, person = any_page, DEMO_FAMILY[0]
    operator = staff(Role.OPERATOR, office_of(person), user__name="Yuliana Operator")
    sign_in(page, operator)
    page.goto("/meja/")
    page.get_by_role("link", name="Layani di loket").click()
    look(page)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_be_focused()
    type_person(page, person)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.name)
    look(page)
    page.get_by_label("Keperluan atau nama surat").fill("beasiswa")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("button", name="Isi Surat Keterangan Tidak Mampu").click()
    look(page)
    page.get_by_role("button", name="Kirim dan cetak tanda terima").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page)
    fill_sktm(page)
    page.get_by_label(re.compile("Berkas asli dilihat: .*RT")).check()
    page.locator("#foto-pernyataan").set_input_files(photograph("pernyataan"))  # type: ignore[arg-type]
    page.get_by_label("Isian sudah dibacakan", exact=False).check()
    page.get_by_role("button", name="Kirim dan cetak tanda terima").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan sudah dikirim")
    look(page)
    with page.expect_download() as paper:
        page.get_by_role("link", name="Cetak tanda terima (PDF)").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Periksa permohonan").click()
    expect(page.get_by_text("diketik oleh Yuliana Operator")).to_be_visible()
    expect(page.get_by_text("Berkas asli dilihat di loket.")).to_be_visible()
    look(page)
    row = LetterRequest.objects.get()
    assert (row.status, row.owner, row.filed_by) == ("submitted", None, operator)


def test_who_is_not_in_the_register_is_seen_at_the_counter(phone: Page, sign_in: SignIn, look: Look) -> None:
    person = DEMO_FAMILY[0]
    sign_in(phone, staff(Role.OPERATOR, office_of(person)))
    phone.goto("/loket/")
    type_person(phone, person)
    phone.locator("#id_kk").fill(person.kk[:-1] + "9")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_role("alert")).to_contain_text("tidak cocok dengan register")
    look(phone)
    phone.get_by_label("Saya sudah melihat orangnya", exact=False).check()
    phone.get_by_label("Nama lengkap seperti di KTP-el").fill("Yohanes Contoh")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_text("dipastikan di loket")).to_be_visible()
    assert Resident.objects.get().is_proven


def test_a_newcomer_is_served_where_they_live(phone: Page, desktop: Page, sign_in: SignIn, look: Look) -> None:
    oesapa = office_of(DEMO_OESAPA[0])
    sign_in(phone, account_of(DEMO_STUDENT, oesapa))
    phone.goto("/surat/jenis/skd/")
    expect(phone.get_by_text(f"Diurus oleh {oesapa.name}")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="Mulai").click()
    look(phone)
    row = LetterRequest.objects.get()
    assert row.office == oesapa
    LetterRequest.objects.update(status="submitted", submitted_at=timezone.now(), due_at=timezone.now())
    sign_in(desktop, staff(Role.OPERATOR, oesapa))
    desktop.goto(f"/meja/{row.pk}/")
    expect(desktop.get_by_text("Alamat menurut KTP-el")).to_be_visible()
    expect(desktop.get_by_text(re.compile("MAUROLE.*ENDE"))).to_be_visible()
    look(desktop)


def test_a_relative_asks_with_a_proof(any_page: Page, sign_in: SignIn, look: Look) -> None:
    page, person = any_page, DEMO_OESAPA[0]
    sign_in(page, account_of(DEMO_FAMILY[0], office_of(DEMO_FAMILY[0])))
    page.goto("/surat/jenis/sktm/")
    page.get_by_role("link", name="Mengurus untuk keluarga atau orang lain?").click()
    look(page)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    page.get_by_label("Orang tua").check()
    page.get_by_label("NIK orang itu").fill(person.nik)
    page.get_by_label("Nomor KK orang itu").fill(person.kk)
    page.get_by_label("Tanggal lahir orang itu").fill(person.birth_date.isoformat())
    page.get_by_label("Kelurahan tempat orang itu tinggal").select_option(label=office_of(person).name)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Isi data")
    expect(page.get_by_text(person.name)).to_have_count(0)
    row = LetterRequest.objects.get()
    page.goto(f"/surat/permohonan/{row.pk}/dokumen/")
    expect(page.get_by_role("heading", name="Bukti hubungan keluarga atau surat kuasa")).to_be_visible()
    look(page)
