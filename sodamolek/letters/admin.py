"""Repair bench: how offices deal with letters. No request is shown here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.accounts.access import person
from sodamolek.letters.models import OfficeSetting
from sodamolek.letters.services import offices


@admin.register(OfficeSetting)
class OfficeSettingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Whether an office asks for a paraf; written through the service, so that each change is in the trail."""

    list_display = ("office", "asks_endorsement")
    list_select_related = ("office",)
    search_fields = ("office__name",)
    raw_id_fields = ("office",)

    def get_readonly_fields(self, request: HttpRequest, obj: OfficeSetting | None = None) -> tuple[str, ...]:
        return ("office",) if obj else ()

    def save_model(self, request: HttpRequest, obj: OfficeSetting, form: Any, change: bool) -> None:
        made = offices.ask_endorsement(obj.office, obj.asks_endorsement, by=person(request))
        obj.pk, obj._state.adding = made.pk, False

    def has_delete_permission(self, request: HttpRequest, obj: OfficeSetting | None = None) -> bool:
        return False
