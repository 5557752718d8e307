"""Pictures of the portal's pages at 360 and 1280 pixels, to be looked at before a screen is called done.

    python -m tools.screenshots [--url http://localhost:8000] [NAME ...]

Into var/screenshots, and docs/img/beranda.png for the README. Without --url it starts a portal of its own with demo
data on throw-away services. It fails when a page answers with an error, is wider than the screen, or when a step of
a page's way is missing.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tools.browser import LINE, find_chromium
from tools.embedded import PROJECT, use_throwaway_services

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = PROJECT / "var" / "screenshots"
README_PICTURE = PROJECT / "docs" / "img" / "beranda.png"
README_WIDTH = 960
WIDTHS = {"360": (360, 740), "1280": (1280, 800)}


@dataclass(frozen=True)
class Shot:
    """A page: who looks (a key of the demo's people, "" for a visitor), where, and the links clicked from there."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()
    status: int = 200


SHOTS = (
    Shot("beranda", "", "/"),
    Shot("cari", "", "/cari/?q=surat"),
    Shot("tentang", "", "/tentang/"),
    Shot("privasi", "", "/privasi/"),
    Shot("tidak-ditemukan", "", "/alamat-yang-tidak-ada/", status=404),
    Shot("surat", "", "/surat/"),
    Shot("surat-cari", "", "/surat/?q=besiswa"),
    Shot("surat-tidak-ada", "", "/surat/?q=xyzzy"),
    Shot("surat-mungkin-tidak-perlu", "", "/surat/jenis/skpd/"),
    Shot("surat-standar", "", "/surat/jenis/skaw/standar/"),
    Shot("surat-jenis", "", "/surat/", ("main a[href^='/surat/jenis/']",)),
    Shot("lacak", "", "/lacak/"),
    Shot("periksa", "", "/periksa/"),
    Shot("masuk", "", "/akun/masuk/"),
    Shot("daftar", "", "/daftar/"),
    Shot("pulihkan", "", "/akun/pulihkan/"),
    Shot("demo-masuk", "", "/demo/masuk/"),
    Shot("demo-kotak-surat", "", "/demo/kotak-surat/"),
    Shot("warga-meja", "warga", "/saya/"),
    Shot("warga-surat", "warga", "/surat/saya/"),
    Shot("warga-pesan", "warga", "/pesan/"),
    Shot("warga-akun", "warga", "/akun/"),
    Shot("operator-meja", "operator", "/saya/"),
    Shot("operator-antrean", "operator", "/meja/"),
    Shot("operator-saring", "operator", "/meja/?status=submitted&saring=1"),
    Shot("operator-cari-kosong", "operator", "/meja/?q=tidak+ada"),
    Shot("operator-loket", "operator", "/loket/"),
    Shot("operator-register", "operator", "/register/"),
    Shot("operator-keluhan", "operator", "/meja/keluhan/"),
    Shot("operator-statistik", "operator", "/meja/statistik/"),
    Shot("statistik", "", "/surat/statistik/"),
    Shot("survei", "", "/surat/survei/"),
    Shot("operator-permohonan", "operator", "/meja/", ("main a[href*='/meja/0']",)),
    Shot("lurah-meja", "lurah", "/saya/"),
    Shot("lurah-tanda-tangan", "lurah", "/meja/tanda-tangan/"),
    Shot("lurah-surat", "lurah", "/meja/tanda-tangan/", ("main a[href*='/meja/0']",)),
    Shot("camat-mengetahui", "camat", "/meja/mengetahui/"),
    Shot("kasi-paraf", "kasi-oesapa", "/meja/paraf/"),
    Shot("operator-pindai", "operator-lasiana", "/meja/cetak/"),
    Shot("lurah-tinta", "lurah-lasiana", "/tanda-tangan/"),
    Shot("lurah-bsre", "lurah-kelapa-lima", "/meja/tanda-tangan/", ("main a[href*='/meja/0']",)),
    Shot("lurah-sertifikat", "lurah", "/tanda-tangan/"),
    Shot("dukcapil-pemanfaatan", "dukcapil", "/kependudukan/pemanfaatan/"),
    Shot("administrator-bangku", "administrator", "/admin/"),
    Shot("administrator-meja", "administrator", "/saya/"),
    Shot("harga", "", "/harga/"),
    Shot("harga-komoditas", "", "/harga/komoditas/cabai-rawit-merah/"),
    Shot("harga-indeks", "", "/harga/indeks/"),
    Shot("surveyor-meja", "surveyor", "/saya/"),
    Shot("surveyor-putaran", "surveyor", "/harga/survei/baru/"),
    Shot("tpid-harga", "tpid", "/harga/validasi/", ("main a[href*='/validasi/0']",)),
    Shot("stunting", "", "/stunting/"),
    Shot("kader-meja", "posyandu_worker", "/tumbuh/"),
    Shot("dinkes-prevalensi", "dinkes", "/tumbuh/prevalensi/"),
    Shot("bbm-cara-hitung", "", "/bbm/cara-hitung/"),
    Shot("bkad-ringkasan", "bkad_officer", "/bbm/"),
    Shot("bkad-pagu", "bkad_officer", "/bbm/pagu/"),
    Shot("bkad-kendaraan", "bkad_officer", "/bbm/kendaraan/"),
    Shot("bkad-harga", "bkad_officer", "/bbm/harga/"),
    Shot("bkad-laporan", "bkad_officer", "/bbm/laporan/"),
    Shot("pengurus-pengisian", "fuel_clerk", "/bbm/pengisian/baru/"),
    Shot("hoaks", "", "/hoaks/"),
    Shot("hoaks-lapor", "", "/hoaks/lapor/"),
    Shot("hoaks-statistik", "", "/hoaks/statistik/"),
    Shot("kontak-konfirmasi", "office_contact", "/hoaks/konfirmasi/"),
    Shot("hoaks-meja", "fact_checker", "/hoaks/meja/"),
    Shot("evaluasi", "", "/evaluasi/"),
    Shot("koordinator-meja", "spbe_coordinator", "/saya/"),
    Shot("api", "", "/api/docs/"),
)


@contextmanager
def own_portal() -> Iterator[str]:
    """A portal with demo data on throw-away services; its address."""
    use_throwaway_services()
    folder = tempfile.mkdtemp(prefix="kupang-gambar-")
    os.environ.update(VAR_DIR=folder, DEMO="true", DJANGO_SETTINGS_MODULE="kupang_portal.settings.local")
    from tools import prepare

    prepare.migrate()
    prepare.load_data()
    # After the settings are known, not before.
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(WSGIHandler())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def enter(page: "Page", who: str) -> None:
    """Sign in as a demo person the way a visitor does: by the button."""
    page.goto("/demo/masuk/")
    page.locator(f"form[action='/demo/masuk/{who}/'] button").first.click()
    page.wait_for_url("**/saya/")


def look(page: "Page", shot: Shot) -> str:
    """Go to the page; what is wrong with it, or ""."""
    answer = page.goto(shot.path)
    for selector in shot.follow:
        link = page.locator(selector).first
        if not link.count():
            return f"tidak ada / missing on {page.url}: {selector}"
        answer = page.goto(link.get_attribute("href") or "")
    page.wait_for_load_state("networkidle")
    if answer is None or answer.status != shot.status:
        return f"{page.url}: {answer.status if answer else 'no answer'}, bukan / not {shot.status}"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return f"{page.url}: lebih lebar dari layar / wider than the screen"
    return ""


def take(browser: "Browser", url: str, shots: list[Shot]) -> list[str]:
    """Take every picture at every width; what went wrong."""
    problems = []
    for label, (width, height) in WIDTHS.items():
        for who in dict.fromkeys(shot.who for shot in shots):
            context = browser.new_context(
                viewport={"width": width, "height": height}, base_url=url, locale="id-ID", reduced_motion="reduce"
            )
            page = context.new_page()
            if who:
                enter(page, who)
            for shot in (shot for shot in shots if shot.who == who):
                problem = look(page, shot)
                page.screenshot(path=FOLDER / f"{shot.name}-{label}.png", full_page=True)
                problems += [f"{shot.name} ({label}): {problem}"] if problem else []
            context.close()
    return problems


def readme_picture(browser: "Browser", url: str) -> None:
    """The first screen of the home page, small enough for a README."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, base_url=url)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    raw = FOLDER / "beranda-readme.png"
    page.screenshot(path=raw)
    page.close()
    with Image.open(raw) as picture:
        small = picture.convert("RGB").resize((README_WIDTH, README_WIDTH * picture.height // picture.width))
        README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
        small.quantize(64).save(README_PICTURE, optimize=True)


def photograph(url: str, shots: list[Shot]) -> list[str]:
    from playwright.sync_api import sync_playwright

    flags = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        problems = take(browser, url, shots)
        if any(shot.name == "beranda" for shot in shots):
            readme_picture(browser, url)
        browser.close()
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--url", help="a running demo; without it one is started")
    parser.add_argument("names", nargs="*", help="only these pages")
    chosen = parser.parse_args()
    if find_chromium() is None:
        sys.exit(f"Chromium belum ada / Chromium is missing: {LINE}")
    unknown = set(chosen.names) - {shot.name for shot in SHOTS}
    if unknown:
        sys.exit(f"Tidak dikenal / unknown: {', '.join(sorted(unknown))}")
    shots = [shot for shot in SHOTS if not chosen.names or shot.name in chosen.names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    if chosen.url:
        problems = photograph(chosen.url, shots)
    else:
        with own_portal() as url:
            problems = photograph(url, shots)
    taken = len(shots) * len(WIDTHS)
    print(f"{taken} gambar / pictures: {Path(FOLDER).relative_to(PROJECT)}")
    if problems:
        sys.exit("\n".join(["GAGAL / FAILED:", *problems]))


if __name__ == "__main__":
    main()
