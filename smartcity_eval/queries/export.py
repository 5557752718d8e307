"""An assessment as a table, for whoever works on it."""

import io
from typing import Any

import xlsxwriter

from core.accounts.models import User
from smartcity_eval.models import Assessment
from smartcity_eval.queries.desk import indicators

HEADER = (
    "nomor", "aspek", "indikator", "bobot_persen", "perangkat_daerah", "target", "tingkat_dijawab", "penjelasan",
    "nilai_dihitung", "sumber_nilai", "bukti_diterima", "bukti_menunggu", "bukti_dikembalikan",
)  # fmt: skip
WIDE = {"aspek": 30, "indikator": 60, "perangkat_daerah": 30, "penjelasan": 60, "sumber_nilai": 40}


def table(user: User, assessment: Assessment) -> list[tuple[Any, ...]]:
    """A line for each indicator that `user` works on, in the order of HEADER; numbers are numbers."""
    spec = assessment.instrument.spec
    aspects = {aspect.no: aspect.name for aspect in spec.aspects}
    lines = []
    row: Any  # an IndicatorLevel with the counts of its evidence
    for row in indicators(user, assessment):
        one, evidence = spec.by_number[row.number], (row.accepted, row.waiting, row.returned)
        office = row.office.name if row.office else one.external
        said = (row.target, row.claimed, row.explanation, row.counted, row.given_source)
        lines.append((row.number, aspects[one.aspect], one.name, one.weight, office, *said, *evidence))
    return lines


def workbook(user: User, assessment: Assessment, said: str) -> bytes:
    """The same as XLSX. `said` tells official from simulated on the first line: no figure goes without it."""
    out = io.BytesIO()
    # What a respondent wrote is never taken for a formula or a link.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Penilaian")
    sheet.write_string(0, 0, f"{assessment} – {said}", bold)
    sheet.freeze_panes(2, 1)
    for place, name in enumerate(HEADER):
        sheet.set_column(place, place, WIDE.get(name, 14))
        sheet.write_string(1, place, name, bold)
    for number, line in enumerate(table(user, assessment), start=2):
        for place, value in enumerate(line):
            if value is not None:
                sheet.write(number, place, value)
    book.close()
    return out.getvalue()
