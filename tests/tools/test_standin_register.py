import json
import re
import subprocess
import sys
from typing import Any

import pytest
import requests

from tools.families import DEMO_FAMILY
from tools.standin import PASSWORD, USER
from tools.standin_register import running

HEAD = DEMO_FAMILY[0]


@pytest.fixture
def server():
    with running(count=50) as server:
        yield server


def post(server, path, body, auth=(USER, PASSWORD)) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = requests.post(f"{server.url}{path}", data=data, auth=auth, timeout=5)
    return response.status_code, response.json()


def verify(server, body) -> tuple[int, dict[str, Any]]:
    return post(server, "/dukcapil/CALL_VERIFY_BY_ELEMEN", body)


def test_each_element_is_answered(server):
    asked = {"NIK": HEAD.nik, "NO_KK": "1", "NAMA_LGKP": "yohanes  tefanoi contoh", "TGL_LHR": "12-03-1984", "X": "?"}
    answers = {"NIK": "Sesuai", "NO_KK": "Tidak Sesuai", "NAMA_LGKP": "Sesuai", "TGL_LHR": "Sesuai"}
    assert verify(server, asked) == (200, {"content": [answers]})
    for sex, answer in (("L", "Sesuai"), ("Laki-laki", "Sesuai"), ("P", "Tidak Sesuai")):
        assert verify(server, {"NIK": HEAD.nik, "JENIS_KLMIN": sex})[1]["content"][0]["JENIS_KLMIN"] == answer


def test_a_record_is_fetched(server):
    status, answer = post(server, "/dukcapil/CALL_NIK", {"NIK": HEAD.nik})
    record = answer["content"][0]
    assert (status, len(record)) == (200, 22)
    assert (record["NAMA_LGKP"], record["JENIS_KLMIN"], record["TGL_LHR"]) == (HEAD.name, "Laki-Laki", "12-03-1984")
    assert [record[name] for name in ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")] == [53, 71, 6, 1008]


def test_an_unknown_number_is_not_found(server):
    code, answer = verify(server, {"NIK": "5371061203849999"})
    assert (code, answer["content"][0]["RESPONSE_CODE"]) == (200, "13")


@pytest.mark.parametrize("auth", [None, (USER, "salah"), ("é", "é")])
def test_nobody_asks_without_the_password(server, auth):
    assert post(server, "/dukcapil/CALL_NIK", {"NIK": HEAD.nik}, auth)[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", {}, {"NIK": 5371}])
def test_what_is_no_question_is_refused(server, body):
    assert verify(server, body)[0] == 400


def test_other_paths_are_not_there(server):
    assert post(server, "/dukcapil/LAIN", {"NIK": HEAD.nik})[0] == 404
    assert requests.get(f"{server.url}/", timeout=5).status_code == 404


def test_the_switches(server):
    def control(body):
        return post(server, "/_control", body, None)

    assert control({"quota": True})[1]["quota"] is True
    assert verify(server, {"NIK": HEAD.nik})[1]["content"][0]["RESPONSE_CODE"] == "05"
    control({"reset": True, "status": 503})
    assert verify(server, {"NIK": HEAD.nik})[0] == 503
    control({"reset": True, "down": True})
    with pytest.raises(requests.ConnectionError):
        verify(server, {"NIK": HEAD.nik})
    control({"reset": True, "delay": 0.2})
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{server.url}/dukcapil/CALL_NIK", json={"NIK": HEAD.nik}, timeout=0.1)
    assert control({"unknown": 1})[0] == 400
    assert control({"delay": "lama"})[0] == 400
    assert control({"reset": True})[1] == {"delay": 0.0, "down": False, "status": 200, "quota": False, "questions": 0}


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tools.standin_register", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_it_runs_as_a_program_and_stops():
    process = start("--port", "0", "--count", "10")
    assert process.stdout
    said = re.fullmatch(r"data contoh: 16 orang, (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
    assert said
    assert requests.get(f"{said[1]}/_control", timeout=5).json()["questions"] == 0
    process.terminate()
    assert process.communicate(timeout=5) == ("", "")


def test_a_busy_port_is_named(server):
    process = start("--port", str(server.server_address[1]))
    output, errors = process.communicate(timeout=10)
    assert (output, process.returncode) == ("", 1)
    assert errors.startswith(f"Porta {server.server_address[1]} tidak dapat dipakai")
