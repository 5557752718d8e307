"""Requests for letters, and the documents that come with a request."""

import uuid
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.documents.models import Document
from core.files.models import StoredFile
from core.population.fields import EncryptedCharField, EncryptedJSONField, EncryptedTextField
from core.population.models import Resident
from core.regions.models import Office
from sodamolek.letters.models.kinds import LetterKind
from sodamolek.letters.rules.relations import Relation
from sodamolek.letters.rules.schema import KindSpec
from sodamolek.letters.workflow import AT_DESK, EDITABLE, UNDER_WAY, WITH_DOCUMENT, Status

# Who works on an office's requests: they see what was submitted to it. An auditor sees the trail, no request.
OFFICE_ROLES = (Role.OPERATOR, Role.KASI, Role.SEKRETARIS, Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD)


def stamp_of(touched_at: datetime, document_id: UUID | None) -> str:
    """As `LetterRequest.stamp`, for a line of a list."""
    return f"{touched_at.astimezone(UTC):%Y%m%d%H%M%S%f}{document_id.hex if document_id else ''}"


class LetterRequestQuerySet(models.QuerySet["LetterRequest"]):
    def visible_to(self, user: User) -> Self:
        """One's own; and for who works on letters at an office, what was submitted to it. Drafts are private.

        A camat sees besides, of the kelurahan below, what waits or waited for the own signature, and nothing else;
        an operator the own drafts for who stands at the counter.
        """
        found = Q(owner_id=user.pk)
        if counters := user.offices_with(Role.OPERATOR):
            found |= Q(filed_by_id=user.pk, office_id__in=counters)
        if offices := user.offices_with(*OFFICE_ROLES):
            found |= Q(office_id__in=offices, submitted_at__isnull=False)
        if above := user.offices_with(Role.CAMAT):
            found |= Q(countersign_office_id__in=above)
        return self.filter(found)

    def issued(self) -> Self:
        """Those whose letter everybody has signed; it may have been revoked since."""
        return self.filter(status__in=WITH_DOCUMENT - UNDER_WAY)


class LetterRequest(BaseModel):
    """A resident's request for a letter. `status` is written by workflow.LETTER alone."""

    kind = models.ForeignKey(LetterKind, on_delete=models.PROTECT, related_name="requests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="letter_requests")
    # Whose account it is: the applicant's. None while somebody without an account has it filed at the counter.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="letter_requests"
    )
    # Whom the letter is about: the applicant, or the person for whom they ask.
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="letter_requests")
    reference = models.CharField(_("nomor permohonan"), max_length=24, unique=True)
    # The applicant's name when it was sent, so that an office finds a request by it (queries/desk.py).
    subject_name = models.CharField(_("nama pemohon"), max_length=120, blank=True, default="", db_default="")
    # Who at the office takes care of it; nobody in particular while empty.
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # When the applicant was last reminded of a returned request (services/upkeep.py).
    reminded_at = models.DateTimeField(null=True)
    # Raised to make the old PIN worthless (services/tracking.py).
    pin_version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    # By field key, as typed; nothing typed is lost. Checked by rules/answers.py when it is needed.
    answers = EncryptedJSONField(default=dict)
    # What the register said of the applicant when the request was submitted; the letter is written from it.
    snapshot = EncryptedJSONField(default=dict)
    # Reasons of a return by key of requirement or field, and what the office wrote to the applicant last.
    returned_reasons = EncryptedJSONField(default=dict)
    note = EncryptedTextField(default="")
    # The same token twice is the same submission (services/submission.py).
    submit_token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # When an answer, a document, the register's facts or the words last changed: an untouched draft expires
    # (services/upkeep.py), and nobody decides on what they did not read (`stamp`).
    touched_at = models.DateTimeField(default=timezone.now, db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Working minutes of the office from the last submission to the last signature (services/serving.py).
    served_minutes = models.PositiveIntegerField(null=True)
    # How often it was given back; counted by the database (models/statistics.py).
    returns = models.PositiveSmallIntegerField(default=0, db_default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="letter_request")
    # Whether the office asked for a paraf when this was accepted.
    needs_endorsement = models.BooleanField(default=False, db_default=False)
    # The office above whose head signs beside, from the first signature on; with it that head sees the request.
    countersign_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    # The operator who typed it at the counter, and the keys of the requirements whose originals they saw there.
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seen_originals = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    # Where who has no account is told of each step, if they gave an address at the counter.
    contact_email = EncryptedCharField(max_length=254, null=True)
    # What the person of the letter is to the applicant (rules/relations.py); "" for oneself. On one family card the
    # register has said so, and nothing has to prove it.
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True, default="", db_default="")
    same_card = models.BooleanField(default=False, db_default=False)
    # The letter's paragraphs as the operator mended them; None: as the kind says.
    wording = EncryptedJSONField(null=True)

    objects = LetterRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["office", "status", "due_at", "id"], name="letter_desk"),
            models.Index(fields=["owner", "-id"], name="letter_owner"),
            # The words of a name, each with office and year. Without fastupdate, whose list every search reads.
            GinIndex(
                Func(F("office"), F("submitted_at"), F("subject_name"), function="letters_names"),
                name="letter_subject",
                fastupdate=False,
            ),
            models.Index(
                fields=["countersign_office", "status", "due_at", "id"],
                condition=Q(countersign_office__isnull=False),
                name="letter_countersign",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False, due_at__isnull=False)
                | Q(submitted_at__isnull=True, due_at__isnull=True, status__in=["draft", "cancelled", "expired"]),
                name="letter_submitted_has_due",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False, status__in=sorted(WITH_DOCUMENT))
                | (Q(document__isnull=True) & ~Q(status__in=sorted(WITH_DOCUMENT))),
                name="letter_signed_has_document",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(filed_by__isnull=False), name="letter_somebody_filed"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def spec(self) -> KindSpec:
        return self.kind.spec

    @property
    def applicant_name(self) -> str:
        """Who asks for the letter."""
        return self.owner.name if self.owner else self.resident.name

    @property
    def needs_proof(self) -> bool:
        """Whether the applicant has to show that they may ask for the person of the letter."""
        return bool(self.relation) and not self.same_card

    @property
    def hides_person(self) -> bool:
        """Whether the applicant must not read what the register says of the person of the letter: no family card
        shows them together, so only the office may."""
        return self.needs_proof and self.resident.user_id != self.owner_id

    @property
    def counter_office_id(self) -> UUID | None:
        """The office whose operators act for an applicant who came to its counter."""
        return self.office_id if self.filed_by_id else None

    @property
    def stamp(self) -> str:
        """Changes with what the letter says and with the letter itself; a page keeps it until the decision."""
        return stamp_of(self.touched_at, self.document_id)

    @property
    def choice(self) -> str:
        """What a ticked box in a list says: which request, and as it was read."""
        return f"{self.pk}:{self.stamp}"

    @property
    def is_editable(self) -> bool:
        """Whether the applicant may change answers and documents now."""
        return self.status in EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether somebody at the office has to do something; only then a deadline runs."""
        return self.status in AT_DESK


class RequestDocumentQuerySet(models.QuerySet["RequestDocument"]):
    def visible_to(self, user: User) -> Self:
        """Documents of the requests that `user` may see."""
        return self.filter(request__in=LetterRequest.objects.visible_to(user))


class RequestDocument(BaseModel):
    """One page (a photo or a PDF) of a document that a requirement asks for."""

    class State(models.TextChoices):
        OK = "ok", _("diterima")
        RETURNED = "returned", _("perlu diganti")

    request = models.ForeignKey(LetterRequest, on_delete=models.CASCADE, related_name="documents")
    requirement = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="letter_document")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OK)
    reason = EncryptedTextField(default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RequestDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["request", "requirement", "position"], name="letter_document_position"),
        )

    def __str__(self) -> str:
        return f"{self.requirement} {self.position}"

    @property
    def page_numbers(self) -> range:
        """Numbers of the pages of a PDF, from 1."""
        return range(1, self.file.pages + 1)
