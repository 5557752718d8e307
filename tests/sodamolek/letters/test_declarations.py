"""Papers to print: prefilled with one's own data, never with another's; and the 14 components."""

import pypdfium2
import pytest
from django.urls import reverse

from sodamolek.letters import services
from sodamolek.letters.rules.standards import components, office_standard
from sodamolek.letters.rules.text import BLANK
from tests.factories import letters as factories
from tests.factories.letters import LetterRequestFactory
from tests.factories.population import ResidentFactory
from tools import letters as pictures

SPECS = pictures.specs()
PAPERS = [(spec, paper) for spec in SPECS.values() for paper in spec.declarations]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


@pytest.mark.parametrize(("spec", "paper"), PAPERS, ids=[f"{spec.code}-{paper.key}" for spec, paper in PAPERS])
def test_each_paper_is_filled_in_or_left_to_be_written_on(spec, paper):
    from django.utils import timezone

    values = pictures.everyday(spec, timezone.localdate())
    full, empty = (text_of(pictures.paper_pdf(spec, paper.key, given)) for given in (values, {}))
    assert paper.title in full
    assert values[paper.signed_by] in full or paper.signers_table
    assert "{" not in full + empty
    assert ("Meterai" in empty) is paper.stamp_duty
    assert ("Saksi-saksi:" in empty) is bool(paper.witnesses)
    assert "Anastasia" not in empty
    assert empty.count(BLANK) > full.count(BLANK)
    asked_for = {r.declaration for r in spec.requirements}
    assert paper.key in asked_for or paper.form


@pytest.fixture
def me(client, applicant):
    client.force_login(applicant)
    return client


def test_my_request_prints_what_i_typed(me, draft):
    services.save_answers(draft, {"penghasilan": "1750000"}, by=draft.owner)
    response = me.get(reverse("letters:request_declaration", args=[draft.pk, "pernyataan"]))
    said = text_of(response.content)
    assert draft.resident.name in said
    assert draft.resident.nik in said
    assert "Rp 1.750.000" in said
    assert response["Content-Disposition"].startswith("attachment")


def test_what_was_typed_wrong_is_left_open(me, draft):
    services.save_answers(draft, {"penghasilan": "banyak"}, by=draft.owner)
    response = me.get(reverse("letters:request_declaration", args=[draft.pk, "pernyataan"]))
    assert "banyak" not in text_of(response.content)


def test_from_the_kinds_page_it_bears_my_data_and_a_visitors_is_empty(client, me, sktm, applicant):
    url = reverse("letters:declaration", args=["sktm", "pernyataan"])
    assert applicant.resident.nik in text_of(me.get(url).content)
    client.logout()
    assert applicant.resident.nik not in text_of(client.get(url).content)


def test_nobody_prints_anothers(client, draft, operator, stranger):
    url = reverse("letters:request_declaration", args=[draft.pk, "pernyataan"])
    assert client.get(url).status_code == 302
    for user in (operator, stranger, ResidentFactory().user):
        client.force_login(user)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("key", ["lain", "pengantar_rt"])
def test_an_unknown_paper_is_not_there(me, draft, key):
    assert me.get(reverse("letters:request_declaration", args=[draft.pk, key])).status_code == 404
    assert me.get(reverse("letters:declaration", args=["sktm", key])).status_code == 404


def test_the_form_links_to_its_paper(me, draft):
    page = me.get(reverse("letters:documents", args=[draft.pk])).content.decode()
    assert reverse("letters:request_declaration", args=[draft.pk, "pernyataan"]) in page


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_a_standard_has_14_components(spec):
    parts = components(spec)
    assert [part.number for part in parts] == list(range(1, 15))
    assert [part.delivery for part in parts] == [True] * 6 + [False] * 8
    assert all(part.title and part.items and all(part.items) for part in parts)
    assert parts[13].items == office_standard(spec.office_level).evaluation


@pytest.mark.parametrize("code", ["sktm", "disn", "rpbi"])
def test_the_standard_is_a_public_page_and_linked(client, db, code):
    factories.kind(code.upper())
    url = reverse("letters:standard", args=[code])
    page = client.get(url).content.decode()
    assert page.count("<h3>") == 14
    assert url in client.get(reverse("letters:kind", args=[code])).content.decode()
    assert client.get(reverse("letters:standard", args=["zzz"])).status_code == 404


@pytest.mark.parametrize(
    ("code", "title"),
    [("SKPD", "Anda mungkin tidak perlu surat ini"), ("SKU", "sebagian kantor memintanya"), ("SKTM", "Masih perlukah")],
)
def test_a_kind_says_whether_it_is_still_needed(client, db, code, title):
    factories.kind(code)
    assert title in client.get(reverse("letters:kind", args=[code.lower()])).content.decode()


def test_a_register_kind_with_lists_is_submitted(me, office, applicant):
    from django.utils import timezone

    from sodamolek.letters.services.examples import example_answers

    row = LetterRequestFactory(
        kind=factories.kind("SKAW"),
        office=office,
        owner=applicant,
        answers=example_answers("SKAW", timezone.localdate()),
    )
    factories.with_documents(
        row, "pengantar_rt", "naskah", "akta_kematian", "identitas_ahli_waris", "hubungan_keluarga"
    )
    sent = services.submit_request(row, by=applicant, token=row.submit_token).letter_request
    content = services.letter_content(sent)
    assert [len(part.table) for part in content.sections] == [3, 2]
    assert content.subject_name == "Daud Contoh Nomleni"
    page = me.get(reverse("letters:request", args=[sent.pk])).content.decode()
    assert "5371066001549605" not in page
    assert "5371••••••••9605" in page
