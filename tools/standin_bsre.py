"""A stand-in of BSrE's e-sign client service: `python -m tools.standin_bsre --root FILE.pem`. Invented officers only.

It speaks the service's protocol over HTTP (Basic auth, multipart) and really signs, under a root of its own that it
writes to FILE.pem (BSRE_ROOTS). Who may sign is told by `officers`, or by POST /_control with JSON
{"officer": {"nik", "name", "passphrase", "status"}, "delay": seconds, "down": true, "status": 503, "reset": true}.
"""

import argparse
import base64
import hmac
import io
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from core.documents.signature import certificates, pades
from core.documents.signature.inspection import drive

USER, PASSWORD = "portal-kupang", "contoh"
LARGEST_QUESTION = 12 * 2**20


@dataclass
class Officer:
    """Somebody whom the service knows."""

    nik: str
    name: str
    passphrase: str
    status: str = "ISSUE"
    signer: signers.SimpleSigner | None = None


@dataclass
class Switches:
    """What is wrong with the service right now."""

    delay: float = 0.0
    down: bool = False
    status: int = 200
    nonsense: bool = False


class StandIn(ThreadingHTTPServer):
    """The server; `url` is its address, `root` the certificate (PEM) that vouches for its signatures."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self._authority = certificates.make_authority(datetime.now(UTC))
        self.root = self._authority.certificate
        self.officers: dict[str, Officer] = {}
        self.switches = Switches()
        self.signed = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def know(self, nik: str, name: str, passphrase: str, status: str = "ISSUE") -> Officer:
        """Let somebody sign from now on, with a certificate of their own."""
        officer = Officer(nik, name, passphrase, status)
        now = datetime.now(UTC)
        pair = certificates.make_signer(self.root, self._authority.private_key, name=name, nip="", now=now)
        officer.signer = pades.load_signer(pair.certificate, pair.private_key, self.root)
        self.officers[nik] = officer
        return officer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: somebody hung up on a slow answer, which is what the switch is for."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: StandIn
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Keep silent: its lines would hold a NIK."""

    def do_GET(self) -> None:
        if not self._may_go_on():
            return
        officer = self.server.officers.get(self.path.removeprefix("/api/user/status/"))
        if not self.path.startswith("/api/user/status/") or officer is None:
            self._answer(404, {"status_code": 1110, "status": "NOT_REGISTERED", "message": "User belum terdaftar"})
        else:
            self._answer(200, {"status_code": 1111, "status": officer.status, "message": "Status user"})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0") or 0)
        if length > LARGEST_QUESTION:
            self.close_connection = True
            return
        body = self.rfile.read(length)
        if self.path == "/_control":
            self._control(json.loads(body))
        elif self._may_go_on():
            self._sign(body)

    def _sign(self, body: bytes) -> None:
        parts = _multipart(self.headers.get("Content-Type", ""), body)
        officer = self.server.officers.get(parts.get("nik", b"").decode())
        if self.path != "/api/sign/pdf":
            self._answer(404, {"message": "not found"})
        elif "file" not in parts or parts.get("tampilan") not in (b"visible", b"invisible"):
            self._answer(400, {"status_code": 2001, "error": "Parameter tidak lengkap"})
        elif officer is None or officer.signer is None or officer.status != "ISSUE":
            self._answer(400, {"status_code": 2011, "error": "Sertifikat user tidak berlaku"})
        elif not hmac.compare_digest(parts.get("passphrase", b""), officer.passphrase.encode()):
            self._answer(400, {"status_code": 2031, "error": "Passphrase anda salah"})
        else:
            pdf = b"%PDF-1.7 rusak" if self.server.switches.nonsense else sign(parts["file"], officer.signer)
            self.server.signed += 1
            self._answer(200, pdf, {"id_dokumen": uuid.uuid4().hex})

    def _may_go_on(self) -> bool:
        """Whether the switches and the password let a question through; answers it otherwise."""
        switches = self.server.switches
        time.sleep(switches.delay)
        if switches.down:
            self.close_connection = True
            return False
        if switches.status != 200:
            self._answer(switches.status, {"message": "service unavailable"})
            return False
        expected = b"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode())
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected):
            self._answer(401, {"message": "unauthorized"})
            return False
        return True

    def _control(self, wanted: dict[str, Any]) -> None:
        if wanted.pop("reset", False):
            self.server.switches = Switches()
        if officer := wanted.pop("officer", None):
            self.server.know(**officer)
        for name, value in wanted.items():
            setattr(self.server.switches, name, value)
        self._answer(200, {"officers": len(self.server.officers), "signed": self.server.signed})

    def _answer(self, status: int, content: dict[str, Any] | bytes, headers: dict[str, str] | None = None) -> None:
        is_pdf = isinstance(content, bytes)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/pdf" if is_pdf else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def sign(pdf: bytes, signer: signers.SimpleSigner) -> bytes:
    """`pdf` with an invisible PAdES signature in a field of its own, as the service adds one."""
    metadata = signers.PdfSignatureMetadata(
        field_name=f"BSrE{uuid.uuid4().hex[:8]}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(drive(signers.PdfSigner(metadata, signer).async_sign_pdf(writer, bytes_reserved=8192)).getbuffer())


def _multipart(content_type: str, body: bytes) -> dict[str, bytes]:
    """The fields of a form by name."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form: Message = BytesParser(policy=HTTP).parsebytes(head + body)
    found = {}
    for part in form.get_payload() if form.is_multipart() else []:
        if isinstance(part, Message):
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            found[str(name)] = content if isinstance(content, bytes) else b""
    return found


@contextmanager
def running() -> Iterator[StandIn]:
    """The stand-in in a thread, on a free port, for a test."""
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="Stand-in of BSrE's e-sign client service: invented officers only.")
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--root", type=Path, required=True, help="where its root certificate is written (BSRE_ROOTS)")
    options = parser.parse_args()
    server = StandIn(options.port)
    options.root.write_text(server.root)
    print(f"data contoh: {server.url}, akar {options.root}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
