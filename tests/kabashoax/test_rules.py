"""Words, vetoes, tickets and ClaimReview, without a database."""

import json
from datetime import date

import pytest

from kabashoax.rules import claimreview, measuring, tickets, veto, wording
from kabashoax.rules.measuring import Outcome


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Beta dapa info air su campur racun, sonde boleh minum", "air campur racun tidak minum"),
        ("MENCEKK4M!! J0KOWI DIKEPUN9", "mencekkam jokowi dikepung"),
        ("bagi2 50Jt", "bagi 50000000"),
        ("Rp5juta atau Rp 5.000.000 atau lima juta", "5000000 5000000 5000000"),
        ("2.420 rumah, 6,4 triliun", "2420 rumah 6400000000000"),
        ("𝘗𝘙𝘖𝘎𝘙𝘈𝘔 promo 🔥 https://contoh.test/x", "program promo"),
        ("", ""),
    ],
)
def test_words_have_one_spelling(typed, words):
    assert wording.canonical(typed) == words


TITLE = "Puan Maharani membagikan Rp 25 juta di Kupang pada 12 Maret"


@pytest.mark.parametrize(
    ("asked", "differences"),
    [
        ("puan maharani bagi 25jt di kupang 12 maret", ()),
        ("puan maharani bagi 50jt di kupang 12 maret", ("number",)),
        ("puan maharani bagi 25jt di kupang 12 april", ("date",)),
        ("puan maharani bagi 25jt di ambon 12 maret", ("name",)),
        ("suami puan maharani bagi 25jt di kupang 12 maret", ("name",)),
        ("puan maharani sonde bagi 25jt di kupang 12 maret", ("negation",)),
    ],
)
def test_each_kind_of_difference_vetoes(asked, differences):
    assert veto.differences(asked, wording.canonical(TITLE), "") == differences


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("prabowo tunjuk jokowi jadi ketua umum", "jokowi tunjuk prabowo jadi ketua umum"),
        ("israel diserang iran", "israel menyerang iran"),
        ("harga turun di kupang", "harga naik di kupang"),
        ("ditangkap polisi puan", "suami puan ditangkap polisi"),
        ("gempa di timor", "gempa di timur"),
    ],
)
def test_who_did_what_to_whom_vetoes(asked, title):
    assert veto.differences(asked, wording.canonical(title), "") != ()


def test_a_slip_in_a_long_word_is_no_difference_but_another_name_is():
    assert veto.same("prabowo", "prabwo")
    assert not veto.same("susanto", "susanti")
    assert not veto.same("dewi", "dawi")


def test_a_ticket_is_found_however_it_is_typed():
    ticket = tickets.new_ticket()
    assert tickets.normal_ticket(f" {ticket.lower().replace('-', ' ')} ") == ticket
    assert tickets.normal_ticket(ticket) == ticket


def test_figures_of_a_measurement():
    outcomes = [
        Outcome("paraphrase", 0, answered=True, seconds=0.01),
        Outcome("paraphrase", 1, answered=True, seconds=0.02),
        Outcome("paraphrase", None, answered=False, seconds=0.03),
        Outcome("nearmiss", None, answered=True, seconds=0.04),
    ]
    assert measuring.figures(outcomes) == {
        "recall_at_1": 0.3333, "recall_at_5": 0.6667, "mrr": 0.5, "auto_answered": 1, "auto_wrong": 2, "p95_ms": 40.0,
    }  # fmt: skip


def test_the_claim_review_cannot_end_its_script_element():
    review = claimreview.claim_review(
        claim="</script><b>x&", verdict="fabricated", label="Konten palsu", url="https://contoh.test/", sources=[],
        published_on=date(2026, 1, 2), seen_on=date(2026, 1, 1), publisher="Kominfo",
    )  # fmt: skip
    text = claimreview.embedded(review)
    assert not set(text) & set("<>&")
    assert json.loads(text)["claimReviewed"] == "</script><b>x&"
    assert json.loads(text)["reviewRating"]["ratingValue"] == 1
