"""The desk's page of a claim while others work on it: it shows what is there and never breaks."""

import pytest
from django.db import connection
from django.urls import reverse

from core.workflow import IllegalMove
from kabashoax.models import Claim, Report, Source
from kabashoax.services import claims, confirming, verdicts
from kabashoax.views import work
from tests.factories.kabashoax import claim, propose


@pytest.fixture
def page(client, rf, editor):
    """The page as it comes of a row that was read before something happened to it."""

    def show(happens, made):
        request = rf.get(reverse("kabashoax:work", args=[made.pk]))
        request.user = editor
        row = work.find(request, made.pk)
        happens()
        return work.show(request, row)

    return show


def test_published_while_the_page_is_made(page, checker, editor):
    made = claim(checker)
    propose(made, checker)
    answer = page(lambda: verdicts.publish(made, by=editor), made)
    assert answer.status_code == 200
    assert b"Terbitkan" not in answer.content


def test_handed_back_while_the_page_is_made(page, checker, editor):
    made = claim(checker)
    propose(made, checker)
    answer = page(lambda: verdicts.hand_back(made, note="Tambah sumber.", by=editor), made)
    assert answer.status_code == 200
    assert b"Terbitkan" not in answer.content


def test_gone_while_the_page_is_made(page, client, checker, editor):
    made = claim(checker)

    def delete():
        Report.objects.filter(claim=made).update(claim=None)
        Claim.objects.filter(pk=made.pk).delete()

    assert page(delete, made).status_code == 200
    client.force_login(editor)
    assert client.get(reverse("kabashoax:work", args=[made.pk])).status_code == 404


def test_a_claim_without_anything_but_its_title(client, checker, editor):
    made = claim(checker)
    Source.objects.filter(claim=made).delete()
    Claim.objects.filter(pk=made.pk).update(wording="", channel="", opened_by=None)
    for who in (checker, editor):
        client.force_login(who)
        assert client.get(reverse("kabashoax:work", args=[made.pk])).status_code == 200


def test_an_address_that_no_key_opens_does_not_break_the_page(client, checker, editor):
    made = claim(checker, contact="pelapor@contoh.test")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kabashoax_report SET contact = 'rusak' WHERE claim_id = %s", [made.pk])
    for who in (checker, editor):
        client.force_login(who)
        answer = client.get(reverse("kabashoax:work", args=[made.pk]))
        assert answer.status_code == 200
        assert "1 laporan" in " ".join(answer.text.split())


def test_publishing_twice_warns_instead_of_breaking(client, checker, editor):
    made = claim(checker)
    propose(made, checker)
    client.force_login(editor)
    for _again in range(2):
        answer = client.post(reverse("kabashoax:publish", args=[made.pk]), follow=True)
        assert answer.status_code == 200
    assert "Tidak ada usulan yang menunggu" in answer.text


def test_a_source_is_removed_once_and_an_offices_answer_never(checker, contact):
    made = claim(checker)
    source = Source.objects.get(claim=made)
    same = Source.objects.get(claim=made)
    claims.remove_source(source, by=checker)
    with pytest.raises(IllegalMove):
        claims.remove_source(same, by=checker)
    asked = confirming.ask(made, office=contact.assignments.get().office, question="Benar?", by=checker)
    answered = confirming.answer(asked, text="Aman.", by=contact)
    with pytest.raises(Exception, match="tidak dapat dihapus"):
        claims.remove_source(answered, by=checker)
    assert list(made.sources.all()) == [answered]
