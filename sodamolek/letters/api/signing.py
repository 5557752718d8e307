"""From the accepted request to the finished letter: words, paraf, signatures, ink."""

from typing import Any
from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as fields
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.accounts.access import api_access
from core.accounts.rules import Role
from sodamolek.letters import serializers, services
from sodamolek.letters.api.requests import OPERATOR, RequestView
from sodamolek.letters.services.wording import LONGEST
from sodamolek.letters.workflow import ENDORSERS, SIGNERS

ENDORSER = api_access(*ENDORSERS, scope="letters:write")
SIGNER = api_access(*SIGNERS, scope="letters:write")
CAMAT = api_access(Role.CAMAT, scope="letters:write")
INK = api_access(Role.OPERATOR, *SIGNERS, scope="letters:write")


class WordingSerializer(fields.Serializer[Any]):
    text = fields.CharField(max_length=LONGEST, help_text="Paragraphs; a blank line ends one.")


class ScanSerializer(fields.Serializer[Any]):
    file = fields.FileField()


class Wording(RequestView):
    """Other words in the letter, before it is accepted."""

    permission_classes = [OPERATOR]

    @extend_schema(request=WordingSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.mend_wording(self.find(pk), self.checked(WordingSerializer)["text"], by=self.person)
        return self.answer(pk)


class Endorse(RequestView):
    """The paraf, where the office asks for one."""

    permission_classes = [ENDORSER]

    @extend_schema(request=serializers.StampSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.endorse_request(self.find(pk), by=self.person, **self.checked(serializers.StampSerializer))
        return self.answer(pk)


@method_decorator(sensitive_post_parameters("passphrase"), name="dispatch")
class Sign(RequestView):
    """Number, sign and store the letter with the officer's passphrase."""

    permission_classes = [SIGNER]

    @extend_schema(request=serializers.SignSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.sign_request(self.find(pk), by=self.person, **self.checked(serializers.SignSerializer))
        return self.answer(pk)


@method_decorator(sensitive_post_parameters("passphrase"), name="dispatch")
class Countersign(RequestView):
    """Sign beside as the camat of the kecamatan above, with the officer's passphrase."""

    permission_classes = [CAMAT]

    @extend_schema(request=serializers.SignSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.countersign_request(self.find(pk), by=self.person, **self.checked(serializers.SignSerializer))
        return self.answer(pk)


class Decline(RequestView):
    """The camat hands a letter back; its number is cancelled, and the camat sees it no more."""

    permission_classes = [CAMAT]

    @extend_schema(request=serializers.ReasonSerializer, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        services.decline(self.find(pk), by=self.person, **self.checked(serializers.ReasonSerializer))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Print(RequestView):
    """Number a letter that is signed with ink."""

    permission_classes = [INK]

    @extend_schema(request=None)
    def post(self, request: Request, pk: UUID) -> Response:
        services.print_request(self.find(pk), by=self.person)
        return self.answer(pk)


class Scan(RequestView):
    """The scan of the signed and stamped paper."""

    permission_classes = [INK]
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": ScanSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        services.scan_request(self.find(pk), self.checked(ScanSerializer)["file"], by=self.person)
        return self.answer(pk)


class GiveUp(RequestView):
    """Take a letter back that not everybody has signed; its number is cancelled."""

    permission_classes = [INK]

    @extend_schema(request=serializers.ReasonSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.give_up(self.find(pk), by=self.person, **self.checked(serializers.ReasonSerializer))
        return self.answer(pk)


class Revoke(RequestView):
    """Declare a signed letter void, with the reason."""

    permission_classes = [SIGNER]

    @extend_schema(request=serializers.ReasonSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        services.revoke_request(self.find(pk), by=self.person, **self.checked(serializers.ReasonSerializer))
        return self.answer(pk)


class Replace(RequestView):
    """Say which other letter of the same person stands in for this one."""

    permission_classes = [SIGNER]

    @extend_schema(request=serializers.ReplaceSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        row = self.find(pk)
        other = self.find(self.checked(serializers.ReplaceSerializer)["replacement"])
        services.replace_request(row, by=self.person, replacement=other)
        return self.answer(pk)
