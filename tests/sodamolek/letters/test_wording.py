"""An operator mends the words of a letter: recorded, printed, and shown to the citizen."""

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.audit.models import Entry
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest, WordingChange
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import LetterRequestFactory
from tests.factories.population import ResidentFactory

TEXT = "Nama tersebut benar warga kami.\n\nSurat ini untuk   beasiswa."
MENDED = ["Nama tersebut benar warga kami.", "Surat ini untuk beasiswa."]


def url(row: LetterRequest) -> str:
    return reverse("letters:mend_wording", args=[row.pk])


def text_of(data: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range().split())


def test_mended_words_stand_in_the_preview_and_in_the_letter(submitted, operator, signing_lurah):
    row = services.mend_wording(submitted, TEXT, by=operator)
    assert MENDED[0] in text_of(services.preview_pdf(row))
    row = services.accept_request(row, by=operator)
    row = services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    printed = text_of(services.read_letter(row, by=row.owner))
    for paragraph in MENDED:
        assert paragraph in printed
    assert "tergolong keluarga tidak mampu" not in printed


def test_old_and_new_are_kept_and_the_trail_holds_no_words(submitted, operator):
    before = list(services.letter_content(submitted).paragraphs)
    services.mend_wording(submitted, TEXT, by=operator)
    services.mend_wording(submitted, "Hanya ini.", by=operator)
    changes = [(change.before, change.after, change.by) for change in WordingChange.objects.all()]
    assert changes == [(before, MENDED, operator), (MENDED, ["Hanya ini."], operator)]
    entries = Entry.objects.filter(action="mend_wording", subject_id=submitted.pk)
    assert [entry.detail["change"] for entry in entries.order_by("id")] == [
        str(change.pk) for change in WordingChange.objects.all()
    ]
    assert "beasiswa" not in str([entry.detail for entry in entries])


def test_the_answers_stay_as_the_citizen_gave_them(submitted, operator):
    answers = dict(submitted.answers)
    row = services.mend_wording(submitted, TEXT, by=operator)
    row.refresh_from_db()
    assert row.answers == answers


@pytest.mark.parametrize(
    ("text", "words"),
    [("  ", "tidak boleh kosong"), ("x" * 4001, "Paling banyak"), ("a\n\n" * 13, "Paling banyak")],
)
def test_nonsense_is_refused_at_its_field(submitted, operator, text, words):
    with pytest.raises(ValidationError, match=words) as refused:
        services.mend_wording(submitted, text, by=operator)
    assert list(refused.value.message_dict) == ["text"]


def test_what_is_unchanged_is_no_change(submitted, operator):
    with pytest.raises(ValidationError, match="Belum ada kata"):
        services.mend_wording(submitted, services.wording_of(submitted), by=operator)
    assert WordingChange.objects.count() == 0


def test_only_the_desk_and_only_before_acceptance(
    submitted, accepted, operator, lurah, neighbour_operator, applicant, sktm, office
):
    for by in (lurah, neighbour_operator):
        with pytest.raises(NotYourMove):
            services.mend_wording(submitted, TEXT, by=by)
    with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
        services.mend_wording(submitted, TEXT, by=applicant)
    with pytest.raises(IllegalMove):
        services.mend_wording(accepted, TEXT, by=operator)
    ResidentFactory(user=operator, domicile=office.region)
    own = LetterRequestFactory(kind=sktm, office=office, owner=operator, status="submitted")
    with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
        services.mend_wording(own, TEXT, by=operator)


def test_a_correction_by_the_citizen_brings_the_kinds_words_back(submitted, operator, applicant):
    services.mend_wording(submitted, TEXT, by=operator)
    row = services.return_request(submitted, by=operator, reasons={}, note="Perbaiki keperluan.")
    row = services.resubmit_request(row, by=applicant)
    assert row.wording is None
    assert "tergolong keluarga tidak mampu" in services.wording_of(row)


def test_the_pages_of_operator_and_citizen(client, submitted, operator, applicant, stranger, lurah):
    client.force_login(operator)
    page = client.get(reverse("letters:check", args=[submitted.pk])).content.decode()
    assert "Perbaiki kata-kata surat" in page
    assert "tergolong keluarga tidak mampu" in page
    refused = client.post(url(submitted), {"kata-text": " "})
    assert (refused.status_code, list(refused.context["wording_form"].errors)) == (422, ["text"])
    assert client.post(url(submitted), {"kata-text": TEXT}).url == reverse("letters:check", args=[submitted.pk])
    client.force_login(applicant)
    page = client.get(reverse("letters:request", args=[submitted.pk])).content.decode()
    for said in ("Kata-kata surat diperbaiki petugas", *MENDED, "tergolong keluarga tidak mampu"):
        assert said in page
    assert client.post(url(submitted), {"kata-text": "x"}).status_code == 403
    client.force_login(lurah)
    assert client.post(url(submitted), {"kata-text": "x"}).status_code == 403
