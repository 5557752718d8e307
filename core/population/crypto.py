"""Encryption of personal data at rest, and the keyed index by which an encrypted number is found again.

A ciphertext is: format (1 byte), key version (4 bytes), nonce (12 bytes), AES-256-GCM output. The key version
is a fingerprint of the key and not its place in `settings.FIELD_KEYS`, so keys can be put in front or dropped
without touching a row. A NIK's key space is tiny, therefore the index is an HMAC and never a bare hash.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT = b"\x01"
VERSION_BYTES = 4
NONCE_BYTES = 12
HEADER_BYTES = len(FORMAT) + VERSION_BYTES + NONCE_BYTES


class UndecipherableError(Exception):
    """Not a ciphertext of ours, of another field, altered, or its key is no longer in `FIELD_KEYS`."""


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name} must be base64 of 32 bytes.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be base64 of 32 bytes, this has {len(key)}.")
    return key


def _version(key: bytes) -> bytes:
    return hashlib.sha256(b"kupang field key" + key).digest()[:VERSION_BYTES]


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    """Ciphers by key version, the encrypting one first."""
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is empty: set at least one key (base64 of 32 random bytes).")
    decoded = [_key(text, "FIELD_KEYS") for text in keys]
    return {_version(key): AESGCM(key) for key in decoded}


def _keys() -> dict[bytes, AESGCM]:
    keys: Sequence[str] = settings.FIELD_KEYS
    return _ring(tuple(keys))


def encrypt(plaintext: bytes, context: bytes) -> bytes:
    """Encrypt with the first key. `context` (model and field) must be the same at decryption."""
    version, cipher = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + version + nonce + cipher.encrypt(nonce, plaintext, context)


def decrypt(ciphertext: bytes, context: bytes) -> bytes:
    """The plaintext; raises UndecipherableError, whose message holds nothing of the data."""
    if len(ciphertext) < HEADER_BYTES or ciphertext[:1] != FORMAT:
        raise UndecipherableError("not a ciphertext of this portal")
    cipher = _keys().get(key_version(ciphertext))
    if cipher is None:
        raise UndecipherableError(f"key {key_version(ciphertext).hex()} is not in FIELD_KEYS")
    nonce = ciphertext[HEADER_BYTES - NONCE_BYTES : HEADER_BYTES]
    try:
        return cipher.decrypt(nonce, ciphertext[HEADER_BYTES:], context)
    except InvalidTag:
        raise UndecipherableError("altered, or encrypted for another field") from None


def key_version(ciphertext: bytes) -> bytes:
    """Which key encrypted this; compare with `current_version()` to find rows to encrypt anew."""
    return ciphertext[len(FORMAT) : len(FORMAT) + VERSION_BYTES]


def current_version() -> bytes:
    """The version of the key that encrypts now."""
    return next(iter(_keys()))


def normalise(value: str) -> str:
    """The form under which a number is indexed: no spaces, dots or hyphens, one case, one Unicode form."""
    if value.isascii() and value.isdigit():
        return value  # nearly always; a register has many
    plain = unicodedata.normalize("NFKC", value).casefold()
    return "".join(c for c in plain if not c.isspace() and c not in ".-")


@lru_cache(maxsize=2)
def _index_key(text: str) -> bytes:
    return _key(text, "BLIND_INDEX_KEY")


def blind_index(value: str, *, kind: str = "nik") -> str:
    """HMAC-SHA-256 of the normalised value, in hex (64 characters).

    `kind` keeps the indexes of different columns apart: a KK number is indexed with kind="kk".
    """
    message = f"{kind}:{normalise(value)}".encode()
    return hmac.new(_index_key(settings.BLIND_INDEX_KEY), message, hashlib.sha256).hexdigest()


def fingerprint(data: bytes) -> str:
    """HMAC-SHA-256 of `data` as it is, in hex: tells whether a row changed, and nothing without the key."""
    return hmac.new(_index_key(settings.BLIND_INDEX_KEY), b"fingerprint:" + data, hashlib.sha256).hexdigest()
