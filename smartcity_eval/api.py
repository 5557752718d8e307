"""The evaluation over `/api/v1/evaluation/`: what is published, for everybody."""

from django.db.models import QuerySet
from rest_framework import generics

from core.accounts.access import api_access
from core.web.api import KeyPagination
from smartcity_eval import serializers
from smartcity_eval.models import Assessment, Instrument


class ByYear(KeyPagination):
    ordering = ("-year", "-id")
    page_size = 25


class InstrumentList(generics.ListAPIView[Instrument]):
    """The instruments in force."""

    permission_classes = [api_access(public=True)]
    serializer_class = serializers.InstrumentSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Instrument]:
        return Instrument.objects.visible_to(self.request.user).filter(is_current=True)


class ResultList(generics.ListAPIView[Assessment]):
    """Published results, newest year first."""

    permission_classes = [api_access(public=True)]
    serializer_class = serializers.ResultSerializer
    pagination_class = ByYear

    def get_queryset(self) -> QuerySet[Assessment]:
        return Assessment.objects.visible_to(self.request.user).published().select_related("instrument")


class ResultDetail(generics.RetrieveAPIView[Assessment]):
    """One published result in full."""

    permission_classes = [api_access(public=True)]
    serializer_class = serializers.ResultDetailSerializer

    def get_queryset(self) -> QuerySet[Assessment]:
        return Assessment.objects.visible_to(self.request.user).published().select_related("instrument")
