"""What the API says of instruments and published results."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from smartcity_eval.models import Assessment, Instrument
from smartcity_eval.queries.scores import report
from smartcity_eval.rules.reading import as_json


class InstrumentSerializer(serializers.ModelSerializer[Instrument]):
    """The instrument's own file: weights, bands, sources."""

    class Meta:
        model = Instrument
        fields = ("code", "version", "name", "checksum", "data")


class ResultSerializer(serializers.ModelSerializer[Assessment]):
    """A published result; `nature` is official or simulation, `sample` marks invented data of the demo."""

    instrument = serializers.CharField(source="instrument.code", read_only=True)
    sample = serializers.BooleanField(source="is_sample", read_only=True)
    index = serializers.SerializerMethodField()
    predicate = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = (
            "id", "instrument", "year", "stage", "nature", "sample", "source", "index", "predicate", "published_at",
            "sha256",
        )  # fmt: skip

    def get_index(self, row: Assessment) -> Decimal:
        return report(row).score.index

    def get_predicate(self, row: Assessment) -> str:
        return report(row).score.predicate


class ResultDetailSerializer(ResultSerializer):
    """One result with the value of each indicator and of each storey."""

    score = serializers.SerializerMethodField()

    class Meta(ResultSerializer.Meta):
        fields = (*ResultSerializer.Meta.fields, "levels", "score")

    def get_score(self, row: Assessment) -> dict[str, Any]:
        told = report(row)
        return as_json(told.spec, told.score)
