"""Repair bench: the city completes its offices, hours and holidays here."""

from django.contrib import admin

from core.regions.models import Holiday, Office, OfficeHours, Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "level", "postal_code"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    exclude = ["boundary"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: Region | None = None) -> bool:
        return False


class OfficeHoursInline(admin.TabularInline):  # type: ignore[type-arg]
    model = OfficeHours
    extra = 0


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "abbreviation", "kind"]
    list_filter = ["kind"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["region", "parent"]
    inlines = [OfficeHoursInline]


@admin.register(OfficeHours)
class OfficeHoursAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["office", "weekday", "opens", "closes"]


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["day", "name"]
    date_hierarchy = "day"
