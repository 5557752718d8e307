"""What an applicant fills in. The rules of a field are the kind's (rules/answers.py); a form only shows them."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.regions.models import Office
from core.web.forms import PortalFormHelper
from sodamolek.letters.forms.rows import widget_for
from sodamolek.letters.rules.answers import clean, typed
from sodamolek.letters.rules.schema import FieldSpec


class AnswerField(forms.CharField):
    """`required` only marks the label: whether a value is missing is the kind's rule, judged with the others."""

    def validate(self, value: Any) -> None:
        pass


class AnswersForm(forms.Form):
    """The asked fields of one kind under their `headings`. What was typed stays in `typed_answers`, right or wrong."""

    def __init__(
        self,
        specs: Iterable[FieldSpec],
        *args: Any,
        reasons: Mapping[str, str] | None = None,
        headings: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.specs = tuple(specs)
        for spec in self.specs:
            self.fields[spec.key] = _form_field(spec)
        for key, reason in (reasons or {}).items():
            if key in self.fields:
                note = _("Petugas: %s") % reason
                self.fields[key].help_text = f"{note} {self.fields[key].help_text}".strip()
        self.helper = PortalFormHelper(self, form_tag=False)
        self.helper.layout = _layout(self.specs, headings or {})

    @property
    def typed_answers(self) -> dict[str, str]:
        """Everything that was typed, in the form in which it is kept."""
        return {spec.key: typed(self[spec.key].data) for spec in self.specs}

    def clean(self) -> dict[str, Any]:
        cleaned = clean(self.specs, self.typed_answers, timezone.localdate())
        for key, error in cleaned.errors.items():
            self.add_error(key, error)
        return dict(cleaned.values)


def _layout(specs: Iterable[FieldSpec], headings: Mapping[str, str]) -> Layout:
    """The fields under the headings of their kind, in their order."""
    groups = groupby(specs, key=lambda spec: headings.get(spec.key, ""))
    return Layout(
        *(
            Fieldset(escape(title), *(spec.key for spec in group), css_class="form-section")
            if title
            else Div(*(spec.key for spec in group))
            for title, group in groups
        )
    )


def _form_field(spec: FieldSpec) -> forms.Field:
    """A text field with the right widget; `AnswersForm.clean` judges the value."""
    return AnswerField(label=spec.label, help_text=spec.help, required=spec.required, widget=widget_for(spec))


class StartForm(forms.Form):
    """Where the request goes; empty means the kelurahan that the portal knows."""

    kelurahan = forms.ModelChoiceField(
        label=gettext_lazy("Kelurahan tempat Anda tinggal"),
        queryset=Office.objects.filter(kind=Office.Kind.KELURAHAN).order_by("name"),
        required=False,
        empty_label=gettext_lazy("Sesuai data saya"),
    )


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PagesField(forms.FileField):
    """One or several files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = data if isinstance(data, (list, tuple)) else [data]
        single = super().clean
        # An empty list must meet the check for "required" as nothing does.
        return [single(file, initial) for file in files or [None]]


class PagesForm(forms.Form):
    """Photos or PDF for one requirement."""

    pages = PagesField(
        label=gettext_lazy("Pilih foto atau PDF"),
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={"required": gettext_lazy("Pilih foto atau berkas PDF dahulu.")},
    )


class SubmitForm(forms.Form):
    """The applicant's word that everything is true, and the token that makes twice once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    statement = forms.BooleanField(
        label=gettext_lazy(
            "Data dan dokumen ini benar. Saya tahu bahwa keterangan palsu dapat dituntut menurut hukum."
        ),
        error_messages={"required": gettext_lazy("Centang pernyataan ini sebelum mengirim.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, form_tag=False)


class TrackForm(forms.Form):
    """Reference and PIN from the receipt."""

    reference = forms.CharField(
        label=gettext_lazy("Nomor permohonan"),
        max_length=40,
        help_text=gettext_lazy("Pada tanda terima, misalnya SKTM-7K3F-92QD."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    pin = forms.CharField(
        label="PIN",
        max_length=12,
        help_text=gettext_lazy("Enam angka pada tanda terima."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=_("Lihat kemajuan"))
