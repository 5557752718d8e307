"""Invented assessments and programmes, made through the same services as real ones; each says "contoh"."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.accounts.models import User
from core.regions.models import Office
from core.signup import demo as people
from smartcity_eval.models import Assessment, Instrument, Programme
from smartcity_eval.queries.figures import freeze
from smartcity_eval.rules.files import FOLDER, read_json
from smartcity_eval.services.answers import answer, give_values
from smartcity_eval.services.assessments import Opening, assign_offices, open_assessment, publish
from smartcity_eval.services.evidence import Proof, Wanted, accept, add_figure, add_link, return_evidence
from smartcity_eval.services.instruments import load_instruments
from smartcity_eval.services.programmes import save_programme

DATA = FOLDER / "demo" / "evaluation.json"
SOURCE = "Data contoh, bukan hasil penilaian"
FIGURE = "letters_on_time"
FIGURE_DAYS = 90


def make_evaluation() -> None:
    """Make the demo's assessments and programmes; a second run finds them and changes nothing."""
    load_instruments()
    if Assessment.objects.filter(is_sample=True).exists():
        return
    data = read_json(DATA)
    found = {key: people.find(key) for key in ("spbe_coordinator", "respondent", "assessor")}
    cast = {key: user for key, user in found.items() if user is not None}
    if len(cast) < len(found):
        raise RuntimeError("The demo's people come first (core.signup.demo).")
    offices = {office.code: office for office in Office.objects.filter(kind=Office.Kind.DINAS)}
    with transaction.atomic():
        for past in data["history"]:
            _make_past(past, cast["spbe_coordinator"], offices)
        _make_current(data, cast, offices)
        for row in data["programmes"]:
            if not Programme.objects.filter(name=row["name"]).exists():
                values = {**row, "office": offices[row["office"]], "is_sample": True}
                save_programme(None, by=cast["spbe_coordinator"], **values)


def _open(year: int, stage: str, by: User, offices: dict[str, Office]) -> Assessment:
    instrument = next(row for row in Instrument.objects.filter(is_current=True) if row.spec.covers(year))
    opening = Opening(
        instrument=instrument,
        year=year,
        stage=stage,
        nature=Assessment.Nature.SIMULATION,
        office=offices["kominfo"],
        assessor_office=offices["inspektorat"],
        source=SOURCE,
        is_sample=True,
    )
    return open_assessment(opening, by=by)


def _make_past(past: dict[str, Any], by: User, offices: dict[str, Office]) -> None:
    row = _open(timezone.localdate().year - past["years_ago"], Assessment.Stage.FINAL, by, offices)
    numbers = [indicator.no for indicator in row.instrument.spec.indicators]
    values = {number: Decimal(digit) for number, digit in zip(numbers, past["levels"], strict=False)}
    give_values(row, values, source=SOURCE, by=by)
    publish(row, by=by)


def _make_current(data: dict[str, Any], cast: dict[str, User], offices: dict[str, Office]) -> None:
    """This year's self-assessment, in the middle of the work."""
    lead = cast["spbe_coordinator"]
    row = _open(timezone.localdate().year, Assessment.Stage.SELF, lead, offices)
    shares = {number: offices[code] for code, numbers in data["offices"].items() for number in numbers}
    assign_offices(row, shares, by=lead)
    external = {number: Decimal(value) for number, value in data["external"].items()}
    give_values(row, {int(number): value for number, value in external.items()}, source=SOURCE, by=lead)
    for entry in data["answers"]:
        _make_answer(row, entry, cast)


def _make_answer(row: Assessment, entry: dict[str, Any], cast: dict[str, User]) -> None:
    level, sender = row.indicator_levels.get(number=entry["number"]), cast["respondent"]
    answer(level, claimed=entry["claimed"], explanation=entry["explanation"], by=sender)
    for item in entry["evidence"]:
        for piece in add_link(level, Proof(item["levels"], item["title"]), url=item["url"], by=sender):
            if item["decision"] == "accept":
                accept(piece, by=cast["assessor"])
            elif item["decision"] == "return":
                return_evidence(piece, by=cast["assessor"], reason=item["reason"])
    today = timezone.localdate()
    wanted = Wanted(FIGURE, today - timedelta(days=FIGURE_DAYS), today)
    # Only when the letters of the demo are there: nothing is frozen out of nothing.
    if entry.get("figure_levels") and freeze(wanted.name, wanted.start, wanted.end)["whole"]:
        add_figure(level, entry["figure_levels"], wanted, by=sender)
