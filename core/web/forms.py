"""How forms look and behave: one helper for all of them."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.utils.translation import gettext as _


class PortalFormHelper(FormHelper):  # type: ignore[misc]
    """`{% crispy form %}` with this helper prints the summary of errors, the fields, and one button.

    The browser's own bubbles stay off (`novalidate`): they speak the phone's language, vanish, and
    screen readers miss them; our summary at the top does not.
    """

    def __init__(self, form: Any = None, *, submit: str = "", form_tag: bool = True) -> None:
        super().__init__(form)
        self.form_method = "post"
        self.form_tag = form_tag
        self.form_class = "portal-form"
        self.attrs = {"novalidate": "novalidate"}
        # The summary links to the fields, so each field says its error again beside itself.
        self.form_show_errors = True
        if submit or form_tag:
            self.add_input(Submit("", submit or _("Simpan"), css_class="btn-lg"))
