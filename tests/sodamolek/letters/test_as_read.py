"""Nobody decides on what they did not read, and nobody reads about a person whom the register does not show them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.accounts.rules import Role
from sodamolek.letters import services
from sodamolek.letters.services.common import Changed
from sodamolek.letters.services.offices import ask_endorsement
from sodamolek.letters.services.pictures import read_preview
from sodamolek.letters.workflow import Status
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE, camat_above
from tests.factories.letters import LetterRequestFactory, kind_of_two
from tests.factories.population import ResidentFactory

OTHER = "Kalimat yang tidak pernah dibaca lurah."
OLD_PAGE = "berubah sejak Anda membacanya"


def mended(row, operator):
    """Handed back, with other words, and accepted again, while somebody has the old page open."""
    row = services.reopen_request(row, by=operator, note="Perbaiki.")
    row = services.mend_wording(row, OTHER, by=operator)
    return services.accept_request(row, by=operator)


def test_an_old_page_signs_nothing(client, accepted, operator, signing_lurah):
    client.force_login(signing_lurah.user)
    address = reverse("letters:sign", args=[accepted.pk])
    assert f'name="stamp" value="{accepted.stamp}"' in client.get(address).content.decode()
    row = mended(accepted, operator)
    given = {"passphrase": PASSPHRASE, "stamp": accepted.stamp}
    answer = client.post(address, given, follow=True)
    assert OLD_PAGE in answer.content.decode()
    ticked = {"permohonan": [accepted.choice], "passphrase": PASSPHRASE}
    answer = client.post(reverse("letters:sign_selected"), ticked, follow=True)
    assert OLD_PAGE in answer.content.decode()
    row.refresh_from_db()
    assert row.status == Status.ACCEPTED
    # A wrong passphrase doesn't make an old page a new one.
    wrong = client.post(address, {"passphrase": "bukan frasa saya", "stamp": row.stamp})
    assert f'name="stamp" value="{row.stamp}"' in wrong.content.decode()
    assert client.post(address, {"passphrase": PASSPHRASE, "stamp": row.stamp}).status_code == 302
    row.refresh_from_db()
    assert row.status == Status.SIGNED


def test_an_old_page_accepts_nothing(client, submitted, operator, applicant):
    client.force_login(operator)
    before = client.get(reverse("letters:check", args=[submitted.pk])).content.decode()
    assert f'name="stamp" value="{submitted.stamp}"' in before
    row = services.return_request(submitted, by=operator, reasons={}, note="Periksa penghasilan.")
    services.save_answers(row, {"penghasilan": "900000"}, by=applicant)
    services.resubmit_request(row, by=applicant)
    accept = reverse("letters:accept", args=[row.pk])
    assert OLD_PAGE in client.post(accept, {"stamp": submitted.stamp}, follow=True).content.decode()
    many = client.post(reverse("letters:accept_selected"), {"permohonan": [submitted.choice]}, follow=True)
    assert OLD_PAGE in many.content.decode()
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED
    assert row.choice in client.get(reverse("letters:desk")).content.decode()
    client.post(accept, {"stamp": row.stamp})
    row.refresh_from_db()
    assert row.status == Status.ACCEPTED


def test_an_old_page_gives_no_paraf(client, submitted, operator, office):
    ask_endorsement(office, True, by=staff(Role.ADMINISTRATOR))
    kasi = staff(Role.KASI, office)
    row = services.accept_request(submitted, by=operator)
    client.force_login(kasi)
    assert row.stamp in client.get(reverse("letters:check", args=[row.pk])).content.decode()
    old, row = row.stamp, mended(row, operator)
    answer = client.post(reverse("letters:endorse", args=[row.pk]), {"stamp": old}, follow=True)
    assert OLD_PAGE in answer.content.decode()
    with pytest.raises(Changed):
        services.endorse_request(row, by=kasi, stamp=old)
    assert services.endorse_request(row, by=kasi, stamp=row.stamp).status == Status.ENDORSED


def test_a_camat_signs_the_letter_that_was_read(client, office, applicant, operator, signing_lurah):
    camat = camat_above(signing_lurah).user
    row = LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted")
    row = services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    client.force_login(camat)
    address = reverse("letters:countersign", args=[row.pk])
    assert row.stamp in client.get(address).content.decode()
    again = services.give_up(row, by=operator, reason="Salah ketik.")
    again = services.accept_request(again, by=operator)
    again = services.sign_request(again, by=signing_lurah.user, passphrase=PASSPHRASE)
    answer = client.post(address, {"passphrase": PASSPHRASE, "stamp": row.stamp}, follow=True)
    assert OLD_PAGE in answer.content.decode()
    assert services.countersign_request(again, by=camat, passphrase=PASSPHRASE, stamp=again.stamp).document_id


@pytest.mark.parametrize("reason", ["Pemohon NIK 5371061203849001 keliru.", "NIK 5371 0612 0384 9001 keliru."])
def test_strangers_read_no_number_in_a_reason(accepted, signing_lurah, reason):
    row = services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE)
    with pytest.raises(ValidationError, match="Jangan tulis NIK"):
        services.revoke_request(row, by=signing_lurah.user, reason=reason)


def test_a_role_at_the_office_shows_nobody_the_person_they_ask_for(client, sktm, office, operator):
    somebody = ResidentFactory(user=None, domicile=office.region, name="ORANG LAIN", birth_place="SOE")
    row = LetterRequestFactory(
        kind=sktm, office=office, owner=operator, resident=somebody, relation="other", status="submitted"
    )
    client.force_login(operator)
    assert row.hides_person
    assert "SOE" not in client.get(reverse("letters:check", args=[row.pk])).content.decode()
    for name in ("letters:preview", "letters:preview_image", "letters_api:preview"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        read_preview(row, by=operator)


def test_a_role_elsewhere_opens_no_preview_of_the_own_request(client, sktm, office, neighbour_operator):
    row = LetterRequestFactory(kind=sktm, office=office, owner=neighbour_operator, status="submitted")
    client.force_login(neighbour_operator)
    assert client.get(reverse("letters_api:preview", args=[row.pk])).status_code == 404
