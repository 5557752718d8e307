"""The base of every table: a primary key that is ordered by time and can't be guessed by counting."""

import uuid

import uuid_utils
from django.db import models


def uuid7() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562): the first 48 bits are the time in milliseconds."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


class BaseModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
