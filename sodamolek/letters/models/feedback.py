"""What people say of the service: the survey's sums."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from core.accounts.models import User
from core.base import BaseModel
from core.regions.models import Office
from sodamolek.letters.models.requests import LetterRequest
from sodamolek.letters.rules.survey import ELEMENTS, HIGHEST

SUMS = tuple(element.key for element in ELEMENTS)


class SurveyMark(models.Model):
    """That a request's survey was answered, so that it is answered once. It says neither what nor when.

    No key of its own: ours begin with the time.
    """

    request = models.OneToOneField(LetterRequest, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.request_id)


class SurveyTallyQuerySet(models.QuerySet["SurveyTally"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees the figures; which of them are shown is decided by rules.survey.shown."""
        return self


class SurveyTally(BaseModel):
    """The answers of one quarter about one kind of letter at one office, added up.

    An answer has no row of its own: what is not kept, nobody can trace back to a person.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind_code = models.CharField(max_length=8)
    quarter = models.DateField()
    answers = models.PositiveIntegerField(default=0)
    u1 = models.PositiveIntegerField(default=0)
    u2 = models.PositiveIntegerField(default=0)
    u3 = models.PositiveIntegerField(default=0)
    u4 = models.PositiveIntegerField(default=0)
    u5 = models.PositiveIntegerField(default=0)
    u6 = models.PositiveIntegerField(default=0)
    u7 = models.PositiveIntegerField(default=0)
    u8 = models.PositiveIntegerField(default=0)
    u9 = models.PositiveIntegerField(default=0)

    objects = SurveyTallyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["quarter", "office", "kind_code"], name="letter_survey_tally"),
            models.CheckConstraint(
                condition=Q(*((f"{key}__gte", F("answers")) for key in SUMS))
                & Q(*((f"{key}__lte", F("answers") * HIGHEST) for key in SUMS)),
                name="letter_survey_sums_fit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter} {self.office_id} {self.kind_code}"
