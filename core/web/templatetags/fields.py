"""`{% load fields %}`: a field of a form as crispy-bootstrap5 prints it, in Python.

Its template asks some forty questions of each field; for a form of seven fields that cost more than everything
else of the page together (bench/pages.py). Whatever is not a line, an area or a choice is still printed by it.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

LINES = (
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.Textarea,
)
# A widget that writes itself otherwise has a template of its own.
DJANGOS = "django/forms/widgets/"
LIST = '<div id="{0}_error" class="invalid-feedback">{1}</div>'


@register.simple_tag(takes_context=True)
def portal_field(context: template.Context, field: BoundField) -> SafeString:
    """Label, widget, errors and help of a field."""
    widget = field.field.widget
    several = getattr(widget, "allow_multiple_selected", False)
    if several or not widget.template_name.startswith(DJANGOS):
        return _crispys(context)
    if isinstance(widget, forms.RadioSelect):
        inside = f"{_fieldset(field)}{_label(field, 'legend')}{_radios(field)}</fieldset>"
    elif isinstance(widget, forms.Select):
        inside = f"{_label(field)} {_choice(field)} {_errors(field)}{_help(field)}"
    elif isinstance(widget, LINES):
        inside = f"{_label(field)} {_line(field)} {_errors(field)}{_help(field)}"
    else:
        return _crispys(context)
    return SafeString(f'<div id="div_{field.auto_id}" class="mb-3">{inside}</div>')


def _crispys(context: template.Context) -> SafeString:
    everything: dict[Any, Any] = context.flatten()
    return SafeString(get_template("bootstrap5/field.html").render(everything))


def _label(field: BoundField, tag: str = "label") -> str:
    if not field.label:
        return ""
    required = field.field.required
    target = f' for="{field.id_for_label}"' if tag == "label" else ""
    size = " fs-6" if tag == "legend" else ""
    mark = '<span class="asteriskField">*</span>' if required else ""
    css = f"form-label{' requiredField' if required else ''}{size}"
    return f'<{tag}{target} class="{css}">{conditional_escape(field.label)}{mark}</{tag}>'


def _fieldset(field: BoundField) -> str:
    described = field.aria_describedby
    return f'<fieldset aria-describedby="{described}">' if described else "<fieldset>"


def _choice(field: BoundField) -> str:
    return field.as_widget(attrs={"class": _css(field, "form-select")})


def _css(field: BoundField, kind: str) -> str:
    own = field.field.widget.attrs.get("class", "")
    return f"{own} {kind}{' is-invalid' if field.errors else ''}".strip()


def _line(field: BoundField) -> str:
    """An input or an area. What it carries is Django's; only the writing of the tag is ours."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"class": _css(field, "form-control"), "id": field.auto_id})
    made = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    value, name, marks = made["value"], escape(made["name"]), _marks(made["attrs"])
    if isinstance(widget, forms.Textarea):
        return f'<textarea name="{name}"{marks}>\n{escape(str(value or ""))}</textarea>'
    text = "" if value is None else f' value="{escape(str(value))}"'
    return f'<input type="{made["type"]}" name="{name}"{text}{marks}>'


def _marks(attrs: Mapping[str, Any]) -> str:
    """Attributes as Django's own widget templates write them."""
    kept = ((name, value) for name, value in attrs.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in kept)


def _radios(field: BoundField) -> str:
    """The choices in their order. The errors follow the last one: Bootstrap shows them beside an invalid input."""
    attrs = field.build_widget_attrs({"id": field.auto_id})
    made = field.field.widget.get_context(field.html_name, field.value(), attrs)
    options = [option for _group, members, _index in made["widget"]["optgroups"] for option in members]
    rows = [_radio(field, option, last=option is options[-1]) for option in options]
    return f"<div>{''.join(rows)}</div>{_help(field)}"


def _radio(field: BoundField, option: dict[str, Any], *, last: bool) -> str:
    target = escape(option["attrs"]["id"])
    return (
        f'<div class="form-check"><input type="radio" class="{_css(field, "form-check-input")}" '
        f'name="{escape(field.html_name)}" value="{escape(str(option["value"]))}"{_marks(option["attrs"])}> '
        f'<label for="{target}" class="form-check-label">{escape(str(option["label"]))}</label>'
        f"{_errors(field) if last else ''}</div>"
    )


def _errors(field: BoundField) -> str:
    if not field.errors:
        return ""
    lines = "".join(
        f'<p id="error_{number}_{field.auto_id}"><strong>{escape(str(error))}</strong></p>'
        for number, error in enumerate(field.errors, 1)
    )
    return LIST.format(field.auto_id, lines)


def _help(field: BoundField) -> str:
    if not field.help_text:
        return ""
    return f'<div id="{field.auto_id}_helptext" class="form-text">{conditional_escape(field.help_text)}</div>'
