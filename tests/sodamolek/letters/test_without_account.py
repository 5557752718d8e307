"""A request of somebody without an account: who reads its notes, what the lists call it, and its revoked letter."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services as documents
from core.regions.models import Office
from sodamolek.letters import services
from sodamolek.letters.models import LetterKind, LetterRequest, RequestNote
from sodamolek.letters.services.counter import adopt_requests
from sodamolek.letters.workflow import Status
from tests.factories.accounts import UserFactory, staff
from tests.factories.documents import PASSPHRASE, kecamatan_above
from tests.factories.letters import LetterRequestFactory, kind_of_two
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

pytestmark = pytest.mark.django_db
NAME = "MARIA TANPA AKUN"


def filed(office: Office, operator: User, kind: LetterKind, status: Status, **fields: Any) -> LetterRequest:
    """Typed at the counter for somebody without an account."""
    visitor = ResidentFactory(user=None, domicile=office.region, name=NAME)
    row: LetterRequest = LetterRequestFactory(
        kind=kind, office=office, owner=None, resident=visitor, filed_by=operator, status=status, **fields
    )
    return row


def readers_of(note: RequestNote, *people: User) -> list[bool]:
    return [RequestNote.objects.visible_to(one).filter(pk=note.pk).exists() for one in people]


def test_a_note_is_read_by_the_office_alone_also_when_nobody_owns_the_request(office, operator, sktm, lurah):
    row = filed(office, operator, sktm, Status.SUBMITTED)
    note = services.add_note(row, text="Berkas asli sudah dilihat.", by=operator)
    colleague, elsewhere, stranger = staff(Role.KASI, office), staff(Role.OPERATOR, OfficeFactory()), UserFactory()
    assert readers_of(note, operator, lurah, colleague, elsewhere, stranger) == [True, True, True, False, False]
    # The person gets an account and the request: the notes stay the office's.
    adopt_requests(row.resident, stranger)
    assert readers_of(note, operator, stranger) == [True, False]
    # Somebody of the office turns out to be the person of the letter.
    row.resident.user = colleague
    row.resident.save()
    assert readers_of(note, operator, colleague) == [True, False]


@pytest.mark.parametrize(
    ("queue", "role", "status", "fields"),
    [
        ("endorse_queue", Role.KASI, Status.ACCEPTED, {"needs_endorsement": True}),
        ("sign_queue", Role.LURAH, Status.ACCEPTED, {}),
        ("scan_queue", Role.OPERATOR, Status.PRINTED, {}),
        ("countersign_queue", Role.CAMAT, Status.AWAITING_CAMAT, {}),
    ],
)
def test_each_list_names_and_links_them_with_the_same_queries(client, office, operator, queue, role, status, fields):
    client.force_login(staff(role, kecamatan_above(office) if role == Role.CAMAT else office))
    url = reverse(f"letters:{queue}")
    client.get(url)
    counted = []
    for names in (1, 4):
        while LetterRequest.objects.count() < names:
            filed(office, operator, kind_of_two(), status, **fields)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        assert page.count(NAME) == names
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_camats_page_has_their_name(client, office, operator):
    row = filed(office, operator, kind_of_two(), Status.AWAITING_CAMAT)
    client.force_login(staff(Role.CAMAT, kecamatan_above(office)))
    assert NAME in client.get(reverse("letters:countersign", args=[row.pk])).content.decode()


def test_a_revoked_letter_says_so_and_why_to_whoever_checks_it(client, office, operator, sktm, signing_lurah):
    row = filed(office, operator, sktm, Status.ACCEPTED)
    row = services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    services.revoke_request(row, by=signing_lurah.user, reason="Alamat usaha keliru.")
    page = client.get(reverse("documents:verify_code", args=[row.document.code])).content.decode()
    for shown in ("Surat ini sudah dicabut", "tidak berlaku lagi", "Alamat usaha keliru.", row.document.number_text):
        assert escape(shown) in page
    for hidden in (NAME, "masih berlaku", "Unduh"):
        assert hidden not in page
    assert documents.look_up(row.document.code).state == "revoked"
