"""The table of things to do later: the row is the record, Celery only carries its id."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.base import BaseModel
from core.jobs.rules import UNFINISHED, Queue, State


class Job(BaseModel):
    """One thing to do, written in the transaction that wants it done.

    `state` is written by compare-and-swap only, in this app. `payload` holds ids and numbers, never
    personal data. All times are the database's, so that the clocks of web and worker don't matter.
    """

    name = models.CharField(max_length=80)
    queue = models.CharField(max_length=12, choices=Queue.choices)
    payload = models.JSONField(default=dict)
    # Two unfinished jobs of one name never have the same key; with `once` the key stays taken when it is done.
    key = models.CharField(max_length=200, null=True, blank=True)
    once = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    due_at = models.DateTimeField(default=timezone.now)
    hinted_at = models.DateTimeField(null=True, blank=True)
    # The lease of the attempt under way: who lost it can't write the row any more.
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=Q(state__in=UNFINISHED) | Q(once=True, state=State.DONE),
                name="job_key_unique",
            ),
        )
        indexes = (
            models.Index(fields=["due_at"], condition=Q(state=State.WAITING), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state=State.RUNNING), name="job_leased"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="job_ended"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def finished(self) -> bool:
        return self.state not in UNFINISHED
