"""Pages: who sees what, what they hold, and that they don't slow down."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from kabashoax.models import DESK_ROLES, Claim, Evidence, Report, Source
from kabashoax.services import verdicts
from tests.factories.accounts import UserFactory, staff
from tests.factories.kabashoax import TEXT, TITLE, claim, propose, published, report
from tests.factories.letters import photo
from tests.factories.regions import OfficeFactory


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_reports_and_drafts(role, office, checker):
    draft = claim(checker)
    row = Report.objects.get()
    here, elsewhere = staff(role, office), staff(role, OfficeFactory(dinas=True))
    works = role in DESK_ROLES
    assert set(Report.objects.visible_to(here)) == ({row} if works else set())
    assert set(Claim.objects.visible_to(here)) == ({draft} if works else set())
    assert set(Source.objects.visible_to(here)) == (set(draft.sources.all()) if works else set())
    assert set(Report.objects.visible_to(elsewhere)) == set()
    assert set(Claim.objects.visible_to(elsewhere)) == set()
    assert set(Claim.objects.visible_to(None)) == set()


def test_a_draft_is_no_page_for_readers(client, checker, editor):
    draft = claim(checker)
    assert client.get(reverse("kabashoax:claim", args=[draft.slug])).status_code == 404
    client.force_login(editor)
    assert client.get(reverse("kabashoax:claim", args=[draft.slug])).status_code == 404


def test_a_correction_under_way_is_not_shown(client, checker, editor):
    made = published(checker, editor)
    propose(made, checker, kind="true", summary="Rahasia sampai terbit.", reason="Keterangan baru.")
    page = client.get(reverse("kabashoax:claim", args=[made.slug]))
    assert page.status_code == 200
    assert "Rahasia sampai terbit." not in page.text
    made.refresh_from_db()
    verdicts.publish(made, by=editor)
    page = client.get(reverse("kabashoax:claim", args=[made.slug]))
    assert "Rahasia sampai terbit." in page.text
    assert "Alasan ralat: Keterangan baru." in " ".join(page.text.split())


def test_the_verdict_page_carries_its_claim_review(client, checker, editor):
    made = published(checker, editor, title="Klaim </script><b>")
    page = client.get(reverse("kabashoax:claim", args=[made.slug]))
    data = page.text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    review = json.loads(data)
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", "Klaim </script><b>")
    assert review["url"] == f"http://testserver/hoaks/klaim/{made.slug}/"
    assert review["datePublished"] == timezone.localdate().isoformat()
    assert review["citation"] == ["https://air.contoh.test"]


def test_the_feed_names_each_verdict(client, checker, editor):
    made = published(checker, editor)
    claim(checker, title="Belum terbit", text="Ini belum terbit sama sekali")
    answer = client.get(reverse("kabashoax:feed"))
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert f"<title>[Konten palsu] {TITLE}</title>" in answer.text
    assert f"http://testserver/hoaks/klaim/{made.slug}/" in answer.text
    assert "Belum terbit" not in answer.text


def test_the_archive_is_searched_by_likeness(client, checker, editor):
    found = published(checker, editor)
    other = published(checker, editor, title="Buaya masuk Pantai Lasiana", text="Buaya di pantai lasiana")
    rows = client.get(reverse("kabashoax:index"), {"q": "katong pung air pdam su kena racun?"}).context["rows"]
    assert rows == [found]
    assert client.get(reverse("kabashoax:index")).context["rows"] == [other, found]
    assert client.get(reverse("kabashoax:index"), {"hasil": "true"}).context["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_number_of_queries(client, checker, editor, django_assert_num_queries, count):
    for number in range(count):
        published(checker, editor, title=f"Klaim {number}", text=f"Bunyi klaim nomor {number}")
    with django_assert_num_queries(1):
        client.get(reverse("kabashoax:index"))


def form(**given):
    return {"text": TEXT, "scope": "unrest", "token": str(uuid.uuid4()), "link": "https://contoh.test/", **given}


def test_somebody_reports_with_a_picture_and_a_fact_checker_sees_it(client, office, checker):
    answer = client.post(reverse("kabashoax:report"), form(link="", pictures=[photo()]))
    row = Report.objects.get()
    assert row.ticket in answer.text
    picture = reverse("kabashoax:picture", args=[Evidence.objects.get().pk])
    assert client.get(picture).status_code == 302
    client.force_login(UserFactory())
    assert client.get(picture).status_code == 403
    client.force_login(checker)
    assert client.get(picture).headers["Content-Type"] == "image/jpeg"
    page = client.get(reverse("kabashoax:report_check", args=[row.pk]))
    assert TEXT in page.text


def test_a_report_without_evidence_says_so_at_the_field(client, office):
    answer = client.post(reverse("kabashoax:report"), form(link=""))
    assert list(answer.context["form"].errors) == ["pictures"]
    assert Report.objects.count() == 0


def test_what_is_known_is_answered_at_once_and_can_be_disputed(client, checker, editor):
    made = published(checker, editor)
    asked = "katanya air PDAM kota kupang tercampur racun, betul ko?"
    answer = client.post(reverse("kabashoax:report"), form(text=asked))
    row = Report.objects.order_by("pk").last()
    assert (row.claim, row.status) == (made, "done")
    again = client.post(
        reverse("kabashoax:track"), {"ticket": row.ticket, "pin": answer.context["receipt"].pin, "dispute": "1"}
    )
    assert again.context["found"].status == "submitted"


def test_suggestions_while_typing(client, checker, editor):
    published(checker, editor)
    claim(checker, title="Rahasia meja", text="Air PDAM Kota Kupang rahasia meja")
    answer = client.post(reverse("kabashoax:suggest"), {"text": "air pdam kota kupang racun"})
    assert [row.title for row in answer.context["found"]] == [TITLE]
    assert client.post(reverse("kabashoax:suggest"), {"text": "air"}).context["found"] == []


def test_the_desk_makes_a_claim_and_publishes_it(client, checker, editor):
    row = report()
    client.force_login(checker)
    client.post(reverse("kabashoax:open_claim", args=[row.pk]), {"title": TITLE, "wording": TEXT})
    made = Claim.objects.get()
    source = {"sumber-publisher": "PERUMDA", "sumber-title": "Hasil uji", "sumber-excerpt": "Aman."}
    client.post(reverse("kabashoax:add_source", args=[made.pk]), source)
    verdict = {"kind": "fabricated", "summary": "Tidak benar.", "explanation": "Sudah diuji."}
    client.post(reverse("kabashoax:propose", args=[made.pk]), verdict)
    assert client.post(reverse("kabashoax:publish", args=[made.pk])).status_code == 403
    client.force_login(editor)
    assert "Terbitkan" in client.get(reverse("kabashoax:work", args=[made.pk])).text
    client.post(reverse("kabashoax:publish", args=[made.pk]))
    made.refresh_from_db()
    assert (made.status, made.summary) == ("published", "Tidak benar.")


def test_the_desk_says_what_is_missing(client, checker):
    made = claim(checker)
    client.force_login(checker)
    answer = client.post(reverse("kabashoax:propose", args=[made.pk]), {"kind": "", "summary": "", "explanation": ""})
    assert answer.status_code == 422
    assert list(answer.context["proposal_form"].errors) == ["kind", "summary", "explanation"]
    assert client.get(reverse("kabashoax:desk")).status_code == 200


def test_what_waits_stands_on_my_desk(client, checker, editor):
    report()
    made = claim(checker)
    propose(made, checker)
    client.force_login(checker)
    assert "Laporan kabar menunggu diperiksa" in client.get(reverse("web:my_day")).text
    client.force_login(editor)
    assert "Hasil pemeriksaan menunggu diterbitkan" in client.get(reverse("web:my_day")).text
