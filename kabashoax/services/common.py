"""What the services share."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.regions.models import Office

# The office that runs Kabas Hoax (victorynews.id 2021-11-23).
OFFICE_CODE = "kominfo"
LONGEST_NOTE = 1000


def office() -> Office:
    """The office whose fact-checkers and editors work on rumours."""
    found = Office.objects.filter(code=OFFICE_CODE).first()
    if found is None:
        raise ValidationError(_("Kantor Kominfo belum terdaftar. Minta administrator memuat data wilayah dan kantor."))
    return found


def clean_note(text: str, field: str = "note") -> str:
    """A remark that somebody will read; ValidationError names `field` when it is missing or too long."""
    note = text.replace("\x00", "").strip()
    if not note:
        raise ValidationError({field: _("Tulis alasannya, supaya yang membaca tahu apa yang harus dilakukan.")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({field: _("Paling banyak %d huruf.") % LONGEST_NOTE})
    return note
