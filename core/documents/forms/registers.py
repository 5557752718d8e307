"""What is typed at the book of numbers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from core.documents.services.registers import PaperLetter
from core.regions.models import Office
from core.wording import MONTHS

LARGEST_NUMBER = 999_999
CLASSIFICATION = RegexValidator(
    r"^[0-9]{1,3}(\.[0-9]{1,3}){0,4}$", gettext_lazy("Tulis kode seperti 475 atau 400.12.2, tanpa spasi.")
)


class BookSearchForm(forms.Form):
    """A number or a name, and a month."""

    q = forms.CharField(
        label=gettext_lazy("Nomor atau nama"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    bulan = forms.TypedChoiceField(
        label=gettext_lazy("Bulan"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Semua bulan")), *enumerate(MONTHS, start=1)],
    )


class StartForm(forms.Form):
    """With which number a book of the portal begins."""

    office = forms.ModelChoiceField(label=gettext_lazy("Kantor"), queryset=Office.objects.none())
    series = forms.ChoiceField(
        label=gettext_lazy("Seri"), help_text=gettext_lazy("Surat dengan seri yang sama memakai satu buku.")
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Tahun"), coerce=int)
    next_number = forms.IntegerField(
        label=gettext_lazy("Nomor berikutnya"),
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=gettext_lazy("Nomor terakhir di buku kertas ditambah satu. Buku baru mulai dari 1."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, offices: QuerySet[Office], series: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        office: Any = self.fields["office"]
        office.queryset = offices
        if len(offices[:2]) == 1:
            office.initial, office.empty_label = offices[0], None
        self.fields["series"].choices = [(name, name) for name in series]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(y), str(y)) for y in (year, year + 1)]  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """One letter that was written on paper."""

    dated = DayField(label=gettext_lazy("Tanggal surat"))
    kind_name = forms.CharField(
        label=gettext_lazy("Jenis surat atau perihal"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "jenis-surat", "autocomplete": "off"}),
    )
    classification = forms.CharField(
        label=gettext_lazy("Kode klasifikasi"),
        max_length=20,
        validators=[CLASSIFICATION],
        help_text=gettext_lazy("Bagian nomor surat, misalnya 475 pada 71/Kel.Ftbs.475/X/2025."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    subject_name = forms.CharField(
        label=gettext_lazy("Nama yang bersangkutan"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signer_title = forms.CharField(label=gettext_lazy("Ditandatangani oleh"), max_length=160)
    number = forms.IntegerField(
        label=gettext_lazy("Nomor urut"),
        required=False,
        min_value=1,
        max_value=LARGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, next_number: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = (
            _(
                "Kosongkan: surat mendapat nomor berikutnya, sekarang %d. "
                "Isi hanya untuk surat lama yang sudah bernomor sebelum buku ini dimulai di portal."
            )
            % next_number
        )

    def letter(self) -> PaperLetter:
        """What was typed, checked."""
        return PaperLetter(**self.cleaned_data)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=280,
        help_text=gettext_lazy("Tercetak di buku. Jangan tulis data pribadi."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 280}),
    )
