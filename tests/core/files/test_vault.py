"""Files at rest: encrypted, under names that say nothing, whole or not there."""

import os
import stat
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from core.files import services
from core.files.models import StoredFile
from core.files.responses import attachment
from core.files.services import vault
from core.population import crypto
from tests.factories.accounts import UserFactory
from tests.factories.files import stored_file

SECRET = b"isi surat yang rahasia"


@pytest.fixture
def citizen(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return UserFactory()


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_nothing_readable_lies_on_the_disk(citizen, tmp_path):
    stored = stored_file(citizen, SECRET)
    [path] = files(tmp_path)
    assert SECRET not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(stored.pk) not in str(path)
    assert services.read(stored) == SECRET
    assert (stored.size, stored.pages) == (len(SECRET), 1)


def test_the_same_file_twice_looks_different(citizen, tmp_path):
    stored_file(citizen, SECRET)
    stored_file(citizen, SECRET)
    first, second = files(tmp_path)
    assert first.read_bytes() != second.read_bytes()


def test_a_changed_byte_is_noticed(citizen, tmp_path):
    stored = stored_file(citizen, SECRET)
    [path] = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(crypto.UndecipherableError):
        services.read(stored)


def test_one_file_in_anothers_place_is_noticed(citizen):
    mine, yours = stored_file(citizen, b"milik saya"), stored_file(citizen, b"milik Anda")
    vault.path_of(mine).write_bytes(vault.path_of(yours).read_bytes())
    with pytest.raises(crypto.UndecipherableError):
        services.read(mine)


def test_files_of_an_older_key_are_still_read(citizen, settings):
    stored = stored_file(citizen, SECRET)
    settings.FIELD_KEYS = ["Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=", *settings.FIELD_KEYS]
    assert services.read(stored) == SECRET


@pytest.mark.parametrize("location", ["../luar", "/etc/passwd", "ab/../../luar"])
def test_a_location_cannot_lead_out(citizen, location):
    with pytest.raises(ValueError, match="FILES_ROOT"):
        services.read(StoredFile(location=location))


def test_a_failed_write_leaves_nothing(citizen, tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        stored_file(citizen, SECRET)
    assert (files(tmp_path), StoredFile.objects.count()) == ([], 0)


def test_the_bytes_go_only_when_the_deletion_is_committed(citizen, tmp_path, django_capture_on_commit_callbacks):
    stored = stored_file(citizen, SECRET)
    with django_capture_on_commit_callbacks() as callbacks:
        services.delete(stored)
        assert len(files(tmp_path)) == 1
    [callback] = callbacks
    callback()
    assert files(tmp_path) == []


def test_orphans_are_collected_after_a_day(citizen, tmp_path, capsys):
    kept = stored_file(citizen, SECRET)
    orphan, young = stored_file(citizen, b"lama"), stored_file(citizen, b"baru")
    StoredFile.objects.exclude(pk=kept.pk).delete()
    for stored in (kept, orphan):
        past = time.time() - 90000
        os.utime(vault.path_of(stored), (past, past))
    call_command("collect_files")
    assert capsys.readouterr().out == "1 berkas yatim dihapus.\n"
    assert set(files(tmp_path)) == {vault.path_of(kept), vault.path_of(young)}


def test_only_the_giver_finds_a_file_without_its_row(citizen):
    stored = stored_file(citizen)
    assert list(StoredFile.objects.visible_to(citizen)) == [stored]
    assert list(StoredFile.objects.visible_to(UserFactory())) == []


def test_a_download_is_an_attachment_that_nobody_keeps_or_runs():
    response = attachment(b"%PDF-", 'surat "a"\r\nX: y é.pdf', "application/pdf")
    headers = response.headers
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in headers["Content-Disposition"]
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store, private", "nosniff")
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.content == b"%PDF-"
