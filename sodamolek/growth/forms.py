"""What a kader and the puskesmas type, on a phone and in a hurry: commas and points, with or without a unit."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from core.population.rules import parse_kk, parse_nik
from core.web.forms import PortalFormHelper
from sodamolek.growth.models import Child, Measurement, Posyandu
from sodamolek.growth.services import Measured, NewChild


class AmountField(forms.CharField):
    """A measure such as 8,4 or 8.4 kg: from `low` to `high`, at most `places` decimals. Empty is None."""

    def __init__(self, *, low: str, high: str, places: int, unit: str, **kwargs: Any) -> None:
        self.low, self.high, self.places, self.unit = Decimal(low), Decimal(high), places, unit
        super().__init__(
            required=False,
            max_length=12,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        text = re.sub(r"\s*(kg|cm)\.?$", "", super().clean(value).strip().lower()).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text):
            raise ValidationError(_("Tulis angka saja, misalnya 8,4."))
        amount = Decimal(text).quantize(Decimal(1).scaleb(-self.places))
        if amount != Decimal(text):
            message = _("Paling banyak %d angka di belakang koma. Tulis seperti terbaca pada alat ukurnya.")
            raise ValidationError(message % self.places)
        if not self.low <= amount <= self.high:
            raise ValidationError(
                _("Periksa lagi: biasanya antara %(low)s dan %(high)s %(unit)s.")
                % {"low": str(self.low).replace(".", ","), "high": self.high, "unit": self.unit}
            )
        return amount


class MeasureForm(forms.Form):
    """One child: weight, length or height, and how it was measured when not as usual for the age."""

    weight = AmountField(label=gettext_lazy("Berat (kg)"), low="0.5", high="60", places=2, unit="kg")
    lenhei = AmountField(label=gettext_lazy("Panjang atau tinggi (cm)"), low="30", high="150", places=1, unit="cm")
    way = forms.ChoiceField(
        label=gettext_lazy("Cara mengukur tinggi"),
        choices=[("", gettext_lazy("seperti biasa untuk umurnya")), *Measurement.Way.choices],
        required=False,
        help_text=gettext_lazy("Biasanya berbaring sampai umur 2 tahun, sesudah itu berdiri."),
    )
    oedema = forms.BooleanField(
        label=gettext_lazy("Kedua kaki bengkak"),
        required=False,
        help_text=gettext_lazy("Tekan punggung kaki 3 detik: bekasnya tinggal. Rujuk ke puskesmas hari ini."),
    )

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=submit)

    @property
    def measured(self) -> Measured:
        clean = self.cleaned_data
        return Measured(clean["weight"], clean["lenhei"], clean["way"], clean["oedema"])


class ChildForm(forms.Form):
    """A new child on the list. The NIK and the family card are optional: a card lets the parents see the child."""

    name = forms.CharField(label=gettext_lazy("Nama anak"), max_length=120)
    birth_date = DayField(label=gettext_lazy("Tanggal lahir"))
    sex = forms.ChoiceField(label=gettext_lazy("Jenis kelamin"), choices=Child.Sex.choices, widget=forms.RadioSelect)
    parent_name = forms.CharField(label=gettext_lazy("Nama ibu atau pengasuh"), max_length=120, required=False)
    nik = forms.CharField(label=gettext_lazy("NIK anak (boleh kosong)"), max_length=20, required=False)
    kk = forms.CharField(
        label=gettext_lazy("Nomor KK (boleh kosong)"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Dengan nomor KK, orang tua yang punya akun dapat melihat pertumbuhan anaknya."),
    )
    has_card = forms.BooleanField(label=gettext_lazy("Punya Buku KIA atau KMS"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=_("Daftarkan anak"))

    def clean_nik(self) -> str:
        text: str = self.cleaned_data["nik"]
        return parse_nik(text).number if text else ""

    def clean_kk(self) -> str:
        text: str = self.cleaned_data["kk"]
        return parse_kk(text).number if text else ""

    @property
    def said(self) -> NewChild:
        return NewChild(**self.cleaned_data)


class SessionForm(forms.Form):
    """Which posyandu weighs, and on which day."""

    posyandu = forms.ModelChoiceField(
        label=gettext_lazy("Posyandu"), queryset=Posyandu.objects.none(), empty_label=None
    )
    day = DayField(label=gettext_lazy("Hari timbang"))

    def __init__(self, data: Any = None, *, posyandu: Any, **kwargs: Any) -> None:
        super().__init__(data, initial={"day": timezone.localdate()}, **kwargs)
        self.fields["posyandu"].queryset = posyandu  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(self, submit=_("Mulai hari timbang"))


class MonthForm(forms.Form):
    """A month as 2026-11; nothing or nonsense is the month that is given."""

    bulan = forms.RegexField(regex=r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$", required=False, strip=True)

    @classmethod
    def month_from(cls, data: Any, otherwise: date) -> date:
        form = cls(data)
        text = form.cleaned_data["bulan"] if form.is_valid() else ""
        return date.fromisoformat(f"{text}-01") if text else otherwise
