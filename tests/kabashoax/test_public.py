"""Statistics, the feed and the newest verdicts: figures that agree with the rows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kabashoax.models import Claim, Report
from kabashoax.queries import archive
from kabashoax.queries.statistics import statistics
from kabashoax.rules.verdicts import waited_text
from kabashoax.services import verdicts
from tests.factories.kabashoax import claim, propose, published, report


def corrected(made, checker, editor, kind="true"):
    made.refresh_from_db()
    propose(made, checker, kind=kind, summary="Ternyata benar.", reason="Keterangan baru.")
    made.refresh_from_db()
    return verdicts.publish(made, by=editor)


def test_months_count_reports_claims_and_verdicts(checker, editor):
    today = timezone.localdate()
    first = published(checker, editor)
    second = published(checker, editor, title="Buaya di Lasiana", text="Buaya masuk pantai lasiana")
    claim(checker, title="Belum terbit", text="Belum terbit sama sekali")
    report(text="Hanya laporan saja, belum jadi klaim")
    corrected(second, checker, editor)
    old = timezone.now() - timedelta(days=400)
    Report.objects.filter(claim=first).update(received_at=old)
    found = statistics(today)
    assert (found.reports, found.claims, found.verdicts, found.corrections) == (3, 3, 2, 1)
    assert found.kinds == [("fabricated", 1), ("true", 1)]
    assert len(found.months) == 12
    assert found.months[0].first == today.replace(day=1)
    assert found.months[0].verdicts == 2


def test_the_median_is_the_middle_waiting_time(checker, editor):
    for hours in (1, 10, 40):
        made = published(checker, editor, title=f"Klaim {hours}", text=f"Bunyi klaim {hours} yang lain")
        Report.objects.filter(claim=made).update(received_at=made.published_at - timedelta(hours=hours))
    assert statistics(timezone.localdate()).median == timedelta(hours=10)


def test_nothing_published_has_no_median(db):
    found = statistics(timezone.localdate())
    assert (found.median, found.kinds, found.verdicts) == (None, [], 0)


@pytest.mark.parametrize(
    ("hours", "text"), [(None, ""), (0.2, "1 jam"), (5, "5 jam"), (47, "47 jam"), (60, "2 hari"), (240, "10 hari")]
)
def test_waiting_in_words(hours, text):
    assert waited_text(None if hours is None else timedelta(hours=hours)) == text


def test_everybody_reads_the_statistics(client, checker, editor):
    empty = client.get(reverse("kabashoax:statistics"))
    assert empty.status_code == 200
    published(checker, editor)
    page = client.get(reverse("kabashoax:statistics"))
    assert page.context["found"].verdicts == 1
    assert "Konten palsu" in page.text


def test_a_correction_moves_the_feed_and_the_newest(client, checker, editor):
    made = published(checker, editor)
    day = timezone.now() - timedelta(days=30)
    Claim.objects.filter(pk=made.pk).update(published_at=day, revised_at=day)
    other = published(checker, editor, title="Buaya di Lasiana", text="Buaya masuk pantai lasiana")
    assert archive.newest() == [other, made]
    before = client.get(reverse("kabashoax:feed")).text
    made = corrected(made, checker, editor)
    after = client.get(reverse("kabashoax:feed")).text
    assert archive.newest() == [made, other]
    assert made.published_at == day
    assert f"<updated>{made.revised_at.isoformat()}</updated>" in after
    assert f"<updated>{made.revised_at.isoformat()}</updated>" not in before
    assert f"<published>{day.isoformat()}</published>" in after


def test_the_home_page_shows_the_newest_verdicts_with_date_and_source(client, checker, editor):
    titles = [f"Klaim nomor {number}" for number in range(4)]
    for title in titles:
        published(checker, editor, title=title, text=f"Bunyi {title}")
    page = client.get("/").text
    assert [title in page for title in titles] == [False, True, True, True]
    assert page.count("Kabas Hoax, ") >= 3


@pytest.mark.parametrize("typed", ["vaksn polio bkin lumpuh", "faksin polio lumpu", "VAKSIN POLlO lumpuh"])
def test_the_search_forgives_slips(client, checker, editor, typed):
    found = published(
        checker, editor, title="Vaksin polio membuat anak lumpuh", text="Anak lumpuh setelah vaksin polio"
    )
    published(checker, editor, title="Buaya di Lasiana", text="Buaya masuk pantai lasiana")
    assert client.get(reverse("kabashoax:index"), {"q": typed}).context["rows"][:1] == [found]
