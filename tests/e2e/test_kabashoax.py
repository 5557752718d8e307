"""A rumour's path in a real browser: reported on a phone, worked, published, found and read."""

import re

import pytest
from playwright.sync_api import expect

from core.accounts.rules import Role
from kabashoax.models import Claim, Report
from kabashoax.services import confirming
from tests.factories.accounts import staff
from tests.factories.kabashoax import kominfo, published
from tests.factories.letters import photo
from tests.factories.regions import OfficeFactory


@pytest.fixture
def people(committed):
    """A fact-checker and an editor, and one verdict that is public already."""
    office = kominfo()
    found = {"checker": staff(Role.FACT_CHECKER, office), "editor": staff(Role.EDITOR, office)}
    title = "Jembatan Liliba retak dan akan roboh"
    published(found["checker"], found["editor"], title=title, text="Jembatan Liliba retak")
    return found


@pytest.fixture
def look(axe, no_sideways_scroll):
    def check(page):
        axe(page)
        no_sideways_scroll(page)

    return check


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def test_from_a_report_on_a_phone_to_a_verdict_that_is_shared(people, phone, desktop, sign_in, look):
    ticket, pin = report(phone, look)
    sign_in(desktop, people["checker"])
    work(desktop, look)
    sign_in(desktop, people["editor"])
    publish(desktop, look)
    read(phone, look, ticket, pin)


def report(page, look):
    page.goto("/hoaks/")
    look(page)
    page.get_by_role("link", name="Laporkan kabar").first.click()
    page.get_by_label("Bunyi kabar").press_sequentially("jembatan liliba su retak", delay=5)
    expect(page.locator("#mirip")).to_contain_text("Mungkin sudah pernah diperiksa")
    look(page)
    page.get_by_label("Bunyi kabar").fill("Beta dapa info air PDAM su campur racun, sonde boleh minum")
    press(page, "Kirim laporan")
    expect(page.locator(".error-summary")).to_contain_text("Lampirkan bukti")
    look(page)
    picture = photo()
    page.get_by_label("Tangkapan layar").set_input_files(
        {"name": "layar.jpg", "mimeType": "image/jpeg", "buffer": picture.read()}
    )
    page.get_by_label("Kabar yang meresahkan warga").check()
    press(page, "Kirim laporan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan diterima")
    look(page)
    codes = page.locator(".big-code").all_inner_texts()
    return codes[0], codes[1]


def work(page, look):
    page.goto("/saya/")
    page.get_by_role("link", name=re.compile("Laporan kabar menunggu")).first.click()
    look(page)
    page.get_by_role("link", name=re.compile("air PDAM")).click()
    look(page)
    page.get_by_label("Klaim dalam satu kalimat").fill("Air PDAM tercampur racun")
    press(page, "Buka klaim")
    page.get_by_role("textbox", name="Penerbit").fill("PERUMDA Air Minum")
    page.get_by_role("textbox", name="Judul").fill("Hasil uji air")
    page.get_by_role("textbox", name="Kutipan").fill("Air diuji setiap hari dan aman.")
    press(page, "Catat sumber")
    page.get_by_role("combobox", name="Hasil pemeriksaan").select_option(label="Konten palsu")
    page.get_by_role("textbox", name="Kesimpulan").fill("Tidak ada racun dalam air.")
    page.get_by_role("textbox", name="Penjelasan").fill("Perusahaan air minum menguji air setiap hari.")
    look(page)
    press(page, "Kirim kepada editor")
    expect(page.locator(".notice--success")).to_contain_text("Usulan dikirim")


def publish(page, look):
    page.goto("/saya/")
    page.get_by_role("link", name=re.compile("menunggu diterbitkan")).first.click()
    page.get_by_role("link", name="Air PDAM tercampur racun").click()
    look(page)
    press(page, "Terbitkan")
    expect(page.locator(".notice--success")).to_contain_text("Terbit")
    assert Report.objects.get(claim=Claim.objects.get(title="Air PDAM tercampur racun")).status == "done"


def read(page, look, ticket, pin):
    page.goto("/hoaks/lacak/")
    page.get_by_label("Nomor tiket").fill(ticket)
    page.get_by_label("PIN").fill(pin)
    press(page, "Lihat kemajuan")
    look(page)
    page.get_by_role("link", name="Baca hasilnya").click()
    expect(page.locator(".lead").first).to_have_text("Tidak ada racun dalam air.")
    look(page)
    press(page, "Kabar ini sampai juga kepada saya")
    expect(page.locator(".notice--success")).to_contain_text("Terima kasih")
    page.goto("/hoaks/?q=katong+pung+air+pdam+racun")
    expect(page.locator(".row-card__title").first).to_have_text("Air PDAM tercampur racun")


def test_the_archive_and_a_verdict_on_both_widths(people, any_page, look):
    any_page.goto("/hoaks/")
    look(any_page)
    any_page.get_by_role("link", name="Jembatan Liliba").click()
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("Jembatan Liliba")
    look(any_page)
    any_page.goto("/hoaks/statistik/")
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Statistik pemeriksaan")
    look(any_page)


def test_an_offices_contact_answers_on_a_phone(people, phone, sign_in, look):
    contact = staff(Role.OFFICE_CONTACT, OfficeFactory(dinas=True, name="Dinas Kesehatan"))
    asked = Claim.objects.get(title="Jembatan Liliba retak dan akan roboh")
    office = contact.assignments.get().office
    confirming.ask(asked, office=office, question="Benarkah jembatannya retak?", by=people["checker"])
    sign_in(phone, contact)
    phone.goto("/saya/")
    phone.get_by_role("link", name=re.compile("menunggu jawaban kantor")).first.click()
    look(phone)
    phone.get_by_role("link", name="Jembatan Liliba").click()
    look(phone)
    phone.get_by_label("Jawaban").fill("Tidak retak; yang terlihat hanya sambungan.")
    press(phone, "Kirim jawaban")
    expect(phone.locator(".notice--success")).to_contain_text("Jawaban terkirim")
    phone.goto(f"/hoaks/klaim/{asked.slug}/")
    expect(phone.locator("main")).to_contain_text("Tidak retak; yang terlihat hanya sambungan.")
