"""Journeys of signatures in a browser: mended words, paraf, lurah and camat; and a letter signed with ink."""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services as documents
from core.documents.models import SignatureMode
from core.documents.services.signers import set_mode
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.offices import ask_endorsement
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_letters import photograph
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE
from tests.factories.files import stored_file
from tests.factories.letters import LetterRequestFactory, RequestDocumentFactory, kind, kind_of_two, office_hours, photo
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
    for command in ("load_regions", "load_letter_kinds", "make_ca"):
        call_command(command, verbosity=0)
    office_hours()
    return Office.objects.select_related("region", "parent").get(region__code="53.71.06.1008")


@pytest.fixture
def citizen(fatubesi: Office) -> User:
    user: User = ResidentFactory(domicile=fatubesi.region).user
    return user


def enrolled(role: Role, office: Office | None) -> User:
    user = staff(role, office)
    documents.enroll_signer(user, PASSPHRASE, by=user)
    return user


def fresh(row: LetterRequest) -> LetterRequest:
    return LetterRequest.objects.select_related("document").get(pk=row.pk)


def mend_and_accept(desk: Page, row: LetterRequest, look: Look) -> None:
    desk.goto(f"/meja/{row.pk}/")
    desk.get_by_text("Perbaiki kata-kata surat").click()
    box = desk.get_by_label("Isi surat")
    box.fill(box.input_value().replace("warga Kelurahan Fatubesi", "warga Kelurahan Fatubesi (RT 001)"))
    look(desk)
    desk.get_by_role("button", name="Simpan kata-kata").click()
    expect(desk.get_by_role("status")).to_contain_text("diperbaiki")
    look(desk)
    desk.get_by_role("button", name="Terima", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("menunggu tanda tangan")


def endorse(desk: Page, row: LetterRequest, look: Look) -> None:
    desk.goto("/saya/")
    look(desk)
    desk.get_by_role("link", name=re.compile("menunggu paraf Anda")).click()
    look(desk)
    desk.get_by_role("link", name=row.owner.name).click()
    look(desk)
    desk.get_by_role("button", name="Beri paraf").click()
    expect(desk.get_by_role("status")).to_contain_text("diparaf")
    look(desk)


def sign(desk: Page, row: LetterRequest, look: Look) -> None:
    desk.goto(f"/meja/{row.pk}/tanda-tangan/")
    look(desk)
    desk.get_by_label("Frasa sandi tanda tangan").fill(PASSPHRASE)
    desk.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(desk.get_by_role("status")).to_contain_text("menunggu tanda tangan camat")


def countersign(desk: Page, row: LetterRequest, look: Look) -> None:
    desk.goto("/saya/")
    look(desk)
    desk.get_by_role("link", name=re.compile("Surat kelurahan menunggu tanda tangan Anda")).click()
    look(desk)
    desk.get_by_role("link", name=row.owner.name).click()
    picture = desk.get_by_role("img", name=re.compile("^Surat yang sudah ditandatangani lurah"))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    desk.get_by_text("Kembalikan ke kelurahan").first.click()
    look(desk)
    desk.get_by_label("Frasa sandi tanda tangan").fill("bukan frasa saya")
    desk.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label("Frasa sandi tanda tangan").fill(PASSPHRASE)
    desk.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(desk.get_by_role("status")).to_contain_text("sudah Anda tanda tangani")


def progress(phone: Page, row: LetterRequest, words: str, look: Look) -> None:
    phone.goto(f"/surat/permohonan/{row.pk}/")
    expect(phone.get_by_role("main")).to_contain_text(words)
    look(phone)


def download(phone: Page, name: str) -> bytes:
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name=name).click()
    data: bytes = waiting.value.path().read_bytes()
    return data


def drop(stranger: Page, file: dict[str, object], words: str, look: Look) -> None:
    stranger.goto("/periksa/")
    stranger.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    stranger.get_by_role("button", name="Periksa berkas").click()
    expect(stranger.get_by_role("main")).to_contain_text(words)
    look(stranger)


def test_words_are_mended_and_a_letter_is_endorsed_signed_and_countersigned(new_page, fatubesi, citizen, sign_in, look):
    ask_endorsement(fatubesi, True, by=staff(Role.ADMINISTRATOR))
    people = {
        role: (staff(role, fatubesi) if role in (Role.OPERATOR, Role.KASI) else enrolled(role, office))
        for role, office in (
            (Role.OPERATOR, fatubesi),
            (Role.KASI, fatubesi),
            (Role.LURAH, fatubesi),
            (Role.CAMAT, fatubesi.parent),
        )
    }
    row = LetterRequestFactory(kind=kind_of_two(), office=fatubesi, owner=citizen, status="submitted")
    for key in ("pengantar_rt", "pernyataan"):
        RequestDocumentFactory(request=row, requirement=key, file=stored_file(citizen, photo().read()))
    operator, phone, stranger = new_page(DESKTOP), new_page(PHONE), new_page(PHONE)
    kasi, lurah, camat = new_page(PHONE), new_page(DESKTOP), new_page(PHONE)
    for page, role in ((operator, Role.OPERATOR), (kasi, Role.KASI), (lurah, Role.LURAH), (camat, Role.CAMAT)):
        sign_in(page, people[role])
    sign_in(phone, citizen)
    mend_and_accept(operator, row, look)
    progress(phone, row, "Kata-kata surat yang diperbaiki petugas", look)
    progress(phone, row, "Kasi atau sekretaris memaraf", look)
    endorse(kasi, row, look)
    sign(lurah, row, look)
    progress(phone, row, "Camat menandatangani", look)
    stranger.goto(f"/periksa/{fresh(row).document.code}/")
    expect(stranger.get_by_role("main")).to_contain_text("belum selesai ditandatangani")
    look(stranger)
    countersign(camat, row, look)
    progress(phone, row, "Surat Anda sudah jadi", look)
    pdf = download(phone, "Unduh surat (PDF)")
    stranger.goto(f"/periksa/{fresh(row).document.code}/")
    expect(stranger.get_by_role("main")).to_contain_text("2 tanda tangan elektronik")
    expect(stranger.get_by_role("main")).to_contain_text("Camat Kota Lama")
    look(stranger)
    drop(stranger, {"name": "s.pdf", "mimeType": "application/pdf", "buffer": pdf}, "Asli dan masih berlaku", look)


def test_a_letter_is_printed_signed_with_ink_scanned_and_collected(new_page, fatubesi, citizen, sign_in, look):
    lurah = staff(Role.LURAH, fatubesi)
    set_mode(lurah, SignatureMode.WET, by=lurah)
    row = LetterRequestFactory(kind=kind(), office=fatubesi, owner=citizen, status="accepted")
    desk, chair, phone, stranger = new_page(DESKTOP), new_page(PHONE), new_page(PHONE), new_page(PHONE)
    sign_in(desk, staff(Role.OPERATOR, fatubesi))
    sign_in(chair, lurah)
    sign_in(phone, citizen)
    chair.goto("/tanda-tangan/")
    expect(chair.get_by_role("main")).to_contain_text("Anda menandatangani dengan tinta")
    look(chair)
    chair.goto(f"/meja/{row.pk}/tanda-tangan/")
    look(chair)
    desk.goto(f"/meja/{row.pk}/")
    look(desk)
    desk.get_by_role("button", name="Beri nomor dan siapkan cetakan").click()
    expect(desk.get_by_role("status")).to_contain_text("Cetak, lalu mintakan tanda tangan")
    look(desk)
    assert download(desk, "Unduh untuk dicetak (PDF)").startswith(b"%PDF-")
    progress(phone, row, "Dicetak, menunggu tanda tangan", look)
    desk.goto("/meja/cetak/")
    look(desk)
    desk.get_by_role("link", name=citizen.name).click()
    desk.get_by_role("button", name="Simpan pindaian").click()
    expect(desk.get_by_role("alert")).to_contain_text("Pilih berkas pindaiannya")
    look(desk)
    desk.get_by_label("Pindaian surat", exact=False).set_input_files(photograph("surat bercap"))
    desk.get_by_role("button", name="Simpan pindaian").click()
    expect(desk.get_by_role("status")).to_contain_text("Serahkan lembar aslinya")
    progress(phone, row, "Ambil lembar aslinya", look)
    scan = download(phone, "Unduh pindaiannya")
    stranger.goto(f"/periksa/{fresh(row).document.code}/")
    expect(stranger.get_by_role("main")).to_contain_text("ditandatangani dengan tinta")
    look(stranger)
    drop(stranger, {"name": "s.pdf", "mimeType": "application/pdf", "buffer": scan}, "Tidak dapat dibandingkan", look)
    desk.get_by_role("button", name="Surat cetak sudah diserahkan").click()
    expect(desk.get_by_role("status")).to_contain_text("sudah diserahkan")
    assert fresh(row).status == "collected"
