"""What people say and write around a request of the demo, and the survey's figures of the quarters that are over."""

from typing import Any
from zlib import crc32

from django.utils import timezone

from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest, SurveyTally
from sodamolek.letters.rules.survey import ELEMENTS, closed_quarters
from sodamolek.letters.services import complaints, desk, survey
from sodamolek.letters.services.demo.people import staff_at
from sodamolek.letters.services.wording import mend_wording, wording_of

SURVEYED_OFFICES = ("53.71.03.1010", "53.71.06.1008")
SURVEYED_KINDS = ("SKD", "SKTM", "SKU")
FEWEST_ANSWERS = 11


def before(sent: LetterRequest, row: dict[str, Any]) -> None:
    """What the desk does while it checks: who takes care, notes among colleagues, mended words."""
    operator = staff_at(sent.office, Role.OPERATOR)
    if row.get("assigned"):
        desk.assign_request(sent, to=operator, by=operator)
    for role, text in row.get("notes", ()):
        desk.add_note(sent, text=text, by=staff_at(sent.office, Role(role)))
    if added := row.get("wording"):
        mend_wording(sent, f"{wording_of(sent)}\n\n{added}", by=operator)


def after(done: LetterRequest, row: dict[str, Any]) -> None:
    """A complaint and perhaps its answer, and what the applicant says in the survey."""
    owner = done.owner
    if owner is None:
        return
    if said := row.get("complaint"):
        complaint = complaints.complain(done, said["text"], by=owner)
        if "answer" in said:
            complaints.answer_complaint(complaint, said["answer"], by=staff_at(done.office, Role.OPERATOR))
    if scores := row.get("survey"):
        answers = {element.key: int(score) for element, score in zip(ELEMENTS, scores, strict=True)}
        survey.answer_survey(done, answers, by=owner)


def make_survey_figures() -> None:
    """Sums of quarters that are over, which no service could write any more; enough answers to be published."""
    quarters = closed_quarters(timezone.localdate())
    if SurveyTally.objects.filter(quarter__in=quarters).exists():
        return
    rows = []
    for office in Office.objects.filter(code__in=SURVEYED_OFFICES).order_by("code"):
        for quarter in quarters:
            for code in SURVEYED_KINDS:
                seed = crc32(f"{office.code} {quarter} {code}".encode())
                answers = FEWEST_ANSWERS + seed % 9
                # Means from 2.9 to 3.8, another for each element.
                sums = {e.key: answers * (29 + (seed >> n) % 10) // 10 for n, e in enumerate(ELEMENTS)}
                tally = SurveyTally(office=office, kind_code=code, quarter=quarter, answers=answers, **sums)
                rows.append(tally)
    SurveyTally.objects.bulk_create(rows)
