"""What people say of the service: the survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.web.forms import PortalFormHelper
from sodamolek.letters.rules.survey import ELEMENTS


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
