"""A day as people type it in forms."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

# Whoever types another year slipped; and days before or months after it would leave the computer's calendar.
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
WITHIN = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class DayField(forms.DateField):
    """A day, picked in the phone's own calendar."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_validators = [*WITHIN]
