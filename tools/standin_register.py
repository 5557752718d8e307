"""A stand-in for the national register's web service, with invented families; for demo and tests only.

    python -m tools.standin_register [--port 8765] [--seed kupang] [--count 2000]

Format only, not verified: it speaks what is publicly known of the real service. Paths, element names, codes and
messages must be checked against the technical annex of the city's agreement (PKS) before the first real question.

    POST /dukcapil/CALL_VERIFY_BY_ELEMEN   {"NIK": "...", "NO_KK": "...", "TGL_LHR": "12-03-1984", ...}
        -> {"content": [{"NIK": "Sesuai", "NO_KK": "Tidak Sesuai", ...}]}, one answer for each element asked
    POST /dukcapil/CALL_NIK                {"NIK": "..."}
        -> {"content": [{"NIK": "...", "NAMA_LGKP": "...", ...}]}, the elements of the agreement
    An unknown NIK: {"content": [{"RESPONSE_CODE": "13", "RESPONSE": "Data Tidak Ditemukan"}]}
    A spent quota:  {"content": [{"RESPONSE_CODE": "05", "RESPONSE": "Kuota Akses Hari ini telah Habis"}]}
    HTTP Basic authentication (401 without); 400 for what is no question; 404 for another path.

Switches, for tests and for showing an outage (no authentication: it listens on this machine alone):

    POST /_control {"delay": 5}        every answer takes 5 seconds
    POST /_control {"down": true}      connections are closed without an answer
    POST /_control {"status": 503}     every answer is this HTTP error
    POST /_control {"quota": true}     the day's quota is spent
    POST /_control {"reset": true}     as after the start
    GET  /_control                     the switches, and how many questions were asked
"""

import argparse
import json
import os
import threading
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tools import standin
from tools.families import Person, people

LARGEST_QUESTION = 16 * 1024
NOT_FOUND = {"RESPONSE_CODE": "13", "RESPONSE": "Data Tidak Ditemukan"}
QUOTA_SPENT = {"RESPONSE_CODE": "05", "RESPONSE": "Kuota Akses Hari ini telah Habis"}
SEXES = {"L": "Laki-Laki", "P": "Perempuan"}
# The service's name of an element, and ours in tools.families.
ELEMENTS = {
    "NIK": "nik", "NO_KK": "kk", "NAMA_LGKP": "name", "TMPT_LHR": "birth_place", "TGL_LHR": "birth_date",
    "JENIS_KLMIN": "sex", "AGAMA": "religion", "STATUS_KAWIN": "marital_status", "JENIS_PKRJN": "occupation",
    "KWRNGRN": "nationality", "STAT_HBKEL": "relation", "ALAMAT": "address", "NO_RT": "rt", "NO_RW": "rw",
    "KEL_NAME": "kelurahan", "KEC_NAME": "kecamatan", "KAB_NAME": "city", "PROP_NAME": "province",
}  # fmt: skip


@dataclass
class Switches(standin.Outage):
    """What is wrong with the service right now."""

    quota: bool = False

    def checked(self) -> "Switches":
        """The same with values of the right kind; raises ValueError or TypeError."""
        return Switches(float(self.delay), bool(self.down), int(self.status), bool(self.quota))


class StandIn(standin.Server):
    """The register's service, with its people in `records`."""

    switches: Switches

    def __init__(self, port: int = 0, seed: str = "kupang", count: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.records = {person.nik: person for person in people(count, seed)}
        self.switches = Switches()
        self.questions = 0
        self.lock = threading.Lock()

    def reset(self) -> None:
        """As after the start."""
        with self.lock:
            self.switches = Switches()
            self.questions = 0


class Handler(standin.Handler):
    """One connection."""

    server: StandIn

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        if self.path != "/_control":
            return self.answer(404, {"message": "not found"})
        return self.answer(200, {**asdict(self.server.switches), "questions": self.server.questions})

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        body = self._body()
        if body is None:
            return self.answer(400, {"message": "JSON object expected"})
        if self.path == "/_control":
            return self._control(body)
        with self.server.lock:
            self.server.questions += 1
        if self.may_go_on():
            self._question(body)
        return None

    def _question(self, body: dict[str, Any]) -> None:
        methods = {"/dukcapil/CALL_VERIFY_BY_ELEMEN": verify, "/dukcapil/CALL_NIK": fetch}
        method = methods.get(self.path)
        if method is None:
            return self.answer(404, {"message": "not found"})
        if not isinstance(body.get("NIK"), str):
            return self.answer(400, {"message": "NIK is missing"})
        if self.server.switches.quota:
            return self.answer(200, {"content": [QUOTA_SPENT]})
        person = self.server.records.get(body["NIK"])
        return self.answer(200, {"content": [method(person, body) if person else NOT_FOUND]})

    def _control(self, body: dict[str, Any]) -> None:
        if body.pop("reset", False):
            self.server.reset()
        try:
            with self.server.lock:
                self.server.switches = Switches(**{**asdict(self.server.switches), **body}).checked()
        except (TypeError, ValueError):
            return self.answer(400, {"message": f"switches: {', '.join(asdict(Switches()))}, reset"})
        return self.do_GET()

    def _body(self) -> dict[str, Any] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_QUESTION:
            self.close_connection = True
            return None
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return body if isinstance(body, dict) else None


def verify(person: Person, asked: dict[str, Any]) -> dict[str, Any]:
    """One answer for each known element that was asked."""
    record = fetch(person, asked)
    return {
        element: "Sesuai" if _plain(value) == _plain(record[element]) else "Tidak Sesuai"
        for element, value in asked.items()
        if element in record
    }


def fetch(person: Person, _asked: dict[str, Any]) -> dict[str, Any]:
    """The record as the service writes it."""
    record = {wire: getattr(person, ours) for wire, ours in ELEMENTS.items()}
    codes = zip(("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL"), person.region_code.split("."), strict=True)
    return {
        **{name: _wire(value) for name, value in record.items()},
        "JENIS_KLMIN": SEXES[person.sex],
        **{name: int(code) for name, code in codes},
    }


def _wire(value: object) -> str:
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value)


def _plain(value: object) -> str:
    """A value for comparison; the sexes may be given as a letter."""
    text = " ".join(str(value).casefold().split())
    return text[0] if text in {sex.casefold() for sex in SEXES.values()} else text


def running(*, seed: str = "kupang", count: int = 0) -> AbstractContextManager[StandIn]:
    """The stand-in in a thread, on a free port, for a test."""
    return standin.in_thread(StandIn(0, seed, count))


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="Stand-in of the national register: invented people only.")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seed", default="kupang")
    parser.add_argument("--count", type=int, default=2000, help="invented people besides the known ones")
    options = parser.parse_args()
    try:
        server = StandIn(options.port, options.seed, options.count)
    except OSError as error:
        raise SystemExit(
            f"Porta {options.port} tidak dapat dipakai ({os.strerror(error.errno or 0)}): pilih --port lain."
        ) from None
    standin.serve(server, f"{len(server.records)} orang, {server.url}")


if __name__ == "__main__":
    main()
