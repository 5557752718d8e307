"""Evidence moves the index: accepted, returned, taken back, and never past a gap."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.files.models import StoredFile
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from smartcity_eval import services
from smartcity_eval.models import Evidence
from smartcity_eval.queries.figures import digest, freeze
from smartcity_eval.queries.scores import report
from smartcity_eval.services import Proof, Wanted
from smartcity_eval.workflow import EvidenceStatus
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.statistics import city_statistics
from sodamolek.letters.rules.statistics import span
from sodamolek.letters.workflow import ISSUED, Status
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory, photo
from tests.factories.prices import MarketFactory, RoundFactory, published
from tests.factories.smartcity_eval import cast

pytestmark = pytest.mark.django_db


def counted(people, number=1):
    return people.level(number).counted


def test_a_level_counts_when_it_and_all_below_are_accepted():
    people = cast()
    third = people.show(3)
    assert counted(people) == 1
    services.accept(third[0], by=people.assessor)
    assert counted(people) == 1  # levels 1 and 2 have nothing
    people.complete(1)
    assert counted(people) == 1
    people.complete(2)
    assert counted(people) == 3


def test_the_index_moves_by_exactly_the_weight_of_the_step():
    people = cast()
    before = report(people.assessment).score
    people.complete(1, 2)
    after = report(people.assessment).score
    assert (before.exact, after.exact - before.exact) == (1, people.level().indicator.weight / Decimal(100))


def test_evidence_that_waits_or_came_back_stops_its_level():
    people = cast()
    people.complete(1, 2)
    second = people.show(2)[0]
    assert counted(people) == 1
    services.return_evidence(second, by=people.assessor, reason="Belum ditandatangani.")
    assert counted(people) == 1
    services.withdraw(second, by=people.respondent)
    assert counted(people) == 2


def test_a_replacement_takes_the_place_of_what_was_returned():
    people = cast()
    first = people.show(1)[0]
    services.return_evidence(first, by=people.assessor, reason="Halaman 2 tidak ada.")
    new = services.add_link(
        people.level(), Proof([1], "Perwali lengkap", first), url="https://contoh.test/2", by=people.respondent
    )
    first.refresh_from_db()
    assert (first.status, new[0].replaces) == (EvidenceStatus.REPLACED, first)
    services.accept(new[0], by=people.assessor)
    assert Evidence.objects.filter(status=EvidenceStatus.ACCEPTED).count() == 1


def test_only_returned_evidence_of_the_same_level_can_be_replaced():
    people = cast()
    first = people.show(1)[0]
    with pytest.raises(IllegalMove):
        services.add_link(people.level(), Proof([1], "Lain", first), url="https://contoh.test/2", by=people.respondent)
    services.return_evidence(first, by=people.assessor, reason="Kurang.")
    with pytest.raises(ValidationError, match="tingkat yang sama"):
        services.add_link(people.level(), Proof([2], "Lain", first), url="https://contoh.test/2", by=people.respondent)
    assert Evidence.objects.count() == 1


def test_a_return_needs_a_reason_and_tells_the_respondent():
    people = cast()
    first = people.show(1)[0]
    with pytest.raises(ValidationError, match="apa yang kurang"):
        services.return_evidence(first, by=people.assessor, reason="  ")
    services.return_evidence(first, by=people.assessor, reason="Kurang.")
    message = Message.objects.get()
    assert (message.user, "indikator 1" in message.title) == (people.respondent, True)


def test_a_decision_can_be_reconsidered_and_is_recorded():
    people = cast()
    first = people.complete(1)[0]
    services.reconsider(first, by=people.assessor)
    first.refresh_from_db()
    assert (first.status, first.decided_by) == (EvidenceStatus.SUBMITTED, None)
    trail = Entry.objects.filter(subject_id=first.pk).order_by("id").values_list("action", "actor_id")
    assert list(trail) == [("accept", people.assessor.pk), ("reconsider", people.assessor.pk)]


def test_nobody_else_sends_or_decides():
    people = cast()
    first = people.show(1)[0]
    stranger = staff(Role.RESPONDENT)
    for by in (stranger, people.coordinator, people.assessor):
        with pytest.raises(NotYourMove):
            services.add_link(people.level(), Proof([1], "x"), url="https://contoh.test", by=by)
        with pytest.raises(NotYourMove):
            services.answer(people.level(), claimed=1, explanation="x", by=by)
    for by in (people.respondent, people.coordinator, staff(Role.ASSESSOR)):
        with pytest.raises(NotYourMove):
            services.accept(first, by=by)
    with pytest.raises(NotYourMove):
        services.withdraw(first, by=people.assessor)


def test_a_file_is_kept_with_its_digest_for_each_level():
    people = cast()
    made = services.add_file(people.level(), Proof([2, 1], "Foto"), upload=photo(), by=people.respondent)
    assert [(row.level, row.sha256 == row.file.sha256) for row in made] == [(1, True), (2, True)]
    assert made[0].file == made[1].file
    services.read_file(made[0], by=people.assessor)
    assert Entry.objects.filter(action="read_evidence", actor=people.assessor).count() == 1


def test_a_file_that_cannot_be_taken_leaves_nothing():
    people = cast()
    upload = SimpleUploadedFile("a.exe", b"MZ" * 50)
    with pytest.raises(ValidationError) as refusal:
        services.add_file(people.level(), Proof([1], "x"), upload=upload, by=people.respondent)
    assert list(refusal.value.message_dict) == ["file"]
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "contoh.test", "https://", "file:///etc/passwd"])
def test_a_link_is_a_web_address(url):
    people = cast()
    with pytest.raises(ValidationError, match="https://"):
        services.add_link(people.level(), Proof([1], "x"), url=url, by=people.respondent)


@pytest.mark.parametrize(("levels", "title", "field"), [([], "x", "levels"), ([6], "x", "levels"), ([1], " ", "title")])
def test_evidence_names_levels_and_title(levels, title, field):
    people = cast()
    with pytest.raises(ValidationError) as refusal:
        services.add_link(people.level(), Proof(levels, title), url="https://contoh.test", by=people.respondent)
    assert list(refusal.value.message_dict) == [field]


def test_letters_on_time_are_frozen_with_formula_time_and_digest():
    people = cast()
    now, today = timezone.now(), timezone.localdate()
    for late in (False, False, True):
        due = now - timedelta(hours=1) if late else now + timedelta(hours=1)
        LetterRequestFactory(status=Status.SIGNED, decided_at=now, due_at=due)
    LetterRequestFactory(status=Status.SUBMITTED)
    LetterRequestFactory(status=Status.SIGNED, decided_at=now - timedelta(days=40))
    wanted = Wanted("letters_on_time", today - timedelta(days=7), today)
    row = services.add_figure(people.level(), [1], wanted, by=people.respondent)[0]
    row.refresh_from_db()
    figure = row.figure
    assert (figure["part"], figure["whole"], figure["percent"], figure["end"]) == (2, 3, "66.67", today.isoformat())
    assert row.sha256 == digest(figure)
    LetterRequestFactory(status=Status.SIGNED, decided_at=now, due_at=now + timedelta(hours=1))
    row.refresh_from_db()
    assert row.figure == figure


def test_letters_on_time_say_what_the_letters_own_statistics_say():
    now, today = timezone.now(), timezone.localdate()
    for late in (False, True):
        due = now - timedelta(hours=1) if late else now + timedelta(hours=1)
        for status in (Status.REJECTED, Status.EXPIRED, Status.CANCELLED):
            LetterRequestFactory(status=status, decided_at=now, due_at=due)
        for status in ISSUED:
            row = LetterRequestFactory(status=Status.SIGNED, decided_at=now, due_at=due)
            LetterRequest.objects.filter(pk=row.pk).update(status=status)
    frozen = freeze("letters_on_time", today.replace(day=1), today)
    counted = city_statistics(span(f"{today:%Y-%m}")).whole
    assert (frozen["part"], frozen["whole"]) == (counted.in_time, counted.finished) == (4, 8)
    assert frozen["percent"] == str(counted.in_time_share)


def test_published_prices_are_a_figure_too():
    people, today = cast(), timezone.localdate()
    first, second = MarketFactory.create_batch(2)
    MarketFactory(is_active=False)
    for back in (0, 1, 2):
        published(first, today - timedelta(days=back), {}, is_sample=True)
    RoundFactory(market=second, day=today)  # waits: the public does not see it
    published(second, today - timedelta(days=5), {})
    wanted = Wanted("markets_priced", today - timedelta(days=4), today)
    figure = services.add_figure(people.level(), [1], wanted, by=people.respondent)[0].figure
    assert (figure["part"], figure["whole"], figure["percent"], figure["sample"]) == (3, 10, "30.00", True)
    nothing = Wanted("markets_priced", today - timedelta(days=30), today - timedelta(days=20))
    with pytest.raises(ValidationError):
        services.add_figure(people.level(), [1], nothing, by=people.respondent)


def test_a_figure_of_nothing_or_of_tomorrow_is_refused():
    people = cast()
    today = timezone.localdate()
    for start, end, field in (
        (today, today, "start"),
        (today, today + timedelta(days=1), "end"),
        (today, today - timedelta(days=1), "end"),
    ):
        with pytest.raises(ValidationError) as refusal:
            services.add_figure(people.level(), [1], Wanted("letters_on_time", start, end), by=people.respondent)
        assert list(refusal.value.message_dict) == [field]


def test_the_stored_file_of_a_refused_addition_is_gone():
    people = cast()
    services.publish(people.assessment, by=people.coordinator)
    with pytest.raises(IllegalMove):
        services.add_file(people.level(), Proof([1], "x"), upload=photo(), by=people.respondent)
    assert StoredFile.objects.count() == 0
