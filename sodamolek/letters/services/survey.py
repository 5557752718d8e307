"""Answering the satisfaction survey: once for each letter, and nobody can tell afterwards who said what."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from sodamolek.letters.models import LetterRequest, SurveyMark, SurveyTally
from sodamolek.letters.rules.survey import ELEMENTS, HIGHEST, LOWEST, SERVED, quarter_of
from sodamolek.letters.services.common import locked

KEYS = tuple(element.key for element in ELEMENTS)


def answer_survey(letter_request: LetterRequest, scores: Mapping[str, int], *, by: User | None) -> None:
    """Add the nine `scores` (1 to 4, by element) of a finished letter to its office's quarter.

    `by` is the applicant, or None for who came with reference and PIN; it is checked and kept nowhere, and the trail
    gets no entry: its time would lead from the sums to the person. Raises ValidationError.
    """
    _check(scores)
    with transaction.atomic():
        row = locked(letter_request)
        if by is not None and row.owner_id != by.pk:
            raise ValidationError(_("Survei diisi oleh pemohon surat ini."))
        if row.status not in SERVED:
            raise ValidationError(_("Survei dapat diisi setelah suratnya jadi."))
        _mark, fresh = SurveyMark.objects.get_or_create(request=row)
        if not fresh:
            raise ValidationError(_("Survei untuk surat ini sudah diisi. Terima kasih."))
        _add(row, scores)


def _check(scores: Mapping[str, int]) -> None:
    wrong = {
        key: [_("Pilih salah satu jawaban.")]
        for key in KEYS
        if not isinstance(scores.get(key), int) or not LOWEST <= scores[key] <= HIGHEST
    }
    if wrong:
        raise ValidationError(wrong)


def _add(row: LetterRequest, scores: Mapping[str, int]) -> None:
    quarter = quarter_of(timezone.localdate())
    tally, _made = SurveyTally.objects.get_or_create(office_id=row.office_id, kind_code=row.kind.code, quarter=quarter)
    changes = {key: F(key) + scores[key] for key in KEYS}
    SurveyTally.objects.filter(pk=tally.pk).update(answers=F("answers") + 1, **changes)
