"""Repair bench: which posyandu and puskesmas there are, and who works for them. No child is shown here."""

from django.contrib import admin

from sodamolek.growth.models import Posyandu, Puskesmas


@admin.register(Puskesmas)
class PuskesmasAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "office"]
    raw_id_fields = ["staff"]
    exclude = ["is_sample"]


@admin.register(Posyandu)
class PosyanduAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "kelurahan", "puskesmas"]
    list_select_related = ["kelurahan", "puskesmas"]
    search_fields = ["name"]
    raw_id_fields = ["workers"]
    exclude = ["is_sample"]
