"""What verification says, as JSON: what the page says and no more."""

from typing import Any

from rest_framework import serializers

from core.documents.services.checking import MAX_BYTES


class FindingSerializer(serializers.Serializer[Any]):
    """A letter as the register knows it; the name is masked."""

    code = serializers.CharField()
    kind = serializers.CharField(source="kind_name")
    number = serializers.CharField(source="number_text")
    signed_on = serializers.DateField()
    office = serializers.CharField(source="office_name")
    signer = serializers.CharField(source="signer_title")
    countersigners = serializers.ListField(child=serializers.CharField(), source="countersigner_titles")
    on_paper = serializers.BooleanField(source="is_wet")
    name = serializers.CharField(source="masked_name")
    valid_until = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=["pending", "void", "valid", "revoked", "replaced", "expired"])
    state_reason = serializers.CharField(allow_blank=True)
    replaced_by = serializers.CharField(source="replacement_code", allow_blank=True)


class CheckSerializer(serializers.Serializer[Any]):
    """`genuine`: byte for byte the file that the office signed. `valid`: genuine, and in force today."""

    genuine = serializers.BooleanField()
    valid = serializers.BooleanField()
    reason = serializers.CharField()
    document = FindingSerializer(allow_null=True)


class FileSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text=f"A PDF of at most {MAX_BYTES // 2**20} MB; checked and not kept.")
