"""Everybody who has nothing to do with a request, at every address that takes its id or a document's."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import get_converters

from core.accounts.access import access_of
from core.accounts.rules import Role
from core.audit.models import Entry
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest, RequestDocument
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import photo
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

SPACES = ("letters", "letters_api")
LOGIN = reverse("account_login")
UUID = type(get_converters()["uuid"])
# What the parameters of an address stand for, by the beginning of its path; the longest that fits counts.
MEANS = {
    "/surat/permohonan/": {"pk": "request", "key": "declaration"},
    "/surat/dokumen/": {"pk": "document", "number": "page"},
    "/meja/": {"pk": "request"},
    "/meja/dokumen/": {"pk": "document", "number": "page"},
    "/loket/orang/": {"pk": "person", "code": "kind"},
    "/loket/permohonan/": {"pk": "request"},
    "/api/v1/letters/requests/": {"pk": "request", "document": "document"},
}


def patterns() -> Iterator[tuple[str, Any]]:
    """Our addresses that take an id, with their full names."""
    for part in get_resolver().url_patterns:
        space = getattr(part, "namespace", None)
        for pattern in part.url_patterns if space in SPACES else ():
            if any(isinstance(c, UUID) for c in pattern.pattern.converters.values()):
                yield f"{space}:{pattern.name}", pattern


PATTERNS = dict(patterns())


def path_of(name: str, request: uuid.UUID, document: uuid.UUID) -> str:
    person = LetterRequest.objects.filter(pk=request).values_list("resident", flat=True).first() or uuid.uuid4()
    values = {"request": request, "document": document, "page": 1, "person": person}
    values |= {"kind": "sktm", "declaration": "pernyataan"}
    parameters = PATTERNS[name].pattern.converters
    anything = reverse(name, kwargs={p: uuid.uuid4() if isinstance(c, UUID) else 1 for p, c in parameters.items()})
    fitting = [start for start in MEANS if anything.startswith(start)]
    assert fitting, f"{name}: say in MEANS what its parameters stand for"
    means = MEANS[max(fitting, key=len)]
    return reverse(name, kwargs={parameter: values[means[parameter]] for parameter in parameters})


@pytest.fixture(params=["submitted", "signed"])
def row(request, draft, applicant, operator, signing_lurah) -> LetterRequest:
    """With a real scan, and at the end a real letter."""
    services.attach_document(draft, "pernyataan", photo(), by=applicant)
    sent = services.submit_request(draft, by=applicant, token=draft.submit_token).letter_request
    if request.param == "submitted":
        return sent
    services.accept_request(sent, by=operator)
    return services.sign_request(sent, by=signing_lurah.user, passphrase=PASSPHRASE)


def scan_of(row: LetterRequest) -> RequestDocument:
    return row.documents.order_by("-id")[0]


def outsiders(row: LetterRequest) -> dict[str, object]:
    elsewhere = OfficeFactory()
    return {
        "citizen of the same kelurahan": ResidentFactory(domicile=row.office.region).user,
        "citizen of another": ResidentFactory().user,
        "operator of another kelurahan": staff(Role.OPERATOR, elsewhere),
        "lurah of another kelurahan": staff(Role.LURAH, elsewhere),
        "camat": staff(Role.CAMAT, OfficeFactory(kecamatan=True)),
        "auditor": staff(Role.AUDITOR, row.office),
        "administrator": staff(Role.ADMINISTRATOR, row.office),
    }


def send(client: Client, method: str, path: str) -> int:
    if path.startswith("/api/") and method == "POST":
        return client.post(path, "{}", content_type="application/json").status_code
    return getattr(client, method.lower())(path).status_code


def test_every_address_with_an_id_is_walked(db):
    assert {"letters:request", "letters:check", "letters:document", "letters_api:document"} <= PATTERNS.keys()
    for name in PATTERNS:
        path_of(name, uuid.uuid4(), uuid.uuid4())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_for_outsiders_a_request_is_not_there(row, method):
    trail, status = Entry.objects.count(), row.status
    for who, person in outsiders(row).items():
        client = Client()
        client.force_login(person)
        for name, pattern in PATTERNS.items():
            roles = access_of(pattern.callback).roles
            real = send(client, method, path_of(name, row.pk, scan_of(row).pk))
            nobodys = send(client, method, path_of(name, uuid.uuid4(), uuid.uuid4()))
            # Whoever lacks the role is turned away before anything is looked up: the answer tells nothing either.
            expected = {404, 405} if not roles or person.has_role(*roles) else {403}
            assert real in expected, (who, name, real)
            assert real == nobodys, (who, name, real, nobodys)
    row.refresh_from_db()
    assert (row.status, row.documents.count(), Entry.objects.count()) == (status, 3, trail)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_has_to_sign_in(client, row, method):
    for name in PATTERNS:
        path = path_of(name, row.pk, scan_of(row).pk)
        if path.startswith("/api/"):
            assert send(client, method, path) == 401, name
        else:
            response = getattr(client, method.lower())(path)
            assert (response.status_code, response.url.split("?")[0]) == (302, LOGIN), name


def test_for_those_concerned_it_is_there(row, applicant, operator, signing_lurah):
    """What the tests above look for exists: each page is found by somebody."""
    found = set()
    LetterRequest.objects.update(filed_by=operator)
    for person in (applicant, operator, signing_lurah.user):
        client = Client()
        client.force_login(person)
        for name in PATTERNS:
            if send(client, "GET", path_of(name, row.pk, scan_of(row).pk)) in (200, 302, 405):
                found.add(name)
    missing = {name.split(":")[1] for name in PATTERNS.keys() - found}
    # A camat's, a kasi's, and those of a letter signed with ink: walked by their own tests.
    others = {"countersign", "countersign_picture", "decline", "endorse", "printable"}
    after = {"preview", "preview_image", "counter_receipt", "counter_receipt_pdf"}
    assert missing - others == ({"letter"} if row.status == "submitted" else after)
