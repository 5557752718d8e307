"""A new key for a program."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import SCOPES
from core.days import DayField


def scope_choices() -> list[tuple[str, str]]:
    """What a program may do in words, with the code that developers know it by."""
    return [(code, format_html("{} <small><code>{}</code></small>", words, code)) for code, words in SCOPES.items()]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Untuk aplikasi apa?"), max_length=80, help_text=_("Misalnya: Aplikasi RT 05."))
    scopes = forms.MultipleChoiceField(
        label=_("Yang boleh dilakukan"), choices=scope_choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = DayField(
        label=_("Berlaku sampai"),
        help_text=_("Paling lama satu tahun."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": timezone.localdate() + timedelta(days=90)})
        super().__init__(*args, **kwargs)
