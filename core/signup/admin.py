"""Repair bench: the second factor of somebody who has lost the phone. What allauth and Django put there besides is off.

A mail address changed or confirmed by hand, or a secret typed into a form, would let an administrator into
anybody's account and leave nothing in the trail; groups have no meaning here (roles are assignments).
"""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from core.accounts.access import person
from core.audit import services as audit

# Registered first, whatever the order of the apps, so that it can be taken away again.
for module in ("allauth.account.admin", "allauth.mfa.admin", "django.contrib.auth.admin"):
    import_module(module)
admin.site.unregister([EmailAddress, Authenticator, Group])


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Only to take away: the person sets up a new one at the next log-in. The secret is never shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__nip")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        with transaction.atomic():
            audit.record("remove_second_factor", obj.user, by=person(request), detail={"type": obj.type})
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """One by one, so that each is in the trail."""
        for found in queryset.select_related("user"):
            self.delete_model(request, found)
