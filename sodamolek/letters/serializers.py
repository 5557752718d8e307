"""Letters as JSON. A NIK leaves only masked, but for what somebody typed and may still change."""

from typing import Any

from rest_framework import serializers

from core.accounts.models import User
from core.documents import services as documents
from sodamolek.letters import queries
from sodamolek.letters.models import OFFICE_ROLES, LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.rules.answers import LONGEST_LIST
from sodamolek.letters.rules.schema import FieldSpec
from sodamolek.letters.rules.wording import masked
from sodamolek.letters.services.common import LONGEST_NOTE, may_type
from sodamolek.letters.workflow import DECISIONS, LETTER, Status

# States in which the office's note is for the applicant.
FOR_APPLICANT = frozenset({Status.RETURNED, Status.REJECTED, Status.REVOKED})


class KindSerializer(serializers.ModelSerializer[LetterKind]):
    """A kind of letter with what it asks."""

    summary = serializers.CharField(source="spec.summary", read_only=True)
    fields_asked = serializers.SerializerMethodField()
    requirements = serializers.SerializerMethodField()
    fee_rupiah = serializers.IntegerField(source="spec.standard.fee", read_only=True)
    working_hours = serializers.IntegerField(source="spec.standard.hours", read_only=True)

    class Meta:
        model = LetterKind
        fields = ("code", "version", "name", "summary", "fee_rupiah", "working_hours", "fields_asked", "requirements")

    def get_fields_asked(self, kind: LetterKind) -> list[dict[str, Any]]:
        return [self._field(f) for f in kind.spec.fields]

    def _field(self, spec: FieldSpec) -> dict[str, Any]:
        """A field; the answer to one with `columns` is a JSON list of objects by those columns' keys."""
        return {
            "key": spec.key,
            "label": spec.label,
            "type": spec.type.value,
            "required": spec.required,
            "from_register": spec.verified_by_register,
            "choices": [{"value": c.value, "label": c.label} for c in spec.choices],
            "columns": [self._field(column) for column in spec.columns],
        }

    def get_requirements(self, kind: LetterKind) -> list[dict[str, Any]]:
        return [
            {
                "key": r.key,
                "label": r.label,
                "compulsory": r.compulsory,
                "pages": r.pages,
                "from_register": r.satisfied_by_register,
            }
            for r in kind.spec.requirements
        ]


class DocumentSerializer(serializers.ModelSerializer[RequestDocument]):
    content_type = serializers.CharField(source="file.content_type", read_only=True)
    size_bytes = serializers.IntegerField(source="file.size", read_only=True)

    class Meta:
        model = RequestDocument
        fields = ("id", "requirement", "position", "state", "reason", "content_type", "size_bytes")


class RequestSerializer(serializers.ModelSerializer[LetterRequest]):
    """A request as it stands in a list."""

    kind = serializers.CharField(source="kind.code", read_only=True)
    kind_name = serializers.CharField(source="kind.name", read_only=True)
    office = serializers.CharField(source="office.code", read_only=True)
    office_name = serializers.CharField(source="office.name", read_only=True)
    applicant = serializers.CharField(source="applicant_name", read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)

    class Meta:
        model = LetterRequest
        fields: tuple[str, ...] = (
            "id", "reference", "kind", "kind_name", "office", "office_name", "applicant", "status", "status_label",
            "submitted_at", "due_at", "decided_at",
        )  # fmt: skip


class RequestDetailSerializer(RequestSerializer):
    """One request with everything that the person may see and do."""

    nik = serializers.CharField(source="resident.masked_nik", read_only=True)
    known = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()
    returned_reasons = serializers.DictField(child=serializers.CharField(), read_only=True)
    note = serializers.SerializerMethodField()
    documents = DocumentSerializer(many=True, read_only=True)
    moves = serializers.SerializerMethodField()
    letter = serializers.SerializerMethodField()
    submit_token = serializers.SerializerMethodField()
    stamp = serializers.CharField(read_only=True)

    class Meta(RequestSerializer.Meta):
        fields = (
            *RequestSerializer.Meta.fields, "nik", "known", "answers", "returned_reasons", "note", "documents", "moves",
            "letter", "submit_token", "stamp",
        )  # fmt: skip

    def _user(self) -> User:
        user: User = self.context["request"].user
        return user

    def get_known(self, row: LetterRequest) -> dict[str, str]:
        """What the register confirmed, by field key; not to an applicant who asks for somebody else with a proof."""
        if row.hides_person and row.owner_id == self._user().pk:
            return {}
        return {key: value for key, value in queries.sheet_of(row).known.items() if key != "nik"}

    def get_answers(self, row: LetterRequest) -> dict[str, str]:
        """By field key, as typed."""
        if may_type(row, self._user()):
            return dict(row.answers)
        fields = row.kind.spec.fields
        return {f.key: masked(f, row.answers[f.key]) for f in fields if f.key in row.answers}

    def get_note(self, row: LetterRequest) -> str:
        """To the applicant only what is meant for them; the desk leaves itself notes too."""
        at_desk = row.office_id in self._user().offices_with(*OFFICE_ROLES)
        return row.note if at_desk or row.status in FOR_APPLICANT else ""

    def get_moves(self, row: LetterRequest) -> list[str]:
        """What this person may do with it now; nobody decides on a request of their own."""
        moves = LETTER.available(row, self._user())
        own = self._user().pk in (row.owner_id, row.resident.user_id)
        return [move for move in moves if not (own and move in DECISIONS)]

    def get_letter(self, row: LetterRequest) -> dict[str, str] | None:
        if row.document is None:
            return None
        url = documents.verification_url(row.document.code)
        return {"number": row.document.number_text, "verification_url": url}

    def get_submit_token(self, row: LetterRequest) -> str | None:
        """Only the applicant may send; the same token twice is the same submission."""
        return str(row.submit_token) if row.owner_id == self._user().pk else None


class StartSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(max_length=8)
    office = serializers.CharField(max_length=20, required=False, help_text="Code of the kelurahan's office.")


class AnswersSerializer(serializers.Serializer[Any]):
    answers = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=LONGEST_LIST))


class UploadSerializer(serializers.Serializer[Any]):
    requirement = serializers.CharField(max_length=40)
    file = serializers.FileField()


class SubmitSerializer(serializers.Serializer[Any]):
    submit_token = serializers.UUIDField()


class SubmittedSerializer(serializers.Serializer[Any]):
    reference = serializers.CharField()
    pin = serializers.CharField()
    repeated = serializers.BooleanField()


class ReturnSerializer(serializers.Serializer[Any]):
    reasons = serializers.DictField(child=serializers.CharField(max_length=LONGEST_NOTE), required=False, default=dict)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class ReplaceSerializer(serializers.Serializer[Any]):
    replacement = serializers.UUIDField(help_text="The request whose letter takes the place.")


class StampSerializer(serializers.Serializer[Any]):
    stamp = serializers.CharField(
        max_length=60,
        required=False,
        help_text="Of the request as it was read: refused when it has changed since. Without it nothing is compared.",
    )


class SignSerializer(StampSerializer):
    passphrase = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)
