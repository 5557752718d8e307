"""What an operator types at the counter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from core.population.services import Identity
from core.regions.models import Office
from core.web.forms import PortalFormHelper
from sodamolek.letters.forms.citizen import PagesField
from sodamolek.letters.models import LetterRequest

NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "25"}


class PersonForm(forms.Form):
    """Who stands at the counter, read from KTP-el and KK."""

    office = forms.ModelChoiceField(label=gettext_lazy("Loket"), queryset=Office.objects.none())
    nik = forms.CharField(label="NIK", max_length=25, widget=forms.TextInput(attrs=NUMBER))
    kk = forms.CharField(label=gettext_lazy("Nomor KK"), max_length=25, widget=forms.TextInput(attrs=NUMBER))
    birth_date = DayField(label=gettext_lazy("Tanggal lahir"))
    address = forms.CharField(
        label=gettext_lazy("Alamat tempat tinggal sekarang"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Isi bila berbeda dari KTP-el, misalnya pendatang yang tinggal di kelurahan ini."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rt = forms.RegexField(r"^[0-9]{1,3}$", label="RT", required=False, widget=forms.TextInput(attrs=NUMBER))
    rw = forms.RegexField(r"^[0-9]{1,3}$", label="RW", required=False, widget=forms.TextInput(attrs=NUMBER))
    seen = forms.BooleanField(
        label=gettext_lazy("Saya sudah melihat orangnya, KTP-el dan KK aslinya"),
        help_text=gettext_lazy("Hanya bila register tidak cocok atau tidak menjawab. Dicatat atas nama Anda."),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Nama lengkap seperti di KTP-el"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, offices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.queryset = offices
        if len(offices[:2]) == 1:
            office.initial, office.empty_label = offices[0], None
            office.widget = forms.HiddenInput()
        self.helper = PortalFormHelper(self, submit=_("Lanjut"))

    def clean(self) -> None:
        if self.cleaned_data.get("seen") and not self.cleaned_data.get("name"):
            self.add_error("name", _("Tulis namanya seperti di KTP-el."))

    def identity(self) -> Identity:
        """What was typed; NIK and KK are judged by the service."""
        names = ("nik", "kk", "birth_date", "name", "address", "rt", "rw")
        return Identity(**{name: self.cleaned_data[name] for name in names})


class CounterForm(forms.Form):
    """What goes with the answers: the applicant's word, and the token that makes twice once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    contact_email = forms.EmailField(
        label=gettext_lazy("Surel pemohon (boleh kosong)"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Kabar setiap langkah dikirim ke sini. Bacakan lagi hurufnya kepada pemohon."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    statement = forms.BooleanField(
        label=gettext_lazy("Isian sudah dibacakan; pemohon menyatakan data dan dokumennya benar."),
        error_messages={"required": gettext_lazy("Bacakan isian kepada pemohon, lalu centang pernyataan ini.")},
    )

    def __init__(self, row: LetterRequest, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": row.submit_token, "contact_email": row.contact_email})
        super().__init__(*args, **kwargs)
        if row.resident.user_id is not None:
            # They are told in their account.
            del self.fields["contact_email"]


def uploads(files: Any, key: str) -> "list[Any]":
    """The photos that were chosen for one requirement; none is fine. Raises ValidationError for an empty file."""
    chosen = files.getlist(f"foto-{key}")
    try:
        return list(PagesField(required=False).clean(chosen)) if chosen else []
    except ValidationError as error:
        raise ValidationError({key: error.messages}) from error
