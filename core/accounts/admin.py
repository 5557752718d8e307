"""The repair bench under /admin/: city administrators with a second factor, nobody else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.accounts import services
from core.accounts.access import person as _person
from core.accounts.models import ApiToken, Assignment, User
from core.audit import services as audit


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """People; passwords are set by their owners through recovery, never here."""

    fields = ("name", "nip", "email", "phone", "phone_verified", "is_active", "date_joined", "last_login")
    readonly_fields = ("date_joined", "last_login")
    list_display = ("name", "nip", "email", "is_active", "is_demo")
    list_filter = ("is_active", "is_demo")
    search_fields = ("name", "nip", "email")
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Without a password nobody can sign in until the person sets one through recovery."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        audit.record(
            "change_user" if change else "add_user", obj, by=_person(request), detail={"fields": form.changed_data}
        )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People stay, so that the trail keeps its actors; they are made inactive."""
        return False


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who holds which role where; written through the services, so that each change is in the trail."""

    list_display = ("user", "role", "office", "capacity", "starts_on", "ends_on")
    list_filter = ("role", "capacity")
    list_select_related = ("user", "office")
    search_fields = ("user__name", "office__name")
    raw_id_fields = ("user", "office")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> tuple[str, ...]:
        """A given role is only ended; another one is a new assignment."""
        return ("user", "role", "office", "capacity", "title", "starts_on") if obj else ()

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        if change:
            services.end_assignment(obj, by=_person(request), on=obj.ends_on)
            return
        names = ("user", "role", "office", "capacity", "title", "starts_on", "ends_on")
        made = services.assign(by=_person(request), **{name: form.cleaned_data[name] for name in names})
        obj.pk, obj._state.adding = made.pk, False

    def has_delete_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Tokens to look at; they are made and revoked on the page of their owner."""

    list_display = ("name", "owner", "hint", "expires_on", "last_used_on", "revoked_at")
    list_select_related = ("owner",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False
