"""Verification for programs: as public as the pages, and counted by the same limiter."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.accounts import limiter
from core.accounts.access import api_access
from core.accounts.rules import Limit
from core.documents import queries, services
from core.documents.rules import FILES, UNKNOWN_CODES, clean_code
from core.documents.serializers import CheckSerializer, FileSerializer, FindingSerializer


def _count(request: Request, rule: Limit) -> None:
    if not limiter.allow(rule, limiter.client_ip(request._request)):
        raise Throttled(wait=rule.seconds)


class DocumentDetail(APIView):
    """What the register says about the letter with this code."""

    permission_classes = [api_access(public=True)]

    @extend_schema(responses=FindingSerializer)
    def get(self, request: Request, code: str) -> Response:
        cleaned = clean_code(code)
        finding = services.look_up(cleaned) if cleaned else None
        if finding is None:
            _count(request, UNKNOWN_CODES)
            raise NotFound
        return Response(FindingSerializer(finding).data)


class CheckFile(APIView):
    """Whether a PDF is, byte for byte, a letter that an office signed."""

    permission_classes = [api_access(public=True)]
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": FileSerializer}, responses=CheckSerializer)
    def post(self, request: Request) -> Response:
        _count(request, FILES)
        form = FileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        # One byte more than is allowed tells that it is too large.
        check = services.check_pdf(form.validated_data["file"].read(services.MAX_BYTES + 1))
        finding = queries.describe(check.document) if check.document else None
        body = {"genuine": check.genuine, "valid": check.valid, "reason": check.reason, "document": finding}
        return Response(CheckSerializer(body).data)
