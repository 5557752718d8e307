"""`make run` says what is wrong and the way out, starts everything, and ends everything."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.db import connection

from tools import run, runfile
from tools.embedded import PROJECT
from tools.testing import with_database


@pytest.fixture
def no_earlier_run(tmp_path, monkeypatch):
    monkeypatch.setattr(runfile, "FILE", tmp_path / "run.json")
    return runfile.FILE


@pytest.fixture
def sleeper():
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as process:
        yield process
        process.kill()


def test_a_busy_port_is_named_with_the_way_out(no_earlier_run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} sedang dipakai(?s:.*)PORT={port + 1} make run"):
            run.check_port("127.0.0.1", port)
        assert run.free_port(port) != port


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_a_wrong_port_is_refused(text, monkeypatch):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit, match="bukan nomor port"):
        run.chosen_port()


def test_a_second_run_is_sent_to_the_first(no_earlier_run):
    runfile.write(8123, [])
    with pytest.raises(SystemExit, match="http://localhost:8123"):
        run.check_port("127.0.0.1", 8123)


def test_what_a_cut_off_run_left_is_ended(no_earlier_run, sleeper):
    runfile.write(8123, [sleeper.pid])
    record = no_earlier_run.read_text().replace(f'"pid": {os.getpid()}', '"pid": 4194305')
    no_earlier_run.write_text(record)
    assert runfile.running() is None
    assert runfile.sweep()
    assert sleeper.wait(5) == -signal.SIGTERM
    assert not no_earlier_run.exists()


def test_a_process_that_only_got_the_same_number_is_left_alone(no_earlier_run, sleeper):
    runfile.end([{"pid": sleeper.pid, "born": "1"}], 1)
    assert sleeper.poll() is None


def start_portal(folder, database):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    urls = {
        name: with_database(os.environ[name], database)
        for name in ("DATABASE_URL", "DATABASE_MIGRATE_URL")
        if name in os.environ
    }
    environment = {
        **os.environ,
        **urls,
        "VAR_DIR": str(folder),
        "PORT": str(port),
    }
    for name in ("EMAIL_HOST", "EMAIL_PORT", "REGISTER_URL", "BSRE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    log = (folder / "run.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"], cwd=PROJECT, env=environment, stdout=log, stderr=log
    )
    return process, port


def wait_for(text, process, folder, seconds=300):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if text in (folder / "run.log").read_text():
            return
        time.sleep(0.2)
    pytest.fail(f"{text!r} never came:\n{(folder / 'run.log').read_text()[-3000:]}")


def test_everything_starts_and_ctrl_c_ends_all_of_it(committed, tmp_path):
    process, port = start_portal(tmp_path, connection.settings_dict["NAME"])
    try:
        wait_for("Berhenti / stop: Ctrl-C", process, tmp_path)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
        children = runfile.json.loads((tmp_path / "run.json").read_text())["children"]
        assert len(children) >= 5
        # BSrE's stand-in, whose root the portal trusts.
        assert (tmp_path / "bsre-root.pem").read_text().startswith("-----BEGIN CERTIFICATE")
        assert "1 pejabat, http://127.0.0.1:" in (tmp_path / "run.log").read_text()
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(40)
    assert (code, [c for c in children if runfile.alive(c)]) == (0, [])
