"""Instruments with their versions."""

from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q

from core.base import BaseModel
from smartcity_eval.models.scope import Person
from smartcity_eval.rules.instrument import InstrumentSpec, instrument_from


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: Person) -> Self:
        """Everybody: an instrument is a public rule."""
        return self


class Instrument(BaseModel):
    """One version of an instrument (data/*.json, `manage.py load_instruments`); never changed."""

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ("-code", "-version")
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="instrument_one_current"),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def spec(self) -> InstrumentSpec:
        """The typed form of `data`."""
        return instrument_from(self.data, f"{self.code} v{self.version}")
