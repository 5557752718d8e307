"""What fact-checkers and editors type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kabashoax.models import Claim, Confirmation, Source, Verdict
from kabashoax.queries.desk import offices_with_contact
from kabashoax.rules.verdicts import Kind


class ClaimForm(forms.ModelForm):  # type: ignore[type-arg] # no parameter at run time
    """A claim in one sentence, and the words that circulate."""

    class Meta:
        model = Claim
        fields = ("title", "wording")
        labels = {"title": gettext_lazy("Klaim dalam satu kalimat"), "wording": gettext_lazy("Bunyi yang beredar")}
        help_texts = {"title": gettext_lazy("Tulis apa yang diklaim, tanpa kata “hoaks”. Pembaca melihatnya.")}
        widgets = {"wording": forms.Textarea({"rows": 5})}


class ReasonForm(forms.Form):
    """Why a report is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        help_text=gettext_lazy("Pelapor membacanya."),
        widget=forms.Textarea({"rows": 3}),
    )


class SourceForm(forms.ModelForm):  # type: ignore[type-arg] # no parameter at run time
    """A source with a copy of what it said."""

    url = forms.URLField(label=gettext_lazy("Tautan"), required=False, max_length=500, assume_scheme="https")
    copy = forms.FileField(
        label=gettext_lazy("Salinan arsip (tangkapan layar atau PDF)"),
        required=False,
        help_text=gettext_lazy("Halaman di internet bisa berubah. Salinannya tidak."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    class Meta:
        model = Source
        fields = ("publisher", "title", "url", "published_on", "excerpt", "copy")
        widgets = {
            "excerpt": forms.Textarea({"rows": 3}),
            "published_on": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg] # no parameter at run time
    """A verdict, and on a published claim the reason of the correction."""

    class Meta:
        model = Verdict
        fields = ("kind", "summary", "explanation", "reason")
        widgets = {"explanation": forms.Textarea({"rows": 6}), "summary": forms.Textarea({"rows": 2})}
        help_texts = {
            "summary": gettext_lazy("Satu atau dua kalimat yang menjawab: jadi bagaimana sebenarnya?"),
            "reason": gettext_lazy("Tampil pada riwayat ralat."),
        }

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", gettext_lazy("Pilih hasil")), *Kind.choices]
        if not correcting:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True


class HandBackForm(forms.Form):
    """What the fact-checker should mend."""

    note = forms.CharField(
        label=gettext_lazy("Catatan untuk pemeriksa"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class AskForm(forms.ModelForm):  # type: ignore[type-arg] # no parameter at run time
    """A question to an office that has a contact."""

    class Meta:
        model = Confirmation
        fields = ("office", "question")
        widgets = {"question": forms.Textarea({"rows": 3})}
        help_texts = {"question": gettext_lazy("Narahubung kantor membacanya dan menjawab atas nama kantor.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.queryset = offices_with_contact()
        office.empty_label = gettext_lazy("Pilih kantor")


class AnswerForm(forms.Form):
    """What the office says."""

    text = forms.CharField(
        label=gettext_lazy("Jawaban"),
        max_length=2000,
        help_text=gettext_lazy("Pembaca melihatnya di antara sumber, dengan nama kantor Anda, tanpa nama Anda."),
        widget=forms.Textarea({"rows": 6}),
    )
