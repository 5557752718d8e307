"""Registration and log-in in a real browser, on a phone and on an office's computer."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.jobs.runner import run_waiting
from core.regions.services import load_reference
from core.signup import demo
from tests.factories.population import register  # noqa: F401 - a fixture
from tools.families import DEMO_OESAPA


@pytest.fixture
def demo_city(portal, settings):
    settings.DEMO = True
    load_reference()
    demo.make_people()


def test_a_resident_registers(any_page: Page, axe, demo_city, register, mailoutbox):  # noqa: F811 - the fixture
    page, person = any_page, DEMO_OESAPA[1]
    page.goto("/daftar/")
    axe(page)
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_label("NIK").fill(person.nik)
    page.get_by_label("Nomor KK").fill(person.kk)
    page.get_by_label("Tanggal lahir").fill(person.birth_date.isoformat())
    page.get_by_label("Kelurahan tempat Anda tinggal").select_option("Oesapa")
    page.get_by_label("Surel").fill("baru@contoh.test")
    page.get_by_label("Kata sandi").fill("Sasando-Berdawai-9")
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page).to_have_url(re.compile("/daftar/kode/$"))
    axe(page)
    run_waiting("notifications.deliver")
    page.get_by_label("Kode").fill(re.search(r"\b\d{6}\b", mailoutbox[-1].body).group())
    page.get_by_role("button", name="Buat akun saya").click()
    expect(page).to_have_url(re.compile("/saya/$"))
    page.goto("/akun/")
    axe(page)


def test_a_lurah_signs_in_with_the_code(any_page: Page, axe, demo_city):
    page = any_page
    lurah = next(person for person in demo.people() if person.key == "lurah")
    page.goto("/akun/masuk/")
    axe(page)
    page.get_by_label("NIK, surel").fill(lurah.login)
    page.get_by_label("Kata sandi").fill(demo.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/akun/masuk/kode/$"))
    axe(page)
    page.get_by_label("Kode verifikasi").fill(lurah.code)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/saya/$"))
    page.goto("/akun/verifikasi/")
    axe(page)


def test_the_demo_is_entered_with_one_press(any_page: Page, axe, demo_city):
    page = any_page
    page.goto("/demo/masuk/")
    axe(page)
    page.get_by_role("button", name="Masuk sebagai Administrator").click()
    expect(page).to_have_url(re.compile("/saya/$"))
    page.goto("/akun/token/")
    axe(page)


def test_a_new_editor_sets_up_the_second_factor(any_page: Page, axe, demo_city):
    from allauth.mfa.models import Authenticator

    from core.accounts.models import User

    page = any_page
    editor = User.objects.get(email="editor@contoh.test")
    Authenticator.objects.filter(user=editor).delete()
    page.goto("/akun/masuk/")
    page.get_by_label("NIK, surel").fill(editor.nip)
    page.get_by_label("Kata sandi").fill(demo.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/akun/verifikasi/pasang/$"))
    axe(page)
