"""What a reader or reporter types."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.regions.queries import kelurahan_list
from core.web.forms import PortalFormHelper
from kabashoax.models import Report
from kabashoax.models.reports import Scope
from kabashoax.rules.verdicts import Kind
from kabashoax.services.reporting import NO_EVIDENCE, Rumour

PICTURES = "image/jpeg,image/png,image/webp"


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PicturesField(forms.FileField):
    """None, one or several pictures."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        single = super().clean
        return [single(file, initial) for file in files if file]


class ReportForm(forms.ModelForm):  # type: ignore[type-arg] # no parameter at run time
    """A rumour with its evidence. Nothing about the reporter is compulsory."""

    pictures = PicturesField(
        label=gettext_lazy("Tangkapan layar atau foto"),
        required=False,
        help_text=gettext_lazy("Paling banyak 3 gambar, masing-masing 5 MB."),
        widget=SeveralFilesInput(attrs={"accept": PICTURES}),
    )
    link = forms.URLField(
        label=gettext_lazy("Tautan"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Kalau kabarnya ada di situs atau media sosial."),
    )
    video_link = forms.URLField(
        label=gettext_lazy("Tautan video"), required=False, max_length=500, assume_scheme="https"
    )
    contact = forms.EmailField(
        label=gettext_lazy("Surel Anda"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Kalau diisi, kami mengabari setiap langkah. Disimpan terenkripsi, tidak diumumkan."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = ("text", "pictures", "link", "video_link", "scope", "channel", "kelurahan", "contact", "token")
        labels = {"text": gettext_lazy("Bunyi kabar yang Anda terima")}
        help_texts = {
            "text": gettext_lazy("Salin pesannya apa adanya. Jangan tulis NIK atau nomor rekening orang."),
            "channel": gettext_lazy("Misalnya grup WhatsApp warga, Facebook."),
        }
        widgets = {"text": forms.Textarea({"rows": 5}), "scope": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.fields["text"].min_length = 10  # type: ignore[attr-defined]
        self.fields["scope"].choices = Scope.choices  # type: ignore[attr-defined]
        kelurahan: Any = self.fields["kelurahan"]
        kelurahan.queryset = kelurahan_list()
        kelurahan.label = gettext_lazy("Kelurahan tempat kejadian")
        kelurahan.empty_label = _("Tidak tahu / seluruh kota")

    def clean(self) -> dict[str, Any]:
        """Say that evidence is missing together with all else; the service refuses it too."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        evidence = ("pictures", "link", "video_link")
        if not any(data.get(name) for name in evidence) and not any(name in self.errors for name in evidence):
            self.add_error("pictures", NO_EVIDENCE)
        return data

    def validate_unique(self) -> None:
        """The same token again is the same report, not an error (services/reporting.py)."""

    def rumour(self) -> Rumour:
        """The cleaned values for the service."""
        names = ("text", "scope", "token", "channel", "link", "video_link", "kelurahan", "contact")
        return Rumour(**{name: self.cleaned_data[name] for name in names})


class TrackForm(forms.Form):
    """Ticket and PIN from the receipt."""

    ticket = forms.CharField(
        label=gettext_lazy("Nomor tiket"),
        max_length=40,
        help_text=gettext_lazy("Misalnya KH-7K3F-92QD."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    pin = forms.CharField(
        label="PIN",
        max_length=12,
        help_text=gettext_lazy("Enam angka yang tampil setelah melapor."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=_("Lihat kemajuan"))


class SearchForm(forms.Form):
    """Words to look for in the archive, and a kind of verdict."""

    q = forms.CharField(label=gettext_lazy("Cari kabar"), max_length=300, required=False)
    hasil = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan"),
        choices=[("", gettext_lazy("Semua hasil")), *Kind.choices],
        required=False,
    )
