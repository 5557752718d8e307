"""Signatures by BSrE's e-sign client service over HTTP: certified, made outside, with the officer's own passphrase.

Format only, not verified: paths, fields and codes follow what is publicly known of the service and must be checked
against the city's own agreement before the first letter. The passphrase goes there and nowhere else.
"""

import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import requests
from asn1crypto import pem
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader

from core.accounts import limiter
from core.accounts.models import User
from core.documents.models import CertificateAuthority, Provider, SignerCertificate, SignerSetting
from core.documents.signature.base import Act, Signed
from core.documents.signature.inspection import inspect
from core.documents.signature.local import TRIES, WINDOW
from core.population.providers.breaker import Breaker

logger = logging.getLogger(__name__)

SCOPE = "signing-bsre"
# The web server ends a request after 30 seconds; the letter must still be stored.
CONNECT_SECONDS, READ_SECONDS = 3.0, 15.0
LARGEST_ANSWER = 10 * 2**20
WRONG_PASSPHRASE = 2031
MAY_SIGN = "ISSUE"
NOTE = (
    "Ditandatangani secara elektronik dengan sertifikat elektronik yang diterbitkan oleh Balai Besar Sertifikasi "
    "Elektronik (BSrE), Badan Siber dan Sandi Negara."
)

# Production refuses demo mode, and outside production nobody has BSrE's service.
STAND_IN = "CONTOH: yang menandatangani adalah tiruan layanan BSrE, bukan BSrE."


class BsreClient:
    """The service's two questions. It logs neither NIK nor passphrase, and its repr shows nothing."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        self._credentials = (user, password)
        self._breaker = Breaker()

    def status(self, nik: str) -> str:
        """The state of an officer's certificate, such as ISSUE; "" for somebody whom the service doesn't know."""
        response = self._ask("GET", f"/api/user/status/{nik}")
        if response.status_code == 404:
            return ""
        return str(_json(response).get("status", ""))

    def sign(self, pdf: bytes, *, nik: str, passphrase: str) -> bytes:
        """The signed PDF; ValidationError({"passphrase": ...}) when it is wrong."""
        fields = {"nik": nik, "passphrase": passphrase, "tampilan": "invisible", "image": "false"}
        response = self._ask(
            "POST", "/api/sign/pdf", data=fields, files={"file": ("surat.pdf", pdf, "application/pdf")}
        )
        if response.status_code == 200 and response.content.startswith(b"%PDF-"):
            return response.content
        if response.status_code == 400 and _json(response).get("status_code") == WRONG_PASSPHRASE:
            raise ValidationError({"passphrase": _("Frasa sandi BSrE salah. Nomor surat tetap; coba lagi.")})
        logger.warning("bsre sign: refused with %s", response.status_code)
        raise ValidationError(_("BSrE menolak menandatangani surat ini. Nomornya tetap; hubungi administrator kota."))

    def _ask(self, method: str, path: str, **body: Any) -> requests.Response:
        if not self._breaker.allows():
            _no_answer()
        try:
            response = self._send(method, path, **body)
        except requests.exceptions.RequestException as error:
            self._breaker.failed()
            # Its text holds the address, and with it a NIK.
            logger.warning("bsre %s: %s", method, type(error).__name__)
            _no_answer()
        if response.status_code in (401, 403):
            logger.error("bsre: credentials refused; check BSRE_USER and BSRE_PASSWORD")
            _no_answer()
        if response.status_code >= 500:
            self._breaker.failed()
            logger.warning("bsre %s: %s", method, response.status_code)
            _no_answer()
        self._breaker.succeeded()
        return response

    def _send(self, method: str, path: str, **body: Any) -> requests.Response:
        with requests.Session() as session:
            # No proxy and no netrc of whoever started the process: a passphrase goes to one address only.
            session.trust_env = False
            response = session.request(
                method,
                f"{self.url}{path}",
                auth=self._credentials,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
                **body,
            )
            # Read at most this much; `content` below finds it ready.
            response._content = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
            if len(response.content) > LARGEST_ANSWER:
                raise requests.exceptions.ContentDecodingError("too large")
            return response


def _no_answer() -> NoReturn:
    raise ValidationError(
        _("Layanan tanda tangan BSrE tidak menjawab. Nomor yang sudah diberikan tetap; coba lagi beberapa menit lagi.")
    )


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


@dataclass(frozen=True, repr=False)
class BsreKey:
    """An officer's NIK and passphrase in memory, for one request or one batch."""

    client: BsreClient
    roots: tuple[str, ...]
    user: User
    nik: str
    passphrase: str

    @property
    def user_id(self) -> object:
        return self.user.pk

    @property
    def is_usable(self) -> bool:
        return True

    def sign(self, pdf: bytes, act: Act) -> Signed:
        data = self.client.sign(pdf, nik=self.nik, passphrase=self.passphrase)
        limiter.forget(SCOPE, str(self.user.pk))
        return Signed(data, remember_certificate(data, self.roots, self.user))


class BsreProvider:
    """BSrE's service for whoever signs there (services/signers.py: provider_of)."""

    certified = True
    remote = True

    def __init__(self, client: BsreClient, roots: tuple[str, ...]) -> None:
        self.client = client
        self.roots = roots

    @property
    def note(self) -> str:
        """What stands in the foot; in the demo it says that a stand-in signed."""
        return f"{NOTE} {STAND_IN}" if settings.DEMO else NOTE

    def unlock(self, user: User, passphrase: str) -> BsreKey:
        """NIK and passphrase, when the service says that the officer may sign; the passphrase is tried by signing."""
        if not limiter.hit(SCOPE, str(user.pk), limit=TRIES, seconds=WINDOW):
            raise ValidationError(
                {"passphrase": _("Terlalu banyak percobaan. Tunggu 15 menit, lalu tanda tangani lagi.")}
            )
        setting = SignerSetting.objects.filter(user=user).first()
        if setting is None or not setting.nik:
            raise ValidationError(
                {"passphrase": _("NIK Anda untuk BSrE belum dicatat. Minta administrator kota mencatatnya.")}
            )
        if self.client.status(setting.nik) != MAY_SIGN:
            raise ValidationError(
                {"passphrase": _("BSrE belum menerbitkan sertifikat Anda, atau sertifikat itu tidak berlaku lagi.")}
            )
        return BsreKey(self.client, self.roots, user, setting.nik, passphrase)


def remember_certificate(data: bytes, roots: tuple[str, ...], user: User) -> SignerCertificate:
    """The certificate of a PDF's last signature, kept for later checks; ValidationError when no root vouches for it."""
    root = next((text for text in roots if _vouches(text, data)), None)
    if root is None:
        raise ValidationError(_("Tanda tangan yang diterima bukan dari BSrE. Hubungi administrator kota."))
    authority, _made = CertificateAuthority.objects.get_or_create(provider=Provider.BSRE, certificate=root)
    certificate = PdfFileReader(io.BytesIO(data)).embedded_signatures[-1].signer_cert
    kept, _made = SignerCertificate.objects.get_or_create(
        fingerprint=certificate.sha256.hex(),
        defaults={
            "user": user,
            "authority": authority,
            "provider": Provider.BSRE,
            "certificate": pem.armor("CERTIFICATE", certificate.dump()).decode(),
            "issued_at": certificate.not_valid_before,
            "expires_at": certificate.not_valid_after,
        },
    )
    if kept.user_id != user.pk:
        raise ValidationError(_("Sertifikat BSrE ini tercatat atas nama pejabat lain. Hubungi administrator kota."))
    return kept


def _vouches(root: str, data: bytes) -> bool:
    """Whether the last signature holds under this root."""
    try:
        facts = inspect(data, (root,), datetime.now(UTC))
    except Exception:  # noqa: BLE001 - pyHanko raises many kinds on damaged files; each means "no"
        return False
    return bool(facts) and facts[-1].sound


@lru_cache(maxsize=4)
def _provider(url: str, user: str, password: str, roots: str) -> BsreProvider:
    # One per address, so that its breaker remembers.
    texts = [block for block in Path(roots).read_text().split("-----BEGIN") if "CERTIFICATE" in block]
    return BsreProvider(BsreClient(url, user, password), tuple(f"-----BEGIN{block}".strip() + "\n" for block in texts))


def configured() -> BsreProvider:
    """The provider that the settings name; ValidationError while nobody has put its root certificates there."""
    if not Path(settings.BSRE_ROOTS).is_file():
        raise ValidationError(_("Sertifikat akar BSrE belum dipasang (BSRE_ROOTS). Hubungi administrator kota."))
    return _provider(settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD, str(settings.BSRE_ROOTS))
