"""What an office asks for beyond what its kinds of letters ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.regions.models import Office


class OfficeSetting(BaseModel):
    """How an office deals with letters; without a row: no paraf. Changed by a city administrator."""

    office = models.OneToOneField(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="letter_setting"
    )
    asks_endorsement = models.BooleanField(
        _("minta paraf"),
        default=False,
        help_text=_("Kasi atau sekretaris memaraf surat sebelum ditandatangani."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("paraf menurut kantor"), _("paraf menurut kantor")

    def __str__(self) -> str:
        return str(self.office)
