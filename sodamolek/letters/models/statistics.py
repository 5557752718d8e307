"""The roll-ups that statistics read: a month's sums by office and kind of letter, and by kind in the whole city."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.accounts.models import User
from core.regions.models import Office
from sodamolek.letters.models.requests import OFFICE_ROLES

SUMS = ("received", "finished", "returned", "refused", "in_time", "first_right")


class Sums(models.Model):
    """The columns that add up; SUMS are their names."""

    received = models.IntegerField()
    finished = models.IntegerField()
    returned = models.IntegerField()
    refused = models.IntegerField()
    in_time = models.IntegerField()
    first_right = models.IntegerField()

    class Meta:
        abstract = True


class LetterMonthQuerySet(models.QuerySet["LetterMonth"]):
    def visible_to(self, user: User) -> Self:
        """Kinds within an office are for who works on its letters; the sums over either are public (queries)."""
        return self.filter(office_id__in=user.offices_with(*OFFICE_ROLES))


class LetterMonth(Sums):
    """Kept by the database's triggers, in the transaction of the move (migrations, `check_letter_statistics`).

    `kind_code` is "" in the row of the office as a whole, so that the city's page reads one row an office and month.
    """

    pk = models.CompositePrimaryKey("month", "office", "kind_code")
    month = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind_code = models.CharField(max_length=8)
    # How many were served within each group of rules.statistics.EDGES.
    times = ArrayField(models.IntegerField())

    objects = LetterMonthQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["office", "month"], name="letter_month_office"),
            models.Index(fields=["kind_code", "month"], name="letter_month_kind"),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.office_id} {self.kind_code}"


class CityQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | None) -> Self:
        """The whole city's sums are public."""
        return self


class CityMonth(Sums):
    """A kind's month in the whole city, as far as `services.statistics.add_up_city` has come."""

    pk = models.CompositePrimaryKey("month", "kind_code")
    month = models.DateField()
    kind_code = models.CharField(max_length=8)
    times = ArrayField(models.IntegerField())

    objects = CityQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.month} {self.kind_code}"


class CityChange(Sums):
    """What a move adds to a CityMonth: appended by the triggers, so that no office waits for another's row."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    kind_code = models.CharField(max_length=8)
    # The group of EDGES in which the letter was served; None when nothing was finished, or its time is not known.
    bucket = models.SmallIntegerField(null=True)

    objects = CityQuerySet.as_manager()

    class Meta:
        # Rows come and go: without it a page reads the room of all that went since the last vacuum.
        indexes = (models.Index(fields=["month"], name="letter_city_change"),)

    def __str__(self) -> str:
        return f"{self.month} {self.kind_code}"
