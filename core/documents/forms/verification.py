"""Forms of verification and of the signer's certificate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.documents.rules import clean_code
from core.documents.services.checking import MAX_BYTES


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode pada surat"),
        max_length=200,
        help_text=_(
            "Tertulis di kaki surat, contohnya 5JX2K-0M8QW-7T3D9-VRA6H-BNEPC4. Huruf besar atau kecil sama saja."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("Kode surat terdiri dari 26 huruf dan angka. Periksa lagi apa yang Anda ketik."))
        return code


class PdfForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas PDF surat"),
        help_text=_("Paling besar 10 MB. Berkas hanya diperiksa dan tidak disimpan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise ValidationError(_("Berkas lebih besar dari 10 MB. Surat dari portal ini selalu lebih kecil."))
        return upload


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Frasa sandi baru"),
        min_length=12,
        max_length=200,
        strip=False,
        help_text=_(
            "Beberapa kata yang hanya Anda yang tahu, paling sedikit 12 huruf. Tidak dapat dipulihkan bila lupa."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Ulangi frasa sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        first, second = self.cleaned_data.get("passphrase"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("Kedua frasa sandi tidak sama. Ketik lagi."))
