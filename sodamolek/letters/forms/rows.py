"""Several people or things in one field: a small form for each, without JavaScript."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sodamolek.letters.rules.answers import MOST_ROWS, typed
from sodamolek.letters.rules.schema import FieldSpec, FieldType
from sodamolek.letters.rules.wording import rows_of

AS_RADIO = 6
ATTRIBUTES = {
    FieldType.DATE: {"type": "date"},
    FieldType.INTEGER: {"inputmode": "numeric"},
    FieldType.RUPIAH: {"inputmode": "numeric"},
    FieldType.NIK: {"inputmode": "numeric", "autocomplete": "off", "maxlength": "25"},
}


def widget_for(spec: FieldSpec) -> forms.Widget:
    """What a field's answer is typed into."""
    if spec.type is FieldType.ROWS:
        return RowsInput(spec)
    if spec.type in (FieldType.CHOICE, FieldType.BOOLEAN):
        choices = [(c.value, c.label) for c in spec.choices] or [("ya", _("Ya")), ("tidak", _("Tidak"))]
        if len(choices) <= AS_RADIO:
            return forms.RadioSelect(choices=choices)
        return forms.Select(choices=[("", _("Pilih…")), *choices])
    if spec.type is FieldType.LONGTEXT:
        return forms.Textarea(attrs={"rows": 4})
    return forms.TextInput(attrs=ATTRIBUTES.get(spec.type, {}))


class RowsInput(forms.Widget):
    """The rows that are filled and one more; the others wait behind "Tambah"."""

    template_name = "letters/partials/_rows.html"
    use_fieldset = True

    def __init__(self, spec: FieldSpec, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.spec = spec

    @property
    def most(self) -> int:
        return self.spec.max or MOST_ROWS

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        if name in data:
            return typed(data[name])
        rows = [
            {column.key: data.get(f"{name}-{number}-{column.key}", "") for column in self.spec.columns}
            for number in range(self.most)
        ]
        found = typed(rows)
        return "" if found == "[]" else found

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        filled = rows_of(value)
        wanted = max(self.spec.min or 1, len(filled) + (1 if filled else 0))
        rows = [self._row(name, number, filled) for number in range(self.most)]
        context["widget"] |= {"shown": rows[:wanted], "waiting": rows[wanted:], "invalid": "is-invalid" in str(attrs)}
        return context

    def _row(self, name: str, number: int, filled: list[dict[str, str]]) -> dict[str, Any]:
        values = filled[number] if number < len(filled) else {}
        cells = [self._cell(f"{name}-{number}-{column.key}", column, values) for column in self.spec.columns]
        return {"number": number + 1, "cells": cells}

    def _cell(self, name: str, column: FieldSpec, values: dict[str, str]) -> dict[str, Any]:
        widget = forms.Select(choices=[("", _("Pilih…")), *((c.value, c.label) for c in column.choices)])
        chosen = widget if column.type is FieldType.CHOICE else widget_for(column)
        attrs = {"id": f"id_{name}", "class": "form-select" if chosen is widget else "form-control"}
        html = chosen.render(name, values.get(column.key, ""), attrs)
        return {"id": f"id_{name}", "label": column.label, "required": column.required, "html": html}
