"""One limiter for everything that can be guessed or flooded: log-ins, PINs, codes, registrations.

Counted in PostgreSQL in one statement, so parallel guesses can't slip past each other, and on a connection of its
own that commits at once, so a request that is rolled back has still been counted. Keys are stored as keyed hashes.
"""

import hashlib
import hmac
import ipaddress
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils import timezone

from core.accounts.rules import Limit

COUNT = """
INSERT INTO accounts_bucket AS bucket (id, count, ends_at) VALUES (%(id)s, 1, %(ends_at)s)
ON CONFLICT (id) DO UPDATE SET
  count = CASE WHEN bucket.ends_at <= %(now)s THEN 1 ELSE LEAST(bucket.count, %(limit)s) + 1 END,
  ends_at = CASE WHEN bucket.ends_at <= %(now)s THEN EXCLUDED.ends_at ELSE bucket.ends_at END
RETURNING count
"""


def hit(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `key` in `scope`; False when more than `limit` came within `seconds`.

    The window is fixed: it starts with the first try and ends by itself, and refused tries don't prolong it.
    Ask before evaluating a guess, not after.
    """
    now = timezone.now()
    values: dict[str, Any] = {
        "id": _bucket(scope, key),
        "now": now,
        "ends_at": now + timedelta(seconds=seconds),
        "limit": limit,
    }
    with _own_connection() as cursor:
        cursor.execute(COUNT, values)
        count: int = cursor.fetchone()[0]
    return count <= limit


def allow(rule: Limit, key: str) -> bool:
    """`hit` with a limit of rules.py."""
    return hit(rule.scope, key, limit=rule.limit, seconds=rule.seconds)


def forget(scope: str, key: str) -> None:
    """Start `key` from zero, as after a right password."""
    with _own_connection() as cursor:
        cursor.execute("DELETE FROM accounts_bucket WHERE id = %s", [_bucket(scope, key)])


def sweep() -> int:
    """Delete the buckets whose window has ended; how many."""
    with _own_connection() as cursor:
        cursor.execute("DELETE FROM accounts_bucket WHERE ends_at <= %s", [timezone.now()])
        swept: int = cursor.rowcount
    return swept


def client_ip(request: HttpRequest) -> str:
    """The caller's address as seen by the outermost of exactly TRUSTED_PROXY_COUNT proxies of ours.

    What a caller writes into X-Forwarded-For stands further left and is never read. An IPv6 address is cut to
    its /64, because one household owns all of it. "unknown" when there is none (a socket file).
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXY_COUNT
    if proxies:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(forwarded) >= proxies:
            address = forwarded[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def _bucket(scope: str, key: str) -> str:
    secret = b64decode(settings.BLIND_INDEX_KEY) or settings.SECRET_KEY.encode()
    digest = hmac.new(secret, f"limiter\0{scope}\0{key}".encode(), hashlib.sha256).hexdigest()
    return f"{scope}:{digest[:40]}"


@contextmanager
def _own_connection() -> Iterator[CursorWrapper]:
    """A cursor outside the request's transaction; every statement commits at once."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()
