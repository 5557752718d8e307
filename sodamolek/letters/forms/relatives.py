"""For whom somebody asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from core.population.rules import parse_kk, parse_nik
from core.population.services import Identity
from core.regions.models import Office
from core.web.forms import PortalFormHelper
from sodamolek.letters.rules.relations import Relation

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class RelationForm(forms.Form):
    """What the person of the letter is to the applicant."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Orang itu adalah"), choices=Relation.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=_("Lanjut"))


class RelativeForm(RelationForm):
    """Whom the letter is about, with the three facts that the register compares."""

    nik = forms.CharField(label=gettext_lazy("NIK orang itu"), max_length=25, widget=forms.TextInput(attrs=NUMBER))
    kk = forms.CharField(
        label=gettext_lazy("Nomor KK orang itu"),
        max_length=25,
        help_text=gettext_lazy("Bila satu KK dengan Anda, bukti hubungan tidak diminta."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    birth_date = DayField(label=gettext_lazy("Tanggal lahir orang itu"))
    home = forms.ModelChoiceField(
        label=gettext_lazy("Kelurahan tempat orang itu tinggal"),
        queryset=Office.objects.filter(kind=Office.Kind.KELURAHAN).order_by("name"),
        empty_label=gettext_lazy("Pilih kelurahan"),
    )

    def clean_nik(self) -> str:
        return parse_nik(self.cleaned_data["nik"]).number

    def clean_kk(self) -> str:
        return parse_kk(self.cleaned_data["kk"]).number

    def identity(self) -> Identity:
        """What was typed about the person."""
        return Identity(*(self.cleaned_data[name] for name in ("nik", "kk", "birth_date")))
