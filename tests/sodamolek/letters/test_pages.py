"""The applicant's pages: what they ask, keep, show, and how many queries they need."""

import pytest
from django.urls import reverse

from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.factories import letters as factories
from tests.factories.letters import LetterRequestFactory, photo
from tests.factories.regions import OfficeFactory

TYPED = {"tujuan": "pendidikan", "keperluan": "beasiswa KIP", "penghasilan": "1.250.000", "jumlah_tanggungan": "3"}
WHERE = {"alamat": "Jalan Contoh 1", "rt": "1", "rw": "2"}


@pytest.fixture
def me(client, applicant):
    client.force_login(applicant)
    return client


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def test_from_the_catalogue_to_the_receipt(me, sktm, office):
    assert (
        reverse("letters:kind", args=["sktm"])
        in me.get(reverse("letters:catalogue"), {"q": "beasiswa"}).content.decode()
    )
    response = me.post(reverse("letters:start", args=["sktm"]))
    row = LetterRequest.objects.get()
    assert response.url == url("answers", row)
    assert me.post(response.url, TYPED | WHERE).url == url("documents", row)
    for requirement in ("pengantar_rt", "pernyataan"):
        posted = me.post(url("documents", row), {"requirement": requirement, "pages": [photo()]})
        assert posted.url == f"{url('documents', row)}#{requirement}"
    sent = me.post(url("review", row), {"token": row.submit_token, "statement": "on"})
    assert sent.url == url("receipt", row)
    row.refresh_from_db()
    assert (row.status, row.office) == (Status.SUBMITTED, office)
    page = me.get(sent.url).content.decode()
    assert row.reference in page
    assert services.pin_of(row) in page
    assert me.get(url("receipt_pdf", row)).content[:5] == b"%PDF-"


def test_pressing_twice_leads_to_the_same_receipt(me, draft):
    data = {"token": draft.submit_token, "statement": "on"}
    answers = [me.post(url("review", draft), data) for _ in range(2)]
    assert [(a.status_code, a.url) for a in answers] == [(302, url("receipt", draft))] * 2


def test_without_the_statement_nothing_is_sent(me, draft):
    response = me.post(url("review", draft), {"token": draft.submit_token})
    assert response.context["form"].errors.keys() == {"statement"}
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("token", ["", "x", "0197f3a2-7c11-4abc-8def-123456789012"])
def test_a_token_of_another_form_sends_nothing(me, draft, token):
    assert me.post(url("review", draft), {"token": token, "statement": "on"}).status_code == 200
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(me, sktm, office):
    me.post(reverse("letters:start", args=["sktm"]))
    row = LetterRequest.objects.get()
    response = me.post(url("answers", row), TYPED | WHERE | {"penghasilan": "banyak"})
    assert response.context["form"].errors.keys() == {"penghasilan"}
    page = me.get(url("answers", row)).content.decode()
    assert 'value="banyak"' in page
    assert 'value="beasiswa KIP"' in page


def test_later_keeps_what_is_there(me, sktm, office):
    me.post(reverse("letters:start", args=["sktm"]))
    row = LetterRequest.objects.get()
    assert me.post(url("answers", row), {"keperluan": "beas", "later": "1"}).url == reverse("letters:mine")
    row.refresh_from_db()
    assert row.answers["keperluan"] == "beas"


def test_what_is_missing_links_to_where_it_is_mended(me, draft):
    draft.documents.filter(requirement="pernyataan").delete()
    services.save_answers(draft, {"penghasilan": "banyak"}, by=draft.owner)
    response = me.post(url("review", draft), {"token": draft.submit_token, "statement": "on"})
    assert sorted(item["url"] for item in response.context["missing"]) == [
        f"{url('documents', draft)}#pernyataan",
        f"{url('answers', draft)}#id_penghasilan",
    ]


@pytest.mark.parametrize("data", [{}, {"requirement": "pernyataan"}, {"requirement": "paspor", "pages": [photo()]}])
def test_an_upload_that_fails_says_so(me, draft, data):
    response = me.post(url("documents", draft), data)
    assert (response.status_code, len(response.context["problems"])) == (200, 1)


def test_a_correction_shows_reasons_and_asks_only_what_was_returned(me, submitted, operator):
    services.return_request(submitted, by=operator, reasons={"pernyataan": "Meterai hilang."}, note="Hampir lengkap.")
    for name in ("request", "documents"):
        page = me.get(url(name, submitted)).content.decode()
        assert "Meterai hilang." in page
        assert "Hampir lengkap." in page
    me.post(url("documents", submitted), {"requirement": "pernyataan", "pages": [photo()]})
    response = me.post(url("review", submitted), {"token": submitted.submit_token, "statement": "on"})
    assert response.url == url("receipt", submitted)
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_page_can_be_removed(me, draft):
    page = services.attach_document(draft, "pernyataan", photo(), by=draft.owner)
    response = me.post(reverse("letters:remove_document", args=[page.pk]))
    assert response.url == f"{url('documents', draft)}#pernyataan"
    assert not draft.documents.filter(pk=page.pk).exists()


def test_cancelling_from_the_page(me, submitted):
    assert me.post(url("cancel", submitted)).url == reverse("letters:mine")
    submitted.refresh_from_db()
    assert submitted.status == Status.CANCELLED


def test_the_operators_note_at_the_desk_is_not_for_the_applicant(me, accepted, lurah):
    services.reopen_request(accepted, by=lurah, note="Catatan dalam.")
    assert "Catatan dalam." not in me.get(url("request", accepted)).content.decode()


@pytest.mark.parametrize("rows", [1, 25])
def test_my_list_needs_the_same_queries(me, office, applicant, rows, django_assert_num_queries):
    LetterRequestFactory.create_batch(rows, office=office, owner=applicant, status="submitted")
    me.get(reverse("letters:mine"))
    with django_assert_num_queries(4):
        response = me.get(reverse("letters:mine"))
    assert len(response.context["page"].rows) == rows


@pytest.mark.parametrize("pages", [1, 25])
def test_a_request_needs_the_same_queries(me, submitted, pages, django_assert_num_queries):
    factories.with_documents(submitted, *["pengantar_rt"] * pages)
    with django_assert_num_queries(5):
        me.get(url("request", submitted))


@pytest.mark.parametrize("pages", [1, 25])
def test_the_documents_page_needs_the_same_queries(me, draft, pages, django_assert_num_queries):
    factories.with_documents(draft, *["pengantar_rt"] * pages)
    with django_assert_num_queries(5):
        me.get(url("documents", draft))


def test_the_public_catalogue_asks_once(client, sktm, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("letters:catalogue"))


@pytest.mark.parametrize("code", ["zzz", "sktm-x"])
def test_an_unknown_kind_is_not_there(client, sktm, code):
    assert client.get(reverse("letters:kind", args=[code])).status_code == 404


def test_a_draft_goes_to_the_chosen_kelurahan(me, sktm, office):
    other = OfficeFactory()
    me.post(reverse("letters:start", args=["sktm"]), {"kelurahan": other.pk})
    assert LetterRequest.objects.get().office == other
