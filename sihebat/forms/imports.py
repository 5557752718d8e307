"""A file of fills."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A file of fills from a provider."""

    provider = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$",
        label=_("Penyedia"),
        help_text=_("Nama yang sama untuk setiap berkas dari penyedia ini, misalnya mypertamina."),
        max_length=30,
        error_messages={"invalid": _("Pakai huruf, angka, dan spasi saja.")},
    )
    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        help_text=_("Paling besar 5 MB."),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,text/csv"}),
    )
    dry_run = forms.BooleanField(label=_("Uji coba dulu: periksa tanpa menyimpan"), required=False, initial=True)
