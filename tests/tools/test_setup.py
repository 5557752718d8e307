"""Packages are pinned and hashed, name no host, and a set-up that was cut off is seen."""

import re

import pytest

from tools import setup
from tools.embedded import PROJECT

LOCKS = ["requirements.txt", "requirements-dev.txt", "tools/bootstrap.txt"]


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ \\]+)", (PROJECT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name):
    text = re.sub(r"^#.*\n", "", (PROJECT / name).read_text(), flags=re.MULTILINE)
    requirements = text.replace("\\\n", "").strip().splitlines()
    unsure = [line[:60] for line in requirements if "==" not in line or "--hash=sha256:" not in line]
    assert unsure == []
    assert len(requirements) == len(pins(name))


def test_developers_and_servers_run_the_same_versions():
    both, server = pins("requirements-dev.txt"), pins("requirements.txt")
    assert {name: both.get(name) for name in server} == server
    assert pins("tools/bootstrap.txt") == {"uv": both["uv"]}


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", ".npmrc"])
def test_no_lock_file_names_a_host(name):
    text = (PROJECT / name).read_text()
    assert [
        word for word in ("resolved", "index-url", "files.pythonhosted") if f'"{word}"' in text or f"--{word}" in text
    ] == []


def test_a_stamp_counts_for_its_content_only(tmp_path):
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("a==1")
    assert not setup.stamped(stamp, setup.digest(lock))
    stamp.write_text(setup.digest(lock))
    assert setup.stamped(stamp, setup.digest(lock))
    lock.write_text("a==2")
    assert not setup.stamped(stamp, setup.digest(lock))


def test_an_environment_that_was_cut_off_is_not_whole(tmp_path, monkeypatch):
    python = tmp_path / "python"
    monkeypatch.setattr(setup, "PYTHON", python)
    assert not setup.venv_is_whole()
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    assert not setup.venv_is_whole()


def test_a_plain_user_is_told_the_exact_line(monkeypatch):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt-get install -y python3-venv"):
        setup.apt_install("python3-venv")
