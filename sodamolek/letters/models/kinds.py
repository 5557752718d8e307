"""Kinds of letters with their versions."""

from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q

from core.accounts.models import User
from core.base import BaseModel
from sodamolek.letters.rules.schema import KindSpec
from sodamolek.letters.rules.validation import kind_from

_SPECS: dict[str, KindSpec] = {}


class LetterKindQuerySet(models.QuerySet["LetterKind"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees the catalogue: the versions in force."""
        return self.filter(is_current=True)


class LetterKind(BaseModel):
    """One version of a kind of letter (data/kinds/*.json, `manage.py load_letter_kinds`); never changed."""

    code = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterKindQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="letter_kind_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="letter_kind_one_current"),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def spec(self) -> KindSpec:
        """The typed form of `data`; read once per process, since a version never changes."""
        if self.checksum not in _SPECS:
            _SPECS[self.checksum] = kind_from(self.data, f"{self.code} v{self.version}")
        return _SPECS[self.checksum]

    @property
    def is_read(self) -> bool:
        """Whether `spec` is there without `data`, so that a list may leave that column out."""
        return self.checksum in _SPECS or "data" in self.__dict__

    @staticmethod
    def some_are_read() -> bool:
        """Whether this process has read any kind."""
        return bool(_SPECS)
