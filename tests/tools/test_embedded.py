"""Where the embedded services may live, and that Chromium is found or asked for."""

import os
import subprocess

import pytest

from tools import browser
from tools.embedded import Account, Services


def test_a_folder_that_the_database_may_not_enter_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    stranger = Account(uid=987654, gid=987654)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != folder.parent:
            folder.chmod(folder.stat().st_mode | 0o001)
    closed.chmod(0o711)
    assert stranger.can_enter(closed / "inner" / "not there yet")
    closed.chmod(0o700)
    assert not stranger.can_enter(closed / "inner")


def test_programs_run_where_the_database_may_enter_whatever_the_umask(tmp_path, monkeypatch):
    services = Services(tmp_path / "home")
    monkeypatch.setattr(Account, "can_enter", lambda _account, folder: folder == services.home)
    services.home.mkdir()
    programs = services._binaries()
    assert tmp_path in programs.parents
    answer = subprocess.run([programs / "initdb", "--version"], env={}, capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("initdb (PostgreSQL)")
    assert {path.stat().st_uid for path in programs.iterdir()} == {services.account.uid}
    assert services._binaries() == programs


def test_sockets_are_short_and_differ_between_clones(tmp_path):
    deep = tmp_path / ("a" * 100) / "clone"
    first, second = Services(deep / "one"), Services(deep / "two")
    assert len(str(first.sockets / ".s.PGSQL.5432")) < 107
    assert first.sockets != second.sockets


def test_a_named_browser_is_taken_and_a_wrong_one_is_not(tmp_path, monkeypatch):
    program = tmp_path / "peramban"
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browser.find_chromium() is None
    program.touch(mode=0o755)
    assert browser.find_chromium() == str(program)


def test_without_a_browser_ci_stops_and_a_developer_is_told(monkeypatch, capsys):
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    browser.main()
    assert browser.LINE in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="apt-get install -y chromium"):
        browser.main()
