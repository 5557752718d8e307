"""Smart Governance programmes."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.regions.models import Office
from smartcity_eval.models.scope import Person


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Person) -> Self:
        """Everybody: what the city runs is public."""
        return self


class Programme(BaseModel):
    """A programme of Smart Governance, by its element and whether it runs."""

    class Element(models.TextChoices):
        PUBLIC_SERVICE = "public_service", _("pelayanan publik")
        BUREAUCRACY = "bureaucracy", _("birokrasi")
        POLICY = "policy", _("kebijakan")

    class State(models.TextChoices):
        PLANNED = "planned", _("direncanakan")
        RUNNING = "running", _("berjalan")
        STOPPED = "stopped", _("berhenti")

    name = models.CharField(_("nama program"), max_length=120)
    element = models.CharField(_("unsur"), max_length=14, choices=Element.choices)
    state = models.CharField(_("keadaan"), max_length=7, choices=State.choices, default=State.PLANNED)
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="programmes"
    )
    note = models.CharField(_("keterangan"), max_length=200, blank=True)
    is_sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("element", "name")
        constraints = (models.UniqueConstraint(fields=["name"], name="programme_name"),)

    def __str__(self) -> str:
        return self.name
