"""Prices over `/api/v1/prices/`: published ones for everybody, rounds for a session or a token with its scope."""

from typing import cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import ValidationError as Refused
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.accounts.access import api_access
from core.accounts.models import User
from core.accounts.rules import Role
from core.web.api import KeyPagination
from sodamolek.prices import serializers, services
from sodamolek.prices.forms import QuoteFilterForm
from sodamolek.prices.models import Quote, Round
from sodamolek.prices.queries import published_quotes


class ByNewest(KeyPagination):
    ordering = "-id"
    page_size = 100


class QuoteList(generics.ListAPIView[Quote]):
    """Published prices, newest first; `komoditas` and `pasar` are codes, `dari` and `sampai` days."""

    permission_classes = [api_access(public=True)]
    serializer_class = serializers.QuoteSerializer
    pagination_class = ByNewest

    def get_queryset(self) -> QuerySet[Quote]:
        form = QuoteFilterForm(self.request.query_params)
        if not form.is_valid():
            raise Refused({name: [str(error) for error in errors] for name, errors in form.errors.items()})
        return published_quotes(**form.cleaned_data)


class RoundList(generics.ListAPIView[Round]):
    """One's own rounds, and for TPID those that its secretariat validates."""

    permission_classes = [api_access(Role.SURVEYOR, Role.TPID, scope="prices:read")]
    serializer_class = serializers.RoundSerializer
    pagination_class = ByNewest

    def get_queryset(self) -> QuerySet[Round]:
        rows = Round.objects.visible_to(cast("User", self.request.user))
        return rows.select_related("market").prefetch_related("quotes__commodity")


class NewRound(APIView):
    """Send a round; answers 201, or 200 when this token had arrived before."""

    permission_classes = [api_access(Role.SURVEYOR, scope="prices:write")]

    @extend_schema(request=serializers.NewRoundSerializer, responses={201: serializers.RoundSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewRoundSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            sent = services.submit_round(services.Sheet(**form.validated_data), by=cast("User", request.user))
        except ValidationError as error:
            raise Refused(error.message_dict if hasattr(error, "error_dict") else error.messages) from error
        body = serializers.RoundSerializer(sent.round).data
        return Response(body, status=status.HTTP_200_OK if sent.repeated else status.HTTP_201_CREATED)
