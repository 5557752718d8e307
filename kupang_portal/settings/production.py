"""The city's servers. Refuses to start with anything that belongs to the demo, and says what is missing."""

import base64
import binascii
from pathlib import Path
from urllib.parse import urlsplit

from kupang_portal.logs import logging_to_stderr
from kupang_portal.settings.base import *  # noqa: F403 - Django's way of building on other settings
from kupang_portal.settings.base import BLIND_INDEX_KEY, FIELD_KEYS, REGISTER_PROVIDER, SIGNATURE_PROVIDER, env, refuse

EXAMPLE_WORDS = ("contoh", "example", "insecure", "changeme")


def required(name: str) -> str:
    """The value of `name`; an empty or missing one stops the start."""
    value: str = env(name, default="")
    if not value.strip():
        refuse(f"{name} belum diisi / is missing. Lihat / see docs/ARCHITECTURE.md, Settings.")
    return value


def refuse_key(name: str, text: str) -> None:
    """Stop unless `text` is 32 bytes in base64."""
    try:
        size = len(base64.b64decode(text, validate=True))
    except binascii.Error:
        size = 0
    if size != 32:
        refuse(f"{name} harus 32 bita base64 / must be 32 bytes of base64: openssl rand -base64 32")
    if len(set(base64.b64decode(text))) < 8:
        refuse(f"{name} tidak acak / is not random: openssl rand -base64 32")


for _name in ("DEBUG", "DEMO"):
    if env.bool(_name, default=False):
        refuse(f"{_name} tidak boleh menyala di produksi / must be off in production.")

SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or any(word in SECRET_KEY.lower() for word in EXAMPLE_WORDS):
    refuse("SECRET_KEY adalah contoh atau terlalu pendek / is an example or too short: openssl rand -base64 64")

ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
if any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
    refuse("ALLOWED_HOSTS harus menyebut nama lengkap / must name hosts in full, without * or a leading dot.")

PORTAL_URL = required("PORTAL_URL")
if urlsplit(PORTAL_URL).scheme != "https":
    refuse("PORTAL_URL harus https: alamat ini tercetak pada QR surat / must be https: letters carry it in their QR.")

for _name in ("DATABASE_URL", "REDIS_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL"):
    required(_name)
for _name in ("REGISTER_URL", "REGISTER_USER", "REGISTER_PASSWORD") if REGISTER_PROVIDER == "national" else ():
    if any(word in required(_name).lower() for word in ("contoh.id", "127.0.0.1", "localhost")):
        refuse(f"{_name} menunjuk layanan contoh / points at the stand-in.")

if SIGNATURE_PROVIDER not in ("local", "bsre"):
    refuse("SIGNATURE_PROVIDER harus / must be local or bsre.")
# With `local` an officer may still sign there (SignerSetting); without an address nobody can.
BSRE_URL = env("BSRE_URL", default="")
if SIGNATURE_PROVIDER == "bsre" or BSRE_URL:
    for _name in ("BSRE_URL", "BSRE_USER", "BSRE_PASSWORD"):
        if any(word in required(_name).lower() for word in ("contoh", "127.0.0.1", "localhost")):
            refuse(f"{_name} menunjuk layanan contoh / points at the stand-in.")
    if urlsplit(required("BSRE_URL")).scheme != "https":
        refuse("BSRE_URL harus https: frasa sandi melewatinya / must be https: passphrases pass through it.")
    if not Path(required("BSRE_ROOTS")).is_file():
        refuse("BSRE_ROOTS harus menunjuk berkas sertifikat akar BSrE / must name the file of BSrE's roots.")

required("FIELD_KEYS")
required("BLIND_INDEX_KEY")
for _key in FIELD_KEYS:
    refuse_key("FIELD_KEYS", _key)
refuse_key("BLIND_INDEX_KEY", BLIND_INDEX_KEY)
if BLIND_INDEX_KEY in FIELD_KEYS:
    refuse("BLIND_INDEX_KEY harus lain dari FIELD_KEYS / must differ from FIELD_KEYS.")

# --- behind the city's nginx (deploy/nginx), which overwrites these headers
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_SSL_REDIRECT = True
# The probes of the process manager come over plain HTTP from the same machine.
SECURE_REDIRECT_EXEMPT = [r"^_health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

# --- logs: one JSON object a line on standard error, without personal data
LOGGING = logging_to_stderr("INFO", django="INFO")
