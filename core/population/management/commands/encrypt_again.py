"""`manage.py encrypt_again`: after a new key was put first in FIELD_KEYS, encrypt what older keys still hold.

Run it until it reports nothing, then the old key may be dropped from FIELD_KEYS. Safe to stop and run again.
"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from core.population import crypto
from core.population.fields import EncryptedField


class Command(BaseCommand):
    help = "Encrypt with the first of FIELD_KEYS what older keys encrypted."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, EncryptedField):
                    renewed = renew(field)
                    self.stdout.write(f"{model._meta.label}.{field.name}: {renewed} dienkripsi ulang.")


def renew(field: EncryptedField, batch: int = 500) -> int:
    """Encrypt a column's older values with the current key, some rows at a time; how many."""
    renewed = 0
    while found := _renew_batch(field, batch):
        renewed += found
    return renewed


def _renew_batch(field: EncryptedField, batch: int) -> int:
    quote = connection.ops.quote_name
    table, column = quote(field.model._meta.db_table), quote(str(field.column))
    key = quote(str(field.model._meta.pk.column))
    current = crypto.FORMAT + crypto.current_version()
    with transaction.atomic(), connection.cursor() as cursor:
        # Names come from the models, never from outside.
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} "  # noqa: S608
            f"WHERE substring({column} FROM 1 FOR {len(current)}) <> %s LIMIT %s FOR UPDATE",
            [current, batch],
        )
        rows = cursor.fetchall()
        for pk, ciphertext in rows:
            plain = crypto.decrypt(bytes(ciphertext), field.context)
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608
                [crypto.encrypt(plain, field.context), pk],
            )
    return len(rows)
