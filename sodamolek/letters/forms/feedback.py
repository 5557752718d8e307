"""What people say of the service: the survey, and complaints."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.web.forms import PortalFormHelper
from sodamolek.letters.rules.survey import ELEMENTS
from sodamolek.letters.services.common import LONGEST_NOTE


class MessageForm(forms.Form):
    """What one side writes to the other about a request."""

    text = forms.CharField(
        label=gettext_lazy("Pesan"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NOTE}),
        error_messages={"required": gettext_lazy("Tulis pesannya dahulu.")},
    )


class SurveyForm(forms.Form):
    """Nine questions with four answers each, from the best down: nobody has to read figures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for element in ELEMENTS:
            choices = [(score, text) for score, text in enumerate(element.answers, start=1)]
            self.fields[element.key] = forms.TypedChoiceField(
                label=str(element.question),
                choices=choices[::-1],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih salah satu jawaban.")},
            )
        self.helper = PortalFormHelper(self, submit=_("Kirim penilaian"))
