"""What people send: taken clean, or refused with the way out and nothing kept."""

import io
import threading
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from core.accounts.rules import Role
from core.files import sandbox, services
from core.files.models import StoredFile
from core.files.services import vault
from tests.core.files.corpus import CANARY, bad_files, good_files
from tests.core.files.corpus.pictures import document, encoded, saved, scene
from tests.factories.accounts import UserFactory, staff
from tests.factories.files import jpeg_upload, pdf_upload, stored_file

# Of the drill's 223 bad and 59 good files (bench/drill_uploads.py) those that differ most.
GOOD = (
    "jpeg orientation 6", "jpeg cmyk", "jpeg motion photo", "jpeg of two (mpo)", "png LA", "png palette, clear",
    "png 16 bits grey", "webp animated", "pdf twenty pages", "pdf 2.0", "pdf opens at page one", "pdf with a link",
    "pdf with a filled form", "pdf with a wrong table of places",
)  # fmt: skip
BAD = {
    "empty": "empty", "html": "kind", "svg": "kind", "docx": "kind", "gif": "kind", "heic": "heic",
    "pdf after html": "kind", "jpeg at 53%": "broken", "png at 53%": "broken", "webp at 53%": "broken",
    "pdf at 93%": "broken", "png 0": "broken", "png 9000x9000": "pixels", "jpeg 65000x700": "pixels",
    "png text": "broken", "pdf 21 pages": "pages", "pdf stream packed twice": "slow", "jpeg": "size",
    "OpenAction JavaScript, in object streams": "active", "OpenAction JavaScript, name in hex": "active",
    "OpenAction GoTo and then a script": "active", "names EmbeddedFiles": "active", "link Launch": "active",
    "XFA": "xfa", "R6 with user's word": "encrypted", "R4 without user's word": "encrypted",
}  # fmt: skip


@pytest.fixture
def citizen(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return UserFactory()


def send(data: bytes, by, name="foto.jpg"):
    return services.store(SimpleUploadedFile(name, data, "image/jpeg"), by=by, purpose="tests")


def on_disk() -> list[Path]:
    return [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def good():
    return dict(good_files())


@pytest.fixture(scope="module")
def bad():
    found: dict[str, bytes] = {}
    for file in bad_files():
        found.setdefault(file.name, file.data)
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken(citizen, good, name):
    stored = send(good[name], citizen)
    data = services.read(stored)
    if name.startswith("pdf"):
        assert stored.content_type == "application/pdf"
        assert len(pikepdf.open(io.BytesIO(data)).pages) == stored.pages
    else:
        assert stored.content_type == "image/jpeg"
        assert Image.open(io.BytesIO(data)).format == "JPEG"


@pytest.mark.parametrize(("name", "reason"), BAD.items())
def test_a_bad_file_is_refused_and_nothing_is_kept(citizen, bad, name, reason):
    with pytest.raises(ValidationError) as error:
        send(bad[name], citizen)
    assert error.value.code == reason
    assert len(error.value.messages[0].split(". ")) >= 2, "what is wrong, and the way out"
    assert (StoredFile.objects.count(), on_disk()) == (0, [])


def test_metadata_is_gone_from_a_photograph(citizen):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "KameraKenari"
    exif.get_ifd(0x8825)[2] = (10.0, 9.0, 8.0)  # GPS
    data = encoded(scene(640, 480), "JPEG", exif=exif, comment=CANARY, icc_profile=CANARY)
    assert b"KameraKenari" in data
    stored = services.read(send(data, citizen))
    picture = Image.open(io.BytesIO(stored))
    assert picture.size == (480, 640)  # turned upright, since the flag that said so is gone
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Kenari" not in stored
    assert b"KENARI" not in stored


def test_metadata_is_gone_from_a_pdf_and_its_photographs(citizen):
    exif = Image.Exif()
    exif[0x0110] = "KameraKenari"
    pdf = document()
    pdf.docinfo["/Author"] = "PenulisKenari"
    photo = encoded(scene(100, 80), "JPEG", exif=exif)
    picture = pikepdf.Stream(
        pdf, photo, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=100, Height=80,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=picture))
    sent = saved(pdf, compress_streams=False)
    assert sent.count(b"Kenari") == 2
    stored = services.read(send(sent, citizen))
    assert b"Kenari" not in stored
    clean = pikepdf.open(io.BytesIO(stored))
    assert dict(clean.docinfo) == {}
    [image] = clean.pages[0].get_images().values()
    assert Image.open(io.BytesIO(image.read_raw_bytes())).size == (100, 80)


def test_what_was_filled_in_and_inherited_survives_the_rewriting(citizen, good):
    stored = services.read(send(good["pdf with a filled form"], citizen))
    clean = pikepdf.open(io.BytesIO(stored))
    assert "/AcroForm" not in clean.Root
    page = clean.pages[0]
    assert "/Annots" not in page
    assert page.Resources.Font.F1.BaseFont == "/Helvetica"  # stood in the page tree
    assert list(page.Resources.XObject) != []  # the field's appearance is part of the page now


def test_a_large_photograph_becomes_smaller(citizen):
    stored = services.read(send(encoded(Image.new("RGB", (4000, 3000)), "JPEG"), citizen))
    assert Image.open(io.BytesIO(stored)).size == (2400, 1800)


def test_the_announced_name_and_type_are_not_believed(citizen):
    upload = SimpleUploadedFile("../../etc/kk.exe", saved(document()), "text/html")
    stored = services.store(upload, by=citizen, purpose="tests")
    assert stored.content_type == "application/pdf"
    assert [path.name for path in on_disk()] == [stored.location.split("/")[1]]


def test_a_refusal_says_the_limit_and_the_way_out(citizen):
    with pytest.raises(ValidationError) as error:
        send(b"\xff\xd8\xff" + bytes(5 * 2**20), citizen)
    assert error.value.messages == [
        "Berkas lebih dari 5 MB. Perkecil foto di pengaturan kamera, atau kirim halaman demi halaman."
    ]


def test_a_citizen_has_a_daily_quota_and_staff_ten_times_as_much(citizen, settings):
    settings.UPLOAD_DAILY_FILES = 1
    for person, taken in ((citizen, 1), (staff(Role.OPERATOR), 10)):
        for _ in range(taken - 1):
            stored_file(person)
        services.store(jpeg_upload(), by=person, purpose="tests")
        with pytest.raises(ValidationError) as error:
            services.store(jpeg_upload(), by=person, purpose="tests")
        assert error.value.code == "quota"


def test_the_quota_counts_bytes_of_a_day(citizen, settings):
    settings.UPLOAD_DAILY_BYTES = 1000
    with pytest.raises(ValidationError) as error:
        services.store(jpeg_upload(), by=citizen, purpose="tests")
    assert error.value.code == "quota"


@pytest.mark.parametrize(("data", "kind"), [(b"a;b\n1;2\n", "CSV"), (b"PK\x03\x04...", "XLSX")])
def test_a_file_of_rows_is_kept_as_it_was_sent_and_encrypted(citizen, data, kind):
    stored = services.store_rows(data, purpose="tests", by=staff(Role.OPERATOR))
    assert (services.read(stored), stored.content_type) == (data, StoredFile.ContentType[kind])
    assert data not in vault.path_of(stored).read_bytes()


def test_a_file_of_rows_counts_against_the_quota(citizen, settings):
    settings.UPLOAD_DAILY_BYTES = 1
    with pytest.raises(ValidationError) as error:
        services.store_rows(b"more than ten", purpose="tests", by=staff(Role.OPERATOR))
    assert error.value.code == "quota"


def test_uploads_at_once_are_all_kept_whole(committed, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    people = UserFactory.create_batch(4)
    uploads = [encoded(scene(300 + 10 * number, 200), "JPEG") for number in range(4)]
    widths: dict[int, int] = {}

    def upload(number: int) -> None:
        stored = send(uploads[number], people[number])
        widths[number] = Image.open(io.BytesIO(services.read(stored))).width
        connection.close()

    threads = [threading.Thread(target=upload, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert widths == {0: 300, 1: 310, 2: 320, 3: 330}
    assert StoredFile.objects.count() == 4


def test_pages_of_a_pdf_are_drawn_once_and_go_with_it(citizen, django_capture_on_commit_callbacks):
    stored = services.store(pdf_upload(pages=2), by=citizen, purpose="tests")
    pages = services.page_images(stored)
    assert [Image.open(io.BytesIO(services.read(page))).format for page in pages] == ["JPEG", "JPEG"]
    assert services.page_images(stored) == pages
    assert len(on_disk()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(stored)
    assert (StoredFile.objects.count(), on_disk()) == (0, [])


def test_a_pictures_page_is_the_picture(citizen):
    stored = services.store(jpeg_upload(), by=citizen, purpose="tests")
    assert services.page_images(stored) == [stored]


# --- the process of its own


def test_the_worker_has_neither_keys_nor_database(monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import json, os, sys\nsys.stdin.buffer.read()\n"
        "body = json.dumps(sorted(os.environ)).encode()\n"
        "sys.stdout.buffer.write(json.dumps({'pages': 1, 'lengths': [len(body)]}).encode() + b'\\n' + body)"
    )
    monkeypatch.setattr(sandbox, "WORKER", worker)
    assert sandbox.run("image", b"x").parts == [b'["LC_ALL", "PATH"]']


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import time; time.sleep(30)", "slow"),
        ("import os; os.abort()", "broken"),
        ("import os; os.kill(os.getpid(), 24)", "slow"),
        ("raise SystemExit(1)", "broken"),
        ("", "broken"),
    ],
)
def test_a_worker_that_hangs_or_dies_means_the_file_is_refused(monkeypatch, tmp_path, code, reason):
    worker = tmp_path / "worker.py"
    worker.write_text(code)
    monkeypatch.setattr(sandbox, "WORKER", worker)
    with pytest.raises(sandbox.RefusedError) as error:
        sandbox.run("image", b"x", seconds=1.5)
    assert error.value.reason == reason


def test_too_many_at_once_are_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(sandbox, "AT_ONCE", threading.BoundedSemaphore(1))
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.05)
    sandbox.AT_ONCE.acquire()
    with pytest.raises(sandbox.RefusedError) as error:
        sandbox.run("image", b"x")
    assert error.value.reason == "busy"
