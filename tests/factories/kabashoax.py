"""Rumours of the tests, made by the same services as real ones."""

import uuid
from typing import Any

from core.accounts.models import User
from core.regions.models import Office
from kabashoax.models import Claim, Report
from kabashoax.services import claims, reporting, triage, verdicts
from kabashoax.services.claims import Reference
from kabashoax.services.common import OFFICE_CODE
from kabashoax.services.reporting import Rumour
from tests.factories.regions import OfficeFactory

TITLE = "Air PDAM Kota Kupang tercampur racun"
TEXT = "Info penting basodara! Air PDAM Kota Kupang su campur racun, jang minum."


def kominfo() -> Office:
    """The office that works on rumours."""
    found = Office.objects.filter(code=OFFICE_CODE).first()
    return found or OfficeFactory(dinas=True, code=OFFICE_CODE, name="Dinas Kominfo")


def rumour(**given: Any) -> Rumour:
    values = {"text": TEXT, "scope": "unrest", "token": uuid.uuid4(), "link": "https://contoh.test/kabar", **given}
    return Rumour(**values)


def report(**given: Any) -> Report:
    kominfo()
    return reporting.submit_report(rumour(**given), by=None).report


def claim(checker: User, *, title: str = TITLE, text: str = TEXT, **given: Any) -> Claim:
    """A claim being checked, with one source, made of one report."""
    made = triage.open_claim(report(text=text, **given), title=title, wording=text, by=checker)
    reference = Reference(
        "PERUMDA Air Minum", "Hasil uji air", "Air diuji setiap hari dan aman.", "https://air.contoh.test"
    )
    claims.add_source(made, reference, by=checker)
    return made


def propose(made: Claim, checker: User, *, kind: str = "fabricated", **given: Any) -> None:
    made.refresh_from_db()
    summary = given.pop("summary", "Tidak ada racun dalam air.")
    verdicts.propose(made, kind=kind, summary=summary, explanation="Sudah diuji.", by=checker, **given)


def published(checker: User, editor: User, **given: Any) -> Claim:
    made = claim(checker, **given)
    propose(made, checker)
    made.refresh_from_db()
    return verdicts.publish(made, by=editor)
