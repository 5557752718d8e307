"""Fields printed in Python carry what crispy-bootstrap5's own template prints."""

from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.safestring import mark_safe

from core.web.forms import PortalFormHelper

EVIL = '<script>alert("1")</script>'


class Sample(forms.Form):
    name = forms.CharField(label="Nama & gelar", help_text="Seperti di KTP-el.", max_length=20)
    story = forms.CharField(label="Cerita", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    secret = forms.CharField(label="Sandi", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    day = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    place = forms.ChoiceField(label="Tempat", choices=[("", "Pilih…"), ("a", "A & B"), ("c", EVIL)])
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("L", "Laki-laki"), ("P", "Perempuan")], widget=forms.RadioSelect,
        help_text="Pilih satu.",
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label="Hari", choices=[("1", "Senin"), ("2", "Selasa")], widget=forms.CheckboxSelectMultiple
    )
    tags = forms.MultipleChoiceField(label="Tanda", choices=[("x", "X"), ("y", "Y")], required=False)
    agree = forms.BooleanField(label="Setuju", help_text="Centang.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Tags(HTMLParser):
    """Each tag with its attributes, but for the classes that only crispy adds, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = dict(attrs)
        classes = set((kept.pop("class", "") or "").split()) - {
            "textinput", "textarea", "passwordinput", "dateinput", "select", "radioselect", "selectmultiple",
        }  # fmt: skip
        self.found.append((tag, kept, classes))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def tags(html: str) -> list[object]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def crispys(form: forms.Form) -> str:
    helper = PortalFormHelper(form, form_tag=False)
    helper.field_template = None  # type: ignore[assignment]
    html: str = render_crispy_form(form, helper)
    return html


def ours(form: forms.Form) -> str:
    html: str = render_crispy_form(form, PortalFormHelper(form, form_tag=False))
    return html


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"name": "A" * 21, "place": "x", "sex": "Q"},
        {
            "name": EVIL,
            "story": EVIL,
            "secret": "s",
            "day": "2026-11-26",
            "place": "a",
            "sex": "P",
            "agree": "on",
            "days": ["1", "2"],
            "tags": ["y"],
        },
    ],
)
def test_the_same_tags_with_the_same_attributes(data: dict[str, Any] | None) -> None:
    assert tags(ours(Sample(data))) == tags(crispys(Sample(data)))


def test_what_was_typed_is_escaped_and_a_password_is_not_repeated() -> None:
    html = ours(Sample({"name": EVIL, "story": f"\n{EVIL}", "secret": "rahasia-123"}))
    assert EVIL not in html
    assert "&lt;script&gt;" in html
    assert "rahasia-123" not in html


def test_help_is_escaped_unless_it_is_markup() -> None:
    form = Sample()
    form.fields["name"].help_text = f"Petugas: {EVIL}"
    form.fields["story"].help_text = mark_safe("<b>tebal</b>")
    html = ours(form)
    assert EVIL not in html
    assert "<b>tebal</b>" in html
