"""Invented rumours up to today and the city's real cases, made through the same services as real ones.

Invented ones are marked as examples on every page; the real cases are told in our own words with their sources.
"""

import json
import uuid
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from core.accounts.models import User
from core.signup import demo as demo_people
from kabashoax.models import Claim, Report, Source, Verdict
from kabashoax.services import claims, confirming, indexing, reporting, triage, verdicts
from kabashoax.services.claims import Reference
from kabashoax.services.common import office
from kabashoax.services.reporting import Rumour

DATA = Path(__file__).resolve().parent.parent / "data"
NAMES = uuid.UUID("0c5f5a60-6f2e-4c5e-8f6f-6a7f0a3c9d11")
# Of the invented rumours: the newest is still a report, some are being checked, some wait for the editor.
REPORTED, CHECKED, PROPOSED = 4, 4, 3
UNDER_WAY = REPORTED + CHECKED + PROPOSED
# The published ones come behind, so that the latest verdict is some days old and not some weeks.
DAYS_APART = 4


def make_claims() -> None:
    """Make the demo's rumours; once: a second run finds them and changes nothing."""
    checker, editor = demo_people.find("fact_checker"), demo_people.find("editor")
    if checker is None or editor is None:
        return
    for case in _rows("local_cases.json"):
        _make_case(case, checker, editor)
    rumours = _rows("demo_claims.json")
    for place, rumour in enumerate(rumours):
        _make_rumour(rumour, place, checker, editor)


def _rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / name).read_text())
    return found


def _make_case(case: dict[str, Any], checker: User, editor: User) -> None:
    """A real case of the city; it shows as published when the portal was set up, and seen on its own day."""
    if Claim.objects.filter(title=case["title"]).exists():
        return
    seen = date.fromisoformat(case["seen"])
    claim = _opened(case, seen, checker, is_demo=False)
    for source in case["sources"]:
        claims.add_source(claim, Reference(excerpt=case["summary"], **source), by=checker)
    _publish(claim, case, checker, editor)
    _move_back(claim, datetime.combine(seen, time(10), timezone.get_current_timezone()))


def _make_rumour(rumour: dict[str, Any], place: int, checker: User, editor: User) -> None:
    """An invented rumour, as far as its place says: the first ones are the newest."""
    token = uuid.uuid5(NAMES, rumour["title"])
    if Report.objects.filter(token=token).exists():
        return
    said = Rumour(
        text=rumour["wording"],
        scope="unrest",
        token=token,
        channel=rumour["channel"],
        link="https://media-sosial.contoh.test/unggahan",
    )
    report = reporting.submit_report(said, by=None).report
    days = place if place < UNDER_WAY else (place - UNDER_WAY + 1) * DAYS_APART
    day = timezone.now() - timedelta(days=days, hours=place % 7)
    Report.objects.filter(pk=report.pk).update(received_at=day)
    if place < REPORTED:
        return
    report.received_at = day
    claim = triage.open_claim(report, title=rumour["title"], wording=rumour["wording"], by=checker)
    Claim.objects.filter(pk=claim.pk).update(is_demo=True, opened_at=day, echoes=(place * 7) % 23)
    if place < REPORTED + CHECKED:
        _ask_office(claim, place, checker)
        return
    reference = Reference(
        "Dinas terkait (contoh)", "Keterangan resmi (contoh)", rumour["summary"], "https://dinas.contoh.test/keterangan"
    )
    claims.add_source(claim, reference, by=checker)
    if place < UNDER_WAY:
        _propose(claim, rumour, checker)
        return
    _publish(claim, rumour, checker, editor)
    _move_back(claim, day + timedelta(hours=5))


def _ask_office(claim: Claim, place: int, checker: User) -> None:
    """The newest of those being checked waits for the office's answer, the next one has it."""
    contact = demo_people.find("office_contact")
    if contact is None or place > REPORTED + 1:
        return
    office_asked = contact.assignments.get().office
    question = "Benarkah kabar ini? Kalau tidak, bagaimana yang sebenarnya?"
    asked = confirming.ask(claim, office=office_asked, question=question, by=checker)
    if place > REPORTED:
        confirming.answer(asked, text="Tidak benar. Kantor kami tidak pernah mengeluarkannya (contoh).", by=contact)


def _opened(case: dict[str, Any], seen: date, checker: User, *, is_demo: bool) -> Claim:
    claim: Claim = Claim.objects.create(
        office=office(),
        slug=triage.slug_for(case["title"]),
        title=case["title"],
        wording=case["wording"],
        channel=case["channel"],
        first_seen_on=seen,
        opened_by=checker,
        is_demo=is_demo,
    )
    indexing.index(claim)
    return claim


def _propose(claim: Claim, row: dict[str, Any], checker: User) -> None:
    explanation = row.get("explanation") or (
        f"{row['summary']} Pemeriksa menanyakan kepada dinas terkait dan membandingkan dengan pengumuman resmi. "
        "Kabar dan sumbernya karangan, untuk contoh."
    )
    verdicts.propose(claim, kind=row["kind"], summary=row["summary"], explanation=explanation, by=checker)


def _publish(claim: Claim, row: dict[str, Any], checker: User, editor: User) -> None:
    _propose(claim, row, checker)
    claim.refresh_from_db()
    verdicts.publish(claim, by=editor)


def _move_back(claim: Claim, moment: datetime) -> None:
    """Let a claim look as old as the demo wants; the trail keeps the moment when it was really made."""
    Claim.objects.filter(pk=claim.pk).update(published_at=moment, revised_at=moment)
    Verdict.objects.filter(claim=claim).update(proposed_at=moment, published_at=moment)
    Source.objects.filter(claim=claim).update(added_at=moment)
