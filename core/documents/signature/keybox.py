"""A private key under a passphrase: scrypt, then AES-256-GCM.

The box lies in an encrypted field besides, so somebody who holds a copy of the database can't even start to
guess passphrases without FIELD_KEYS. That is why scrypt may be moderate here (16 MB, about 30 ms).
"""

import base64
import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

COST = 2**14
BLOCK = 8
_CONTEXT = b"kupang signer key"


class WrongPassphraseError(Exception):
    """The passphrase does not open this box (or the box was altered)."""


def seal(key: bytes, passphrase: str) -> str:
    """`key` under `passphrase`, as text."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_derive(passphrase, salt, COST, BLOCK)).encrypt(nonce, key, _CONTEXT)
    parts = {"salt": salt, "nonce": nonce, "key": sealed}
    return json.dumps({"n": COST, "r": BLOCK} | {name: base64.b64encode(part).decode() for name, part in parts.items()})


def unseal(box: str, passphrase: str) -> bytes:
    """The key; raises WrongPassphraseError."""
    parts = json.loads(box)
    salt, nonce, sealed = (base64.b64decode(parts[name]) for name in ("salt", "nonce", "key"))
    try:
        return AESGCM(_derive(passphrase, salt, parts["n"], parts["r"])).decrypt(nonce, sealed, _CONTEXT)
    except InvalidTag:
        raise WrongPassphraseError from None


def _derive(passphrase: str, salt: bytes, cost: int, block: int) -> bytes:
    memory = 128 * block * cost * 2
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=cost, r=block, p=1, maxmem=memory, dklen=32)
