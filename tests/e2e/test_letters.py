"""The main journey in a browser: a resident asks, the operator checks, the lurah signs, a stranger verifies."""

import io
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services as documents
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from tests.core.jobs.servers import Valkey, Worker, broker_of_this_process, wait_for
from tests.core.notifications.smtp import smtp_server
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.outside import Mailbox
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import office_hours
from tests.factories.population import ResidentFactory, register  # noqa: F401 - a fixture
from tools.families import DEMO_FAMILY

RESIDENT = DEMO_FAMILY[0]
ADDRESS = "yohanes@contoh.test"


def photograph(text: str) -> dict[str, object]:
    """A photo of a sheet of paper, as a telephone gives it."""
    picture = Image.new("RGB", (900, 1200), "#f4efe6")
    ImageDraw.Draw(picture).text((80, 100), text, fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp_server() as (server, port):
        yield Mailbox(server, port)


@pytest.fixture
def worker(committed: str, mailbox: Mailbox) -> Iterator[Worker]:
    """A real worker that posts real mail."""
    valkey = Valkey()
    with broker_of_this_process(valkey.url):
        started = Worker(committed, valkey.url, {"EMAIL_PORT": str(mailbox.port), "EMAIL_HOST": "127.0.0.1"})
        yield started
        started.stop()
    valkey.close()


@pytest.fixture
def fatubesi(committed: str) -> Office:
    """The city's regions and kinds of letters, and an authority; the office of the journey."""
    for command in ("load_regions", "load_letter_kinds", "make_ca"):
        call_command(command, stdout=io.StringIO())
    office_hours()
    return Office.objects.get(region__code="53.71.06.1008")


@pytest.fixture
def operator(fatubesi: Office) -> User:
    return staff(Role.OPERATOR, fatubesi)


@pytest.fixture
def lurah(fatubesi: Office) -> User:
    user = staff(Role.LURAH, fatubesi)
    documents.enroll_signer(user, PASSPHRASE, by=user)
    return user


Look = Callable[[Page], None]


@pytest.fixture
def look(axe: Look, no_sideways_scroll: Look) -> Look:
    def check(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return check


def register_account(phone: Page, mailbox: Mailbox, look: Look) -> None:
    phone.goto("/daftar/")
    look(phone)
    phone.get_by_label("NIK", exact=False).first.fill(RESIDENT.nik)
    phone.get_by_label("Nomor KK").fill(RESIDENT.kk)
    phone.get_by_label("Tanggal lahir").fill(RESIDENT.birth_date.isoformat())
    phone.get_by_label("Kelurahan tempat Anda tinggal sekarang").select_option(label="Fatubesi")
    phone.get_by_label("Surel (email)").fill(ADDRESS)
    phone.get_by_label("Kata sandi").fill("sandal-cendana-77")
    phone.locator("form.portal-form button[type=submit]").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Masukkan kode")
    look(phone)
    phone.get_by_label("Kode dari surel").fill(mailbox.code_for(ADDRESS))
    phone.get_by_role("button", name="Buat akun saya").click()
    phone.wait_for_url("**/saya/")
    look(phone)


def ask_for_letter(phone: Page, look: Look) -> LetterRequest:
    phone.goto("/surat/?q=beasiswa")
    look(phone)
    phone.get_by_role("link", name="Surat Keterangan Tidak Mampu").first.click()
    look(phone)
    phone.get_by_role("button", name="Mulai").click()
    look(phone)
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    look(phone)
    phone.get_by_label("Pendidikan", exact=False).first.check()
    phone.get_by_label("Keperluan secara rinci").fill("mengurus beasiswa KIP Kuliah anak")
    phone.get_by_label("Penghasilan keluarga per bulan").fill("Rp 1.250.000")
    phone.get_by_label("Jumlah orang yang ditanggung").fill("3")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Foto dokumen")
    for key in ("pengantar_rt", "pernyataan"):
        upload(phone, key)
    look(phone)
    phone.get_by_role("link", name="Lanjut", exact=True).click()
    look(phone)
    phone.get_by_label("Data dan dokumen ini benar", exact=False).check()
    phone.get_by_role("button", name="Kirim permohonan").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Permohonan Anda sudah dikirim")
    look(phone)
    return LetterRequest.objects.get()


def upload(phone: Page, key: str) -> None:
    part = phone.locator(f"section#{key}")
    part.locator("input[type=file]").set_input_files(photograph(key))  # type: ignore[arg-type]
    button = part.get_by_role("button", name=re.compile("^Unggah"))
    if button.is_visible():
        button.click()
    expect(phone.locator(f"section#{key} .pages__page")).to_have_count(1)


def give_back(desk: Page, look: Look) -> None:
    desk.goto("/meja/")
    look(desk)
    desk.get_by_role("link", name=re.compile(RESIDENT.name.split()[0], re.IGNORECASE)).click()
    look(desk)
    desk.get_by_text("Kembalikan untuk diperbaiki").click()
    desk.get_by_role("textbox", name="Surat pengantar RT").fill("Cap RT tidak terbaca. Foto lagi di tempat terang.")
    look(desk)
    desk.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("dikembalikan")


def correct(phone: Page, look: Look) -> None:
    phone.goto("/surat/saya/")
    look(phone)
    phone.get_by_role("link", name=re.compile("Surat Keterangan Tidak Mampu|SKTM-")).first.click()
    expect(phone.get_by_role("main")).to_contain_text("Cap RT tidak terbaca")
    look(phone)
    phone.get_by_role("link", name="Perbaiki", exact=True).click()
    # Only a document came back, so the correction begins there.
    expect(phone.get_by_role("heading", level=1)).to_have_text("Foto dokumen")
    part = phone.locator("section#pengantar_rt")
    part.locator("input[type=file]").set_input_files(photograph("pengantar RT yang baru"))  # type: ignore[arg-type]
    button = part.get_by_role("button", name=re.compile("^Unggah"))
    if button.is_visible():
        button.click()
    expect(part.locator(".pages__page")).to_have_count(2)
    look(phone)
    phone.get_by_role("link", name="Lanjut", exact=True).click()
    phone.get_by_label("Data dan dokumen ini benar", exact=False).check()
    phone.get_by_role("button", name="Kirim perbaikan").click()
    wait_for(lambda: LetterRequest.objects.get().status == "submitted")


def accept(desk: Page, look: Look) -> None:
    desk.goto("/meja/")
    desk.get_by_role("link", name=re.compile(RESIDENT.name.split()[0], re.IGNORECASE)).click()
    desk.get_by_role("button", name="Tampilkan NIK lengkap").click()
    expect(desk.get_by_role("main")).to_contain_text(RESIDENT.nik)
    look(desk)
    desk.get_by_role("button", name="Terima", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("menunggu tanda tangan")


def sign(desk: Page, look: Look) -> None:
    desk.goto("/meja/tanda-tangan/")
    look(desk)
    desk.get_by_role("link", name=re.compile("^Baca")).click()
    picture = desk.get_by_role("img", name=re.compile("^Surat yang akan ditandatangani"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    look(desk)
    desk.get_by_label("Frasa sandi tanda tangan").fill("bukan frasa saya")
    desk.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label("Frasa sandi tanda tangan").fill(PASSPHRASE)
    desk.get_by_role("button", name="Tanda tangani surat ini").click()
    expect(desk.get_by_role("status")).to_contain_text("sudah ditandatangani")


def download(phone: Page, look: Look) -> bytes:
    phone.goto(f"/surat/permohonan/{LetterRequest.objects.get().pk}/")
    look(phone)
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="Unduh surat (PDF)").click()
    return waiting.value.path().read_bytes()


def verify(stranger: Page, pdf: bytes, look: Look) -> None:
    code = LetterRequest.objects.get().document.code
    stranger.goto(f"/periksa/{code}/")
    expect(stranger.get_by_role("main")).to_contain_text("Surat Keterangan Tidak Mampu")
    expect(stranger.get_by_role("main")).not_to_contain_text(RESIDENT.nik)
    look(stranger)
    for data, verdict in ((pdf, "Asli dan masih berlaku"), (pdf + b"% ditambahkan", "Tidak terbukti asli")):
        stranger.goto("/periksa/")
        look(stranger)
        file = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": data}
        stranger.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        stranger.get_by_role("button", name="Periksa berkas").click()
        expect(stranger.get_by_role("main")).to_contain_text(re.compile(verdict, re.IGNORECASE))
        look(stranger)


def track(stranger: Page, reference: str, pin: str, look: Look) -> None:
    stranger.goto("/lacak/")
    look(stranger)
    stranger.get_by_label("Nomor permohonan").fill(reference.lower().replace("-", " "))
    stranger.get_by_label("PIN").fill(pin)
    stranger.get_by_role("button", name="Lihat kemajuan").click()
    expect(stranger.get_by_role("main")).to_contain_text("Selesai, surat siap diunduh")
    look(stranger)


def test_a_resident_gets_a_signed_letter(new_page, register, worker, mailbox, operator, lurah, sign_in, look):  # noqa: F811
    phone, lurahs_desk, stranger = (new_page(PHONE) for _ in range(3))
    operators_desk = new_page(DESKTOP)
    sign_in(operators_desk, operator)
    sign_in(lurahs_desk, lurah)
    register_account(phone, mailbox, look)
    letter_request = ask_for_letter(phone, look)
    pin = phone.locator(".big-code").nth(1).inner_text()
    give_back(operators_desk, look)
    correct(phone, look)
    accept(operators_desk, look)
    sign(lurahs_desk, look)
    pdf = download(phone, look)
    verify(stranger, pdf, look)
    track(stranger, letter_request.reference, pin, look)
    wait_for(lambda: len(mailbox.titles(ADDRESS)) >= 6, seconds=30)
    assert len(mailbox.titles(ADDRESS)) == 6, mailbox.titles(ADDRESS)


class Taps:
    """Counts what a thumb does: links, buttons, ticks and photos chosen. What is typed is counted apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.typed = page, 0, 0

    def tap(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=role == "link").first.click()  # type: ignore[arg-type]
        self.count += 1

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=False).first.check()
        self.count += 1

    def photo(self, key: str) -> None:
        chooser = self.page.locator(f"section#{key} input[type=file]")
        chooser.set_input_files(photograph(key))  # type: ignore[arg-type]
        self.count += 1
        # A readable photo is sent at once: there is no second tap.
        expect(self.page.locator(f"section#{key} .pages__page")).to_have_count(1, timeout=20_000)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.typed += 1


def test_an_sktm_takes_eight_taps_for_somebody_with_an_account(new_page, fatubesi, sign_in, capsys):
    resident = ResidentFactory(domicile=fatubesi.region, address="Jalan Contoh 5", rt="4", rw="2")
    phone = new_page(PHONE)
    sign_in(phone, resident.user)
    phone.goto("/surat/jenis/sktm/")  # where the search for "beasiswa" leads
    taps, begun = Taps(phone), time.monotonic()
    taps.tap("button", "Mulai")
    taps.tick("Pendidikan")
    taps.fill("Keperluan secara rinci", "mengurus beasiswa KIP Kuliah anak")
    taps.fill("Penghasilan keluarga per bulan", "1250000")
    taps.fill("Jumlah orang yang ditanggung", "3")
    taps.tap("button", "Simpan dan lanjut")
    taps.photo("pengantar_rt")
    taps.photo("pernyataan")
    taps.tap("link", "Lanjut")
    taps.tick("Data dan dokumen ini benar")
    taps.tap("button", "Kirim permohonan")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Permohonan Anda sudah dikirim")
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(  # noqa: T201 - a figure to be read, not asserted
            f"\nSKTM: {taps.count} taps, {taps.typed} answers typed, {seconds:.0f} s by the browser"
        )
    assert (taps.count, taps.typed) == (8, 3)
