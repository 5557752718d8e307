"""The roll-up that statistics read: a month's sums by office and kind of letter."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.accounts.models import User
from core.regions.models import Office
from sodamolek.letters.models.requests import OFFICE_ROLES

SUMS = ("received", "finished", "returned", "refused", "in_time", "first_right")


class LetterMonthQuerySet(models.QuerySet["LetterMonth"]):
    def visible_to(self, user: User) -> Self:
        """Kinds within an office are for who works on its letters; the sums over either are public (queries)."""
        return self.filter(office_id__in=user.offices_with(*OFFICE_ROLES))


class LetterMonth(models.Model):
    """Kept by the database's triggers, in the transaction of the move (migrations, `check_letter_statistics`).

    `kind_code` is "" in the row of the office as a whole, so that the city's page reads one row an office and month.
    """

    pk = models.CompositePrimaryKey("month", "office", "kind_code")
    month = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind_code = models.CharField(max_length=8)
    received = models.IntegerField()
    finished = models.IntegerField()
    returned = models.IntegerField()
    refused = models.IntegerField()
    in_time = models.IntegerField()
    first_right = models.IntegerField()
    # How many were served within each group of rules.statistics.EDGES.
    times = ArrayField(models.IntegerField())

    objects = LetterMonthQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["office", "month"], name="letter_month_office"),
            models.Index(fields=["kind_code", "month"], name="letter_month_kind"),
            # The city by kind reads every office's rows: from the index alone, without their arrays.
            models.Index(
                fields=["month", "kind_code"], include=SUMS, condition=~Q(kind_code=""), name="letter_month_city"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.office_id} {self.kind_code}"
