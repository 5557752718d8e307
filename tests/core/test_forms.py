"""What a service refuses reaches the person: at the field that it names, else at the top of the form."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import add_service_errors


class Form(forms.Form):
    reason = forms.CharField()


def refused(error: ValidationError) -> dict[str, list[str]]:
    form = Form({"reason": "Pindah"})
    assert form.is_valid()
    add_service_errors(form, error)
    return {name: [str(problem) for problem in problems] for name, problems in form.errors.items()}


def test_what_a_service_refuses_stands_at_its_field():
    assert refused(ValidationError({"reason": ["Terlalu pendek.", "Sebut tempatnya."]})) == {
        "reason": ["Terlalu pendek.", "Sebut tempatnya."]
    }


def test_what_belongs_to_no_field_stands_at_the_top():
    both = {"office": "Bukan kantor Anda.", "__all__": "Sudah diproses."}
    assert refused(ValidationError(both)) == {"__all__": ["Bukan kantor Anda.", "Sudah diproses."]}
    assert refused(ValidationError("Kuota hari ini habis.")) == {"__all__": ["Kuota hari ini habis."]}
