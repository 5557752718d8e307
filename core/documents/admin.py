"""Repair bench: how officers sign. Neither letters nor keys are shown here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.accounts.access import person
from core.documents.models import SignerSetting
from core.documents.services import signers


class SignerSettingForm(forms.ModelForm):  # type: ignore[type-arg]
    """The NIK is typed anew and never shown; empty leaves the one that is kept."""

    nik = forms.CharField(
        label="NIK",
        required=False,
        max_length=signers.NIK_DIGITS,
        help_text=_("Untuk BSrE. Kosongkan bila tidak berubah."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    class Meta:
        model = SignerSetting
        fields = ("user", "mode", "provider")

    def clean_provider(self) -> str:
        provider: str = self.cleaned_data["provider"]
        try:
            signers.check_provider(provider)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return provider

    def clean_nik(self) -> str:
        nik: str = self.cleaned_data["nik"]
        if nik and not (nik.isascii() and nik.isdigit() and len(nik) == signers.NIK_DIGITS):
            raise ValidationError(_("NIK terdiri dari 16 angka."))
        return nik


@admin.register(SignerSetting)
class SignerSettingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """How an officer signs; written through the service, so that each change is in the trail."""

    form = SignerSettingForm
    list_display = ("user", "mode", "provider")
    list_filter = ("mode", "provider")
    list_select_related = ("user",)
    search_fields = ("user__name",)
    raw_id_fields = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: SignerSetting | None = None) -> tuple[str, ...]:
        return ("user",) if obj else ()

    def save_model(self, request: HttpRequest, obj: SignerSetting, form: Any, change: bool) -> None:
        nik = form.cleaned_data["nik"] or None
        made = signers.set_mode(obj.user, obj.mode, by=person(request), nik=nik, provider=obj.provider)
        obj.pk, obj._state.adding = made.pk, False

    def has_delete_permission(self, request: HttpRequest, obj: SignerSetting | None = None) -> bool:
        return False
