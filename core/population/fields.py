"""Model fields that are encrypted in the database and plain in Python.

They can't be searched, ordered or made unique (each encryption differs): keep a blind index beside them.
"""

import json
from typing import Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

from core.population import crypto


class EncryptedField(models.Field):  # type: ignore[type-arg]  # Django's fields take no parameter at run time
    """What the encrypted fields share. The ciphertext is bound to the model and the field (AAD)."""

    @property
    def context(self) -> bytes:
        """Binds a ciphertext to its column: moved to another column, it can't be read."""
        return f"{self.model._meta.label_lower}.{self.name}".encode()

    def to_plaintext(self, value: Any) -> bytes:
        return str(value).encode()

    def from_plaintext(self, data: bytes) -> Any:
        return data.decode()

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bytea"

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Any:
        if value is None:
            return None
        return self.from_plaintext(crypto.decrypt(bytes(value), self.context))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        return connection.Database.Binary(crypto.encrypt(self.to_plaintext(value), self.context))  # type: ignore[attr-defined]

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its blind index instead.")
        return super().get_lookup(lookup_name)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            found.append(checks.Error("An encrypted field can't be unique or indexed.", obj=self, id="population.E001"))
        return found


class EncryptedCharField(EncryptedField, models.CharField):  # type: ignore[type-arg]  # as above
    """A short text; `max_length` counts the characters of the plaintext."""


class EncryptedTextField(EncryptedField, models.TextField):  # type: ignore[type-arg]  # as above
    """A text of any length."""


class EncryptedJSONField(EncryptedField, models.JSONField):
    """JSON values (dates and decimals become strings, as DjangoJSONEncoder writes them)."""

    def to_plaintext(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def from_plaintext(self, data: bytes) -> Any:
        return json.loads(data)

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.name} is encrypted: its keys can't be searched.")
