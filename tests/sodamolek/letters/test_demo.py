"""The demo's letters: each feature with rows in it, made twice without doubles."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core.documents import services as documents
from core.documents.demo import enroll_signers
from core.documents.models import Document, RegisterEntry, SignerCertificate
from core.files import services as files
from core.notifications.models import Message
from core.population.providers import _national
from core.regions.services import load_reference
from core.signup.demo import make_people
from sodamolek.letters.models import Complaint, LetterRequest, RequestNote, SurveyMark, SurveyTally, WordingChange
from sodamolek.letters.queries.survey import survey_figures
from sodamolek.letters.rules.survey import closed_quarters
from sodamolek.letters.services.demo import make_requests, making
from sodamolek.letters.workflow import Status
from tests.factories.population import register
from tools import standin_bsre

__all__ = ["register"]
FATUBESI, OESAPA, LASIANA, KELAPA_LIMA = "53.71.06.1008", "53.71.03.1010", "53.71.03.1011", "53.71.03.1001"


def make_all() -> None:
    make_people()
    enroll_signers()
    make_requests()


@pytest.fixture
def demo(db: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    load_reference()
    call_command("make_ca", verbosity=0)


@pytest.fixture
def bsre(tmp_path: Any, monkeypatch: Any) -> Any:
    """BSrE's stand-in as `make run` has it: it knows the demo's officers."""
    root = tmp_path / "root.pem"
    with standin_bsre.running(root) as server:
        monkeypatch.setattr(settings, "BSRE_URL", server.url)
        monkeypatch.setattr(settings, "BSRE_ROOTS", root)
        yield server


def found(**facts: Any) -> int:
    return LetterRequest.objects.filter(**facts).count()


def counts() -> list[int]:
    models = (LetterRequest, RegisterEntry, Complaint, RequestNote, WordingChange, SurveyMark, SurveyTally, Document)
    return [model.objects.count() for model in (*models, SignerCertificate)]


def test_each_feature_has_rows_and_a_second_run_changes_nothing(demo: None, register: Any, bsre: Any) -> None:
    register.switches.down = True
    make_all()
    # Who has to be found in the register is left for the next start.
    asked_for = LetterRequest.objects.exclude(filed_by=None, relation="")
    assert not asked_for.exists()
    register.switches.down = False
    _national.cache_clear()
    make_all()
    assert asked_for.count() == 5
    look_at_the_offices()
    look_at_the_desk()
    look_at_the_books()
    before = counts()
    make_all()
    assert counts() == before


def look_at_the_offices() -> None:
    """A paraf, ink, BSrE, and the camat beside the lurah."""
    made = set(LetterRequest.objects.values_list("status", flat=True))
    assert made == set(Status) - {Status.DRAFT, Status.EXPIRED, Status.REPLACED, Status.SIGNING}
    assert set(LetterRequest.objects.values_list("office__kind", flat=True)) == {"kelurahan", "kecamatan", "dinas"}
    assert found(office__code=OESAPA, status="accepted", needs_endorsement=True) == 3
    assert found(office__code=OESAPA, status="endorsed") == 1
    assert found(office__code=LASIANA, status="printed", document__mode="wet") == 1
    assert found(office__code=LASIANA, status="collected", document__mode="wet") == 1
    assert found(office__code=KELAPA_LIMA, status="accepted") == 1
    assert found(kind__code="SIK", status="awaiting_camat") == 1
    assert found(document__countersignatures__signed_at__isnull=False, status="signed") == 1
    certified = Document.objects.get(certificate__provider="bsre")
    assert certified.file is not None
    assert (certified.office.code, documents.check_pdf(files.read(certified.file)).valid) == (KELAPA_LIMA, True)


def look_at_the_desk() -> None:
    """What colleagues write, the counter, newcomers, relatives, mended words, complaints; deadlines on working days."""
    ends = {timezone.localtime(due).weekday() for due in LetterRequest.objects.values_list("due_at", flat=True) if due}
    assert ends <= set(range(5))
    assert found(assigned_to__isnull=False, notes__isnull=False) == 2
    assert found(owner=None, filed_by__isnull=False, contact_email__isnull=False) == 1
    assert found(relation="other", same_card=False, status="submitted") == 2
    assert Message.objects.filter(kind="letters/about_you", user__email="warga@contoh.test").count() == 1
    assert found(relation="child", same_card=True, status="collected") == 1
    newcomers = [row for row in LetterRequest.objects.all() if "ENDE" in row.resident.registered_address]
    assert {row.office.code for row in newcomers} == {FATUBESI, OESAPA}
    assert found(wording_changes__isnull=False, status="signed", owner__email="warga@contoh.test") == 1
    assert sorted(Complaint.objects.values_list("status", flat=True)) == ["answered", "open"]


def look_at_the_books() -> None:
    """The book without a gap, and a survey whose figures may be published."""
    book = RegisterEntry.objects.filter(register__office__code=FATUBESI).order_by("number")
    numbers = list(book.values_list("number", flat=True))
    assert numbers == list(range(212, 212 + len(numbers)))
    assert list(book.filter(on_paper=True).values_list("state", flat=True)) == ["used", "used", "cancelled"]
    assert SurveyMark.objects.count() == 3
    for quarter in closed_quarters(timezone.localdate()):
        figures = survey_figures(quarter)
        assert figures.whole is not None
        assert all(group.result for group in (*figures.offices, *figures.kinds))


def test_a_letter_waits_for_its_signature_when_bsre_is_silent(
    demo: None, bsre: Any, monkeypatch: Any, tmp_path: Any
) -> None:
    data = json.loads(making.DATA.read_text())
    only = tmp_path / "one.json"
    one = [row for row in data["requests"] if row["key"] == "34"]
    only.write_text(json.dumps({**data, "requests": one}))
    monkeypatch.setattr(making, "DATA", only)
    bsre.switches.down = True
    make_all()
    row = LetterRequest.objects.get()
    assert (row.office.code, row.status, row.document) == (KELAPA_LIMA, Status.ACCEPTED, None)
