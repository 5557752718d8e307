"""A stand-in of BSrE's e-sign client service: `python -m tools.standin_bsre --root FILE.pem`. Invented officers only.

It speaks the service's protocol over HTTP (Basic auth, multipart) and really signs, under a root of its own: FILE.pem
(BSRE_ROOTS), made at the first start together with its key. Who may sign stands in data/bsre_officers.csv, or is told
by POST /_control with JSON
{"officer": {"nik", "name", "passphrase", "status"}, "delay": seconds, "down": true, "status": 503, "reset": true}.
"""

import argparse
import csv
import hmac
import io
import json
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from core.documents.signature import certificates, pades
from core.documents.signature.inspection import drive
from tools import standin

LARGEST_QUESTION = 12 * 2**20
OFFICERS = Path(__file__).parent / "data" / "bsre_officers.csv"
AUTHORITY = "Tiruan BSrE (contoh, bukan BSrE)"


@dataclass
class Officer:
    """Somebody whom the service knows."""

    nik: str
    name: str
    passphrase: str
    status: str = "ISSUE"
    signer: signers.SimpleSigner | None = None


@dataclass
class Switches(standin.Outage):
    """What is wrong with the service right now."""

    nonsense: bool = False


class StandIn(standin.Server):
    """The service; `root` is the certificate (PEM) that vouches for its signatures.

    With a `file` the root is kept there, and its key beside it, so that a demo of yesterday goes on.
    """

    switches: Switches

    def __init__(self, port: int = 0, file: Path | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.root, self._key = kept_authority(file) if file else new_authority()
        self.officers: dict[str, Officer] = {}
        self.switches = Switches()
        self.signed = 0

    def know(self, nik: str, name: str, passphrase: str, status: str = "ISSUE") -> Officer:
        """Let somebody sign from now on, with a certificate of their own."""
        officer = Officer(nik, name, passphrase, status)
        now = datetime.now(UTC)
        pair = certificates.make_signer(self.root, self._key, name=name, nip="", now=now)
        officer.signer = pades.load_signer(pair.certificate, pair.private_key, self.root)
        self.officers[nik] = officer
        return officer

    def know_officers(self) -> None:
        """Let the demo's officers sign."""
        with OFFICERS.open(newline="") as rows:
            for row in csv.DictReader(rows):
                self.know(row["nik"], row["name"], row["passphrase"])


def new_authority() -> tuple[str, bytes]:
    """A root certificate (PEM) and its key (DER)."""
    pair = certificates.make_authority(datetime.now(UTC), AUTHORITY)
    return pair.certificate, pair.private_key


def kept_authority(file: Path) -> tuple[str, bytes]:
    """The one of an earlier start, or a new one that is kept."""
    key_file = file.with_suffix(".key")
    if file.exists() and key_file.exists():
        return file.read_text(), key_file.read_bytes()
    root, key = new_authority()
    file.parent.mkdir(parents=True, exist_ok=True)
    key_file.touch(mode=0o600)
    key_file.write_bytes(key)
    file.write_text(root)
    return root, key


class Handler(standin.Handler):
    """One connection."""

    server: StandIn

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        if not self.may_go_on():
            return
        officer = self.server.officers.get(self.path.removeprefix("/api/user/status/"))
        if not self.path.startswith("/api/user/status/") or officer is None:
            self.answer(404, {"status_code": 1110, "status": "NOT_REGISTERED", "message": "User belum terdaftar"})
        else:
            self.answer(200, {"status_code": 1111, "status": officer.status, "message": "Status user"})

    def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
        length = int(self.headers.get("Content-Length", "0") or 0)
        if length > LARGEST_QUESTION:
            self.close_connection = True
            return
        body = self.rfile.read(length)
        if self.path == "/_control":
            self._control(json.loads(body))
        elif self.may_go_on():
            self._sign(body)

    def _sign(self, body: bytes) -> None:
        parts = _multipart(self.headers.get("Content-Type", ""), body)
        officer = self.server.officers.get(parts.get("nik", b"").decode())
        if self.path != "/api/sign/pdf":
            self.answer(404, {"message": "not found"})
        elif "file" not in parts or parts.get("tampilan") not in (b"visible", b"invisible"):
            self.answer(400, {"status_code": 2001, "error": "Parameter tidak lengkap"})
        elif officer is None or officer.signer is None or officer.status != "ISSUE":
            self.answer(400, {"status_code": 2011, "error": "Sertifikat user tidak berlaku"})
        elif not hmac.compare_digest(parts.get("passphrase", b""), officer.passphrase.encode()):
            self.answer(400, {"status_code": 2031, "error": "Passphrase anda salah"})
        else:
            pdf = b"%PDF-1.7 rusak" if self.server.switches.nonsense else sign(parts["file"], officer.signer)
            self.server.signed += 1
            self.answer(200, pdf, {"id_dokumen": uuid.uuid4().hex})

    def _control(self, wanted: dict[str, Any]) -> None:
        if wanted.pop("reset", False):
            self.server.switches = Switches()
        if officer := wanted.pop("officer", None):
            self.server.know(**officer)
        for name, value in wanted.items():
            setattr(self.server.switches, name, value)
        self.answer(200, {"officers": len(self.server.officers), "signed": self.server.signed})


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


def running(file: Path | None = None) -> AbstractContextManager[StandIn]:
    """The stand-in in a thread, on a free port: for a test, and with the demo's `file` while its data are made."""
    server = StandIn(file=file)
    if file:
        server.know_officers()
    return standin.in_thread(server)


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="Stand-in of BSrE's e-sign client service: invented officers only.")
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--root", type=Path, required=True, help="where its root certificate is kept (BSRE_ROOTS)")
    options = parser.parse_args()
    server = StandIn(options.port, options.root)
    server.know_officers()
    standin.serve(server, f"{len(server.officers)} pejabat, {server.url}, akar {options.root}")


if __name__ == "__main__":
    main()
