"""A day: as people type it in forms, and when it begins in the city."""

from datetime import date, datetime, time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

# Whoever types another year slipped; and days before or months after it would leave the computer's calendar.
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
WITHIN = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class DayField(forms.DateField):
    """A day, picked in the phone's own calendar."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_validators = [*WITHIN]


def start_of_day(day: date) -> datetime:
    """The first moment of a day in the city (WITA)."""
    return timezone.make_aware(datetime.combine(day, time.min))
