"""What an operator changed in the words of a letter, before and after."""

from django.conf import settings
from django.db import models

from core.base import BaseModel
from core.population.fields import EncryptedJSONField
from sodamolek.letters.models.requests import LetterRequest


class WordingChange(BaseModel):
    """One mending of a letter's paragraphs. The trail holds its key alone: the words speak of a person."""

    request = models.ForeignKey(LetterRequest, on_delete=models.CASCADE, related_name="wording_changes")
    before = EncryptedJSONField()
    after = EncryptedJSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
