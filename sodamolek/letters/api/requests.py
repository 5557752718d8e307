"""Letters over `/api/v1/letters/`: the same services as the pages, for a session or a token with its scope."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from core.accounts.access import api_access
from core.accounts.models import User
from core.accounts.rules import Role
from core.files.responses import attachment
from core.regions.models import Office
from core.web.api import KeyPagination
from sodamolek.letters import queries, serializers, services
from sodamolek.letters.models import OFFICE_ROLES, LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.services.pictures import read_preview
from sodamolek.letters.workflow import AT_DESK, ENDORSERS, SIGNERS, UNDER_WAY, WITH_DOCUMENT

READ = api_access(scope="letters:read")
WRITE = api_access(scope="letters:write")
OPERATOR = api_access(Role.OPERATOR, scope="letters:write")
DESK = api_access(Role.OPERATOR, *ENDORSERS, *SIGNERS, scope="letters:write")
OFFICE = api_access(*OFFICE_ROLES, scope="letters:read")
PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}


class ByNewest(KeyPagination):
    ordering = "-id"
    page_size = 25


class KindList(generics.ListAPIView[LetterKind]):
    """The letters that can be asked for, with what each asks."""

    permission_classes = [api_access(public=True)]
    serializer_class = serializers.KindSerializer
    pagination_class = None
    queryset = LetterKind.objects.visible_to(None)


class RequestView(APIView):
    """What views of one request share: finding it, and answering with it."""

    permission_classes = [WRITE]
    serializer_class: type[BaseSerializer[Any]] = serializers.RequestDetailSerializer

    @property
    def person(self) -> User:
        """Who asks; every view of requests lets in only people with an account."""
        return cast("User", self.request.user)

    def visible(self) -> QuerySet[LetterRequest]:
        rows = LetterRequest.objects.visible_to(self.person)
        return rows.select_related("kind", "office", "office__parent", "owner", "resident", "document")

    def find(self, pk: UUID) -> LetterRequest:
        return get_object_or_404(self.visible(), pk=pk)

    def answer(self, pk: UUID, code: int = status.HTTP_200_OK) -> Response:
        row = get_object_or_404(self.visible().prefetch_related("documents__file"), pk=pk)
        body = serializers.RequestDetailSerializer(row, context={"request": self.request}).data
        return Response(body, status=code)

    def checked(self, serializer: type[Any]) -> dict[str, Any]:
        form = serializer(data=self.request.data)
        form.is_valid(raise_exception=True)
        clean: dict[str, Any] = form.validated_data
        return clean


class RequestList(generics.ListAPIView[LetterRequest], RequestView):
    """One's own requests, and those at the offices where one works on letters; POST starts a draft."""

    permission_classes = [READ]
    serializer_class = serializers.RequestSerializer
    pagination_class = ByNewest

    def get_permissions(self) -> list[BasePermission]:
        return [READ() if self.request.method in SAFE_METHODS else WRITE()]

    def get_queryset(self) -> QuerySet[LetterRequest]:
        if getattr(self, "swagger_fake_view", False):
            return LetterRequest.objects.none()
        rows = LetterRequest.objects.visible_to(self.person).select_related("kind", "office", "owner", "resident")
        return rows.only(*queries.LIST_FIELDS, "office__code")

    @extend_schema(request=serializers.StartSerializer, responses={201: serializers.RequestDetailSerializer})
    def post(self, request: Request) -> Response:
        wanted = self.checked(serializers.StartSerializer)
        kind = queries.kind_in_force(wanted["kind"])
        if kind is None:
            raise Http404
        office = get_object_or_404(Office, code=wanted["office"]) if "office" in wanted else None
        row = services.start_draft(kind, by=self.person, office=office)
        return self.answer(row.pk, status.HTTP_201_CREATED)


class RequestDetail(RequestView):
    """One request with what may be done with it."""

    permission_classes = [READ]

    def get(self, request: Request, pk: UUID) -> Response:
        return self.answer(pk)


class Answers(RequestView):
    """Keep what was typed; submission checks it."""

    @extend_schema(request=serializers.AnswersSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        services.save_answers(self.find(pk), self.checked(serializers.AnswersSerializer)["answers"], by=self.person)
        return self.answer(pk)


class Documents(RequestView):
    """Add one page to a document that the letter asks for."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": serializers.UploadSerializer},
        responses={201: serializers.RequestDetailSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        row = self.find(pk)
        clean = self.checked(serializers.UploadSerializer)
        services.attach_document(row, clean["requirement"], clean["file"], by=self.person)
        return self.answer(pk, status.HTTP_201_CREATED)


class DocumentDetail(RequestView):
    """One page: its bytes, or away with it."""

    permission_classes = [READ]

    def get_permissions(self) -> list[BasePermission]:
        return [READ() if self.request.method in SAFE_METHODS else WRITE()]

    def _document(self, request: Request, pk: UUID, document: UUID) -> RequestDocument:
        rows = RequestDocument.objects.visible_to(self.person).select_related("file", "request")
        return get_object_or_404(rows, pk=document, request_id=pk)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY, **PDF})
    def get(self, request: Request, pk: UUID, document: UUID) -> HttpResponse:
        found = self._document(request, pk, document)
        data = services.read_document(found, by=self.person)
        ending = "pdf" if found.file.content_type == "application/pdf" else "jpg"
        return attachment(data, f"{found.requirement}-{found.position}.{ending}", found.file.content_type)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID, document: UUID) -> Response:
        services.remove_document(self._document(request, pk, document), by=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Submit(RequestView):
    """Send a draft; the same token twice is the same submission."""

    @extend_schema(request=serializers.SubmitSerializer, responses=serializers.SubmittedSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        row = self.find(pk)
        token = self.checked(serializers.SubmitSerializer)["submit_token"]
        sent = services.submit_request(row, by=self.person, token=token)
        return Response({"reference": sent.letter_request.reference, "pin": sent.pin, "repeated": sent.repeated})


class Resubmit(RequestView):
    """Send a corrected request back."""

    @extend_schema(request=None)
    def post(self, request: Request, pk: UUID) -> Response:
        services.resubmit_request(self.find(pk), by=self.person)
        return self.answer(pk)


class Cancel(RequestView):
    """The applicant no longer wants the letter."""

    @extend_schema(request=None)
    def post(self, request: Request, pk: UUID) -> Response:
        services.cancel_request(self.find(pk), by=self.person)
        return self.answer(pk)


class Accept(RequestView):
    """The operator found everything right."""

    permission_classes = [OPERATOR]

    @extend_schema(request=serializers.StampSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.accept_request(self.find(pk), by=self.person, **self.checked(serializers.StampSerializer))
        return self.answer(pk)


class Return(RequestView):
    """Give back for correction, with reasons by the key of a requirement or field."""

    permission_classes = [OPERATOR]

    @extend_schema(request=serializers.ReturnSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.return_request(self.find(pk), by=self.person, **self.checked(serializers.ReturnSerializer))
        return self.answer(pk)


class Reject(RequestView):
    """Refuse for good, with the reason."""

    permission_classes = [OPERATOR]

    @extend_schema(request=serializers.ReasonSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.reject_request(self.find(pk), by=self.person, **self.checked(serializers.ReasonSerializer))
        return self.answer(pk)


class Reopen(RequestView):
    """Hand an accepted request back to the operator."""

    permission_classes = [DESK]

    @extend_schema(request=serializers.ReasonSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        row = self.find(pk)
        services.reopen_request(row, by=self.person, note=self.checked(serializers.ReasonSerializer)["reason"])
        return self.answer(pk)


class Collect(RequestView):
    """The printed letter was handed out."""

    permission_classes = [OPERATOR]

    @extend_schema(request=None)
    def post(self, request: Request, pk: UUID) -> Response:
        services.mark_collected(self.find(pk), by=self.person)
        return self.answer(pk)


class Letter(RequestView):
    """The signed PDF."""

    permission_classes = [READ]

    @extend_schema(responses=PDF)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        rows = self.visible().filter(status__in=WITH_DOCUMENT - UNDER_WAY)
        row = get_object_or_404(rows.select_related("document__file"), pk=pk)
        content_type = services.type_of(row)
        ending = "pdf" if content_type == "application/pdf" else "jpg"
        return attachment(services.read_letter(row, by=self.person), f"{row.reference}.{ending}", content_type)


class Preview(RequestView):
    """The letter as it will look, without number and signature."""

    permission_classes = [OFFICE]

    @extend_schema(responses=PDF)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        at_desk = self.visible().filter(office_id__in=self.person.offices_with(*OFFICE_ROLES), status__in=AT_DESK)
        row = get_object_or_404(at_desk, pk=pk)
        return attachment(read_preview(row, by=self.person), f"pratinjau-{row.reference}.pdf", "application/pdf")
