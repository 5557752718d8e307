"""The satisfaction survey: its arithmetic, who may answer, and what is shown of it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.audit.models import Entry
from core.notifications.models import Message
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest, SurveyMark, SurveyTally
from sodamolek.letters.queries.survey import may_answer, survey_figures
from sodamolek.letters.rules.survey import (
    ELEMENTS,
    LEAST_ANSWERS,
    band_of,
    closed_quarters,
    quarter_of,
    result,
    shown,
    two_decimals,
)
from sodamolek.letters.services.survey import answer_survey
from sodamolek.letters.workflow import Status
from tests.factories.letters import LetterRequestFactory

KEYS = [element.key for element in ELEMENTS]
GOOD = dict.fromkeys(KEYS, 4)
QUARTER = date(2026, 7, 1)
SCORES = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40)


@given(SCORES)
def test_the_index_is_the_mean_of_all_answers_times_25_whatever_the_order(answers):
    found = result([sum(column) for column in zip(*answers, strict=True)], len(answers))
    exact = Fraction(sum(map(sum, answers)), 9 * len(answers)) * 25
    assert abs(Fraction(found.index) - exact) <= Fraction(1, 200)
    assert Decimal(25) <= found.index <= Decimal(100)
    assert found.band == band_of(found.index)


@given(SCORES, st.integers(0, 8))
def test_a_better_answer_never_lowers_the_index(answers, place):
    sums = [sum(column) for column in zip(*answers, strict=True)]
    before = result(sums, len(answers)).index
    if sums[place] < 4 * len(answers):
        sums[place] += 1
    assert result(sums, len(answers)).index >= before


@given(st.fractions(min_value=0, max_value=1000))
def test_two_decimals_round_half_up(value):
    found = Fraction(two_decimals(value))
    assert -Fraction(1, 200) < value - found <= Fraction(1, 200) or value - found == -Fraction(1, 200)
    assert two_decimals(found + Fraction(1, 200)) == Decimal(found.numerator) / found.denominator + Decimal("0.01")


def test_all_fours_are_a_hundred_and_all_ones_twenty_five():
    assert (result([40] * 9, 10).index, result([40] * 9, 10).band.letter) == (Decimal("100.00"), "A")
    assert (result([10] * 9, 10).index, result([10] * 9, 10).band.letter) == (Decimal("25.00"), "D")


def test_a_worked_example():
    """100 answers; the means 3.12, 3.20, ... 2.95 add up to 28.22: 28.22 / 9 x 25 = 78.3888..."""
    found = result([312, 320, 305, 390, 310, 300, 315, 275, 295], 100)
    assert found.means[0] == Decimal("3.12")
    assert (found.index, found.band.letter) == (Decimal("78.39"), "B")


@pytest.mark.parametrize(
    ("index", "letter"),
    [
        ("100", "A"), ("88.31", "A"), ("88.305", "A"), ("88.3049", "B"), ("88.30", "B"),
        ("76.61", "B"), ("76.605", "B"), ("76.6049", "C"), ("76.60", "C"),
        ("65.00", "C"), ("64.995", "C"), ("64.9949", "D"), ("64.99", "D"), ("25.00", "D"),
    ],
)  # fmt: skip
def test_the_index_is_rounded_before_the_band_is_read(index, letter):
    assert band_of(Decimal(index)).letter == letter


@pytest.mark.parametrize("index", ["24.99", "100.01", "0"])
def test_no_band_beyond_the_scale(index):
    with pytest.raises(ValueError, match="between 25 and 100"):
        band_of(Decimal(index))


@pytest.mark.parametrize(("sums", "answers"), [([4] * 8, 1), ([5] * 9, 1), ([0] * 9, 1), ([0] * 9, 0)])
def test_sums_that_no_answers_give_are_refused(sums, answers):
    with pytest.raises(ValueError, match=r"elements|add up"):
        result(sums, answers)


@given(st.dictionaries(st.integers(0, 60), st.integers(1, 40), max_size=30))
def test_what_is_hidden_is_never_few_enough_to_be_reckoned_out(counts):
    open_ones = shown(counts)
    hidden = sum(count for name, count in counts.items() if name not in open_ones)
    assert all(counts[name] >= LEAST_ANSWERS for name in open_ones)
    assert hidden == 0 or hidden >= LEAST_ANSWERS or not open_ones


def test_quarters_that_are_over():
    assert closed_quarters(date(2026, 11, 26), 3) == [date(2026, 7, 1), date(2026, 4, 1), date(2026, 1, 1)]
    assert closed_quarters(date(2026, 1, 1), 1) == [date(2025, 10, 1)]
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)


@pytest.fixture
def signed(sktm, office, applicant) -> LetterRequest:
    return LetterRequestFactory(kind=sktm, office=office, owner=applicant, status="signed")


def url(row: LetterRequest) -> str:
    return reverse("letters:survey", args=[row.pk])


def test_an_answer_is_added_up_once_and_leaves_no_trace(signed, applicant):
    trail = Entry.objects.count()
    answer_survey(signed, {**GOOD, "u3": 2}, by=applicant)
    with pytest.raises(ValidationError, match="sudah diisi"):
        answer_survey(signed, GOOD, by=applicant)
    tally = SurveyTally.objects.get()
    assert (tally.answers, tally.u1, tally.u3, tally.kind_code, tally.office_id) == (1, 4, 2, "SKTM", signed.office_id)
    assert Entry.objects.count() == trail
    assert [field.name for field in SurveyMark._meta.fields] == ["request"]
    assert not may_answer(signed)


def test_a_second_answer_joins_the_same_row(signed, applicant, sktm, office):
    other = LetterRequestFactory(kind=sktm, office=office, status="collected")
    answer_survey(signed, GOOD, by=applicant)
    answer_survey(other, dict.fromkeys(KEYS, 1), by=None)
    tally = SurveyTally.objects.get()
    assert (tally.answers, {getattr(tally, key) for key in KEYS}) == (2, {5})


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.SIGNED, Status.COLLECTED)])
def test_only_who_was_served_is_asked(sktm, office, applicant, status):
    row = LetterRequestFactory(kind=sktm, office=office, owner=applicant, status=status)
    with pytest.raises(ValidationError, match="setelah suratnya jadi"):
        answer_survey(row, GOOD, by=applicant)
    assert not may_answer(row)


def test_nobody_answers_for_another(signed, stranger, operator):
    for who in (stranger, operator):
        with pytest.raises(ValidationError, match="diisi oleh pemohon"):
            answer_survey(signed, GOOD, by=who)
    assert not SurveyTally.objects.exists()


@pytest.mark.parametrize("scores", [{}, {**GOOD, "u9": 5}, {**GOOD, "u1": 0}, {**GOOD, "u1": "4"}])
def test_missing_and_odd_answers_are_named(signed, applicant, scores):
    with pytest.raises(ValidationError) as refused:
        answer_survey(signed, scores, by=applicant)
    assert set(refused.value.message_dict) <= set(KEYS)
    assert not SurveyMark.objects.exists()


def test_the_page_takes_it_and_then_thanks(client, signed, applicant):
    client.force_login(applicant)
    assert url(signed) in client.get(reverse("letters:request", args=[signed.pk])).content.decode()
    assert "sesuai" in client.get(url(signed)).content.decode()
    assert client.post(url(signed), {**GOOD, "u4": ""}).status_code == 422
    assert client.post(url(signed), GOOD).status_code == 302
    assert SurveyTally.objects.get().answers == 1
    assert url(signed) not in client.get(reverse("letters:request", args=[signed.pk])).content.decode()
    assert client.get(url(signed)).status_code == 302


def test_others_do_not_find_it(client, signed, stranger, operator):
    for who in (stranger, operator):
        client.force_login(who)
        assert client.get(url(signed)).status_code == 404
        assert client.post(url(signed), GOOD).status_code == 404
    assert not SurveyTally.objects.exists()


def test_with_reference_and_pin_no_account_is_needed(client, signed):
    page = reverse("letters:tracked_survey")
    assert client.get(page)["Location"] == reverse("letters:track")
    assert client.post(page, GOOD)["Location"] == reverse("letters:track")
    wrong = client.post(reverse("letters:track"), {"reference": signed.reference, "pin": "000000"})
    assert page not in wrong.content.decode()
    assert client.get(page)["Location"] == reverse("letters:track")
    found = client.post(reverse("letters:track"), {"reference": signed.reference, "pin": services.pin_of(signed)})
    assert page in found.content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page, GOOD).status_code == 302
    assert SurveyTally.objects.get().answers == 1
    assert client.post(page, GOOD).status_code == 302
    assert SurveyTally.objects.get().answers == 1


def test_a_renewed_pin_closes_what_the_old_one_opened(client, signed, applicant):
    page, track = reverse("letters:tracked_survey"), reverse("letters:track")
    client.post(track, {"reference": signed.reference, "pin": services.pin_of(signed)})
    assert client.get(page).status_code == 200
    pin = services.renew_pin(signed, by=applicant)
    assert client.get(page)["Location"] == client.post(page, GOOD)["Location"] == track
    assert not SurveyTally.objects.exists()
    client.post(track, {"reference": signed.reference, "pin": pin})
    assert client.get(page).status_code == 200


def test_who_collects_is_told_of_the_survey(signed, operator, applicant):
    services.mark_collected(signed, by=operator)
    message = Message.objects.get(user=applicant, kind="letters/collected")
    assert "survei kepuasan" in message.body
    assert message.url == reverse("letters:request", args=[signed.pk])


def tally(office, answers: int, score: int = 3, kind_code: str = "SKTM", quarter: date = QUARTER) -> SurveyTally:
    sums = dict.fromkeys(KEYS, score * answers)
    return SurveyTally.objects.create(office=office, kind_code=kind_code, quarter=quarter, answers=answers, **sums)


def test_figures_need_answers_enough(sktm, office):
    tally(office, LEAST_ANSWERS - 1)
    found = survey_figures(QUARTER)
    assert (found.whole, found.offices[0].result, found.kinds[0].result) == (None, None, None)
    tally(office, 1, kind_code="SKD")
    found = survey_figures(QUARTER)
    assert found.whole is not None
    assert (found.whole.index, found.whole.band.letter) == (Decimal("75.00"), "C")
    assert [group.result is None for group in found.offices] == [False]
    assert [group.result for group in found.kinds] == [None, None]


@pytest.mark.parametrize("count", [1, 20])
def test_figures_take_two_queries(sktm, office, count, django_assert_num_queries):
    from tests.factories.regions import OfficeFactory

    for _number in range(count):
        tally(OfficeFactory(), 30)
    with django_assert_num_queries(2):
        assert len(survey_figures(QUARTER).offices) == count


def test_the_published_page_shows_closed_quarters_only(client, office):
    running = quarter_of(date.today())  # noqa: DTZ011 - any day of this quarter does
    tally(office, 50, score=4, quarter=running)
    before = closed_quarters(running, 1)[0]
    tally(office, 50, score=2, quarter=before)
    page = client.get(reverse("letters:survey_results")).content.decode()
    assert "50,00" in page
    assert "100,00" not in page
    name = f"{running.year}-T{running.month // 3 + 1}"
    assert "100,00" not in client.get(reverse("letters:survey_results"), {"triwulan": name}).content.decode()


def test_an_empty_quarter_says_why(client, db):
    assert "Belum cukup jawaban" in client.get(reverse("letters:survey_results")).content.decode()
