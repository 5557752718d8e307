"""Registrations that wait for their code; gone within hours."""

from django.db import models
from django.utils import timezone

from core.base import BaseModel
from core.population.fields import EncryptedCharField, EncryptedJSONField
from core.regions.models import Region


class Registration(BaseModel):
    """Somebody who asked for an account. It takes up no NIK and no e-mail address until its code comes back.

    A refused one (`code_hash` empty) looks the same from outside; its code was never sent.
    """

    nik = EncryptedCharField(max_length=16)
    kk = EncryptedCharField(max_length=16)
    birth_date = models.DateField()
    domicile = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    phone = models.CharField(max_length=16, blank=True)
    password = models.CharField(max_length=128)
    match_state = models.CharField(max_length=9)
    # What the register told about the person, so that it isn't asked twice.
    elements = EncryptedJSONField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="registration_expires"),)

    def __str__(self) -> str:
        return f"pendaftaran {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.expires_at > timezone.now()
