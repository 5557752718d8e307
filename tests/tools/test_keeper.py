"""A process of `make run` that exits is started again; one that keeps exiting ends the run and says so."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tools import keeper, runfile
from tools.embedded import PROJECT

# Runs the commands given as name=command, with the waits of a test.
PROGRAM = """
import sys
from pathlib import Path
from tools import keeper, runfile
runfile.FILE = Path(sys.argv[1])
keeper.QUICK_SECONDS = float(sys.argv[2])
manager = keeper.Keeper(8123)
for argument in sys.argv[3:]:
    manager.add_process(*argument.split("=", 1))
manager.loop()
sys.exit(manager.returncode)
"""
STUBBORN = f"exec {sys.executable} -c 'import time; print(\"hidup\", flush=True); time.sleep(60)'"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Start a keeper; its output is in out.txt."""
    monkeypatch.setattr(runfile, "FILE", tmp_path / "run.json")
    running = []

    def start(*commands, quick_seconds):
        arguments = [sys.executable, "-c", PROGRAM, str(runfile.FILE), str(quick_seconds), *commands]
        with (tmp_path / "out.txt").open("w") as out:
            process = subprocess.Popen(arguments, cwd=PROJECT, stdout=out, stderr=out)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
    runfile.sweep()


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_killed_process_is_started_again_with_its_leftovers_gone(start, tmp_path):
    out = tmp_path / "out.txt"
    # The first command's child holds its output open, as the pool of a killed worker does.
    process = start(f"worker=sleep 61 & {STUBBORN}", f"beat={STUBBORN}", quick_seconds=0)
    wait_until(lambda: out.read_text().count("hidup") == 2)
    (worker, beat) = runfile.read()["children"]
    family = subprocess.run(["ps", "-o", "pid=", "-g", str(worker["pid"])], capture_output=True, text=True, check=True)
    os.kill(worker["pid"], signal.SIGKILL)
    wait_until(lambda: out.read_text().count("hidup") == 3)
    again = runfile.read()["children"]
    assert (again[0] != worker, again[1]) == (True, beat)
    assert "worker berhenti (kode -9), dinyalakan lagi" in out.read_text()
    assert [pid for pid in family.stdout.split() if runfile.born(int(pid))] == []
    process.send_signal(signal.SIGINT)
    assert process.wait(keeper.GRACE_SECONDS) == 130
    assert [child for child in again if runfile.alive(child)] == []


def test_a_crash_loop_gives_up_and_ends_everything(start, tmp_path):
    process = start("worker=echo rusak; exit 4", f"beat={STUBBORN}", quick_seconds=60)
    assert process.wait(30) == 4
    text = (tmp_path / "out.txt").read_text()
    assert text.count("rusak\n") == keeper.MOST_QUICK_ENDS
    assert f"worker berhenti {keeper.MOST_QUICK_ENDS} kali berturut-turut, tidak dicoba lagi" in text
    assert [child for child in runfile.read()["children"] if runfile.alive(child)] == []


def test_ctrl_c_ends_what_is_waiting_to_start_again(start, tmp_path):
    process = start("worker=exit 0", f"beat={STUBBORN}", quick_seconds=0)
    wait_until(lambda: "worker berhenti (kode 0), dinyalakan lagi" in (tmp_path / "out.txt").read_text())
    process.send_signal(signal.SIGTERM)
    assert process.wait(keeper.GRACE_SECONDS) == 143
