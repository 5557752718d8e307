"""The access matrix: every address, by everybody (a stranger and each role), reading and writing."""

import itertools
import time

import pytest
from django.test import Client

from core.accounts.rules import Role
from tests.addresses import Address, addresses
from tests.factories.accounts import UserFactory, staff

ADDRESSES = addresses()
LOGIN = "/akun/masuk/"
REFUSED = "refused"
ASKED_TO_SIGN_IN = "asked to sign in"
LET_IN = "let in"
# Public pages that answer to any number, so that nobody learns which numbers exist.
TELLS_NOTHING = {"letters:track_reference": "asks for the PIN before it says anything"}
# Django's admin is one view with many addresses; these roles stand for the rest.
ADMIN_VISITORS = {Role.CITIZEN, Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR}
HOSTS = itertools.count(1)


def outcome(response) -> str:
    """What an answer means for who asked; an answer of 500 or more is nobody's right."""
    assert response.status_code < 500, response.status_code
    if response.status_code == 401:
        return ASKED_TO_SIGN_IN
    if response.status_code in (301, 302, 303, 307, 308):
        return ASKED_TO_SIGN_IN if response["Location"].startswith(LOGIN) else LET_IN
    return REFUSED if response.status_code == 403 else LET_IN


def expected(address: Address, role: Role | None) -> str:
    """What must come of it; `role` None is a stranger."""
    access = address.access
    assert access is not None, f"{address.name} {address.path} carries no mark (core.accounts.access)"
    if access.public:
        return LET_IN
    if role is None:
        return ASKED_TO_SIGN_IN
    return LET_IN if not access.roles or role in access.roles or Role.CITIZEN in access.roles else REFUSED


def send(client: Client, address: Address, method: str):
    """One request, each from a host of its own: the limiter counts across tests."""
    number = next(HOSTS)
    send_it = getattr(client, method.lower())
    return send_it(address.path, REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


def ask(client: Client, address: Address, method: str) -> str:
    found = outcome(send(client, address, method))
    # DRF answers a stranger with 403 where sessions are the first way to sign in.
    if address.is_api and found == REFUSED and "_auth_user_id" not in client.session:
        return ASKED_TO_SIGN_IN
    return found


def signed_in_as(role: Role) -> Client:
    """A session of somebody with this role alone, proved with a second factor."""
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory() if role == Role.CITIZEN else staff(role))
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def test_every_address_carries_a_mark():
    assert [f"{a.name} {a.path}" for a in ADDRESSES if a.access is None] == []


def test_an_address_without_a_mark_is_seen():
    with pytest.raises(AssertionError, match="carries no mark"):
        expected(Address("x", "/x/", None, has_parameter=False), None)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_gets_public_pages_only(db, method):
    client = Client(raise_request_exception=False)
    found = {a.path: ask(client, a, method) for a in ADDRESSES}
    assert {p: f for p, f in found.items() if f != expected(by_path()[p], None)} == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_its_pages_only(db, role, method):
    client = signed_in_as(role)
    # Leaving would make a stranger of whoever visits the addresses after it.
    ours = [a for a in visited_by(role) if not a.name.endswith("logout")]
    found = {a.path: ask(client, a, method) for a in ours}
    assert {p: f for p, f in found.items() if f != expected(by_path()[p], role)} == {}


@pytest.mark.parametrize("role", list(Role))
def test_an_id_that_nobody_has_is_not_found(db, role):
    client = signed_in_as(role)
    asked = [a for a in visited_by(role) if a.has_parameter and expected(a, role) == LET_IN]
    asked = [a for a in asked if not a.name.startswith("admin:") and a.name not in TELLS_NOTHING]
    found = {a.name: first_answer(client, a) for a in asked}
    assert {name: code for name, code in found.items() if code != 404} == {}


def first_answer(client: Client, address: Address) -> int:
    """The answer to the first method that this address takes."""
    codes = (send(client, address, method).status_code for method in ("GET", "POST", "PUT", "PATCH", "DELETE"))
    return next((code for code in codes if code != 405), 405)


def visited_by(role: Role) -> list[Address]:
    """Our addresses; an administrator's bench leaves out what some tables refuse even there (adding, deleting)."""
    if role == Role.ADMINISTRATOR:
        return [a for a in ADDRESSES if not a.name.startswith("admin:") or a.name.endswith((":index", "_changelist"))]
    return [a for a in ADDRESSES if role in ADMIN_VISITORS or not a.name.startswith("admin:")]


def by_path() -> dict[str, Address]:
    return {a.path: a for a in ADDRESSES}
