"""Helpers of the trail's tests: entries in a chain, and a superuser who gets around the database's refusals."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from core.accounts.models import User
from core.audit import services
from tools.testing import _admin


def make_chain(count: int) -> User:
    """`count` entries, each in a transaction of its own; who made them."""
    user = User.objects.create_user(name="Pegawai Contoh")
    for number in range(count):
        with transaction.atomic():
            services.record(f"langkah-{number}", user, by=user, detail={"nomor": number, "ket": "é"})
    return user


@contextmanager
def superuser(database: str) -> Iterator[Cursor]:
    """Statements as the superuser with every trigger switched off, as a malicious administrator would."""
    with _admin(database) as connection, connection.cursor() as cursor:
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield cursor
