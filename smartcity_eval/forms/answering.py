"""What a respondent and an assessor type."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.days import DayField
from smartcity_eval.queries.figures import KINDS
from smartcity_eval.rules.instrument import LEVELS, Indicator, InstrumentSpec
from smartcity_eval.services.common import LONGEST_TEXT

Choices = list[tuple[str, str]]


def level_choices(spec: InstrumentSpec, indicator: Indicator) -> Choices:
    """“3 – Terdefinisi”, as the instrument names the levels of this indicator."""
    return [(str(level), f"{level} – {spec.level_name(indicator, level)}") for level in LEVELS]


class AnswerForm(forms.Form):
    """The level that an office says it has reached, and why."""

    claimed = forms.TypedChoiceField(label=_("Tingkat yang dicapai"), coerce=int)
    explanation = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Apa yang sudah ada dan di mana buktinya. Tanpa data pribadi."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_TEXT}),
    )

    def __init__(self, *args: Any, choices: Choices, regulation: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["claimed"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        title = regulation.partition(",")[0]  # without its date and what it revokes
        self.fields["claimed"].help_text = _("Kriteria tiap tingkat tidak ada di portal ini: baca dulu %s.") % title


class ProofForm(forms.Form):
    """What every kind of evidence says: which levels it shows, and which returned one it replaces."""

    levels = forms.TypedMultipleChoiceField(
        label=_("Menunjukkan tingkat"),
        help_text=_("Satu bukti boleh untuk beberapa tingkat."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu tingkat.")},
    )
    title = forms.CharField(label=_("Judul bukti"), max_length=160)
    replaces = forms.ChoiceField(label=_("Menggantikan bukti yang dikembalikan"), required=False)

    def __init__(self, *args: Any, choices: Choices, returned: Choices, **options: Any) -> None:
        """`choices`: levels; `returned`: key and title of evidence that came back."""
        super().__init__(*args, **options)
        self.fields["levels"].choices = choices  # type: ignore[attr-defined]
        if returned:
            self.fields["replaces"].choices = [("", _("bukan pengganti")), *returned]  # type: ignore[attr-defined]
        else:
            del self.fields["replaces"]


class FileForm(ProofForm):
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("PDF atau foto, paling besar 5 MB. Diperiksa dan disimpan terenkripsi."),
        error_messages={"required": _("Pilih berkasnya.")},
    )
    field_order = ("file", "title", "levels", "replaces")


class LinkForm(ProofForm):
    url = forms.URLField(
        label=_("Alamat"),
        help_text=_("Misalnya halaman JDIH yang memuat peraturannya."),
        max_length=500,
        assume_scheme="https",
    )
    field_order = ("url", "title", "levels", "replaces")


class FigureForm(forms.Form):
    """A figure of another app of the portal over a period."""

    name = forms.ChoiceField(label=_("Angka"), choices=[(name, kind.title) for name, kind in KINDS.items()])
    start = DayField(label=_("Dari tanggal"))
    end = DayField(label=_("Sampai tanggal"))
    levels = forms.TypedMultipleChoiceField(
        label=_("Menunjukkan tingkat"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Choices, today: date, **options: Any) -> None:
        options.setdefault("initial", {"start": today.replace(month=1, day=1), "end": today})
        super().__init__(*args, **options)
        self.fields["levels"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """One compulsory reason that the other side will read."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_TEXT})
    )
