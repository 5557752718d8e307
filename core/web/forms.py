"""How forms look and behave: one helper for all of them."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.days import DayField
from core.web import queries


class PortalFormHelper(FormHelper):  # type: ignore[misc]
    """`{% crispy form %}` with this helper prints the summary of errors, the fields, and one button.

    The browser's own bubbles stay off (`novalidate`): they speak the phone's language, vanish, and
    screen readers miss them; our summary at the top does not.
    """

    # As a block: crispy's inline form has no element with the id that aria-describedby names.
    _error_text_inline = False

    def __init__(self, form: Any = None, *, submit: str = "", form_tag: bool = True) -> None:
        super().__init__(form)
        self.form_method = "post"
        self.form_tag = form_tag
        self.disable_csrf = not form_tag  # whoever writes the tag writes the token
        self.form_class = "portal-form"
        self.attrs = {"novalidate": "novalidate"}
        # The summary links to the fields, so each field says its error again beside itself.
        self.form_show_errors = True
        self.field_template = "components/form_field.html"
        if submit or form_tag:
            self.add_input(Submit("", submit or _("Simpan"), css_class="btn-lg"))


class TrailFilterForm(forms.Form):
    """What an auditor looks for in the trail."""

    nama = forms.CharField(label=gettext_lazy("Nama pelaku"), max_length=120, required=False)
    tindakan = forms.ChoiceField(label=gettext_lazy("Tindakan"), required=False, choices=queries.trail_choices)
    dari = DayField(label=gettext_lazy("Dari tanggal"), required=False)
    sampai = DayField(label=gettext_lazy("Sampai tanggal"), required=False)
