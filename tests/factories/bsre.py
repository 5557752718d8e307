"""BSrE's stand-in over HTTP, and officers whom it knows. Every passphrase is PASSPHRASE."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.documents.models import SignatureMode
from core.documents.services.signers import set_mode
from tests.factories.accounts import AssignmentFactory
from tests.factories.documents import PASSPHRASE, kecamatan_above
from tools.standin_bsre import StandIn, running


@pytest.fixture
def bsre(settings: Any, tmp_path: Path) -> Iterator[StandIn]:
    """The stand-in, and the portal set to sign through it; import it to use it."""
    with running() as server:
        settings.SIGNATURE_PROVIDER = "bsre"
        settings.BSRE_URL = server.url
        settings.BSRE_ROOTS = tmp_path / "root.pem"
        settings.BSRE_ROOTS.write_text(server.root)
        yield server


def known(server: StandIn, user: User, status: str = "ISSUE") -> User:
    """`user` with a NIK that the service knows."""
    nik = f"537106{user.pk.int % 10**10:010d}"
    set_mode(user, SignatureMode.ELECTRONIC, by=user, nik=nik)
    server.know(nik, user.name, PASSPHRASE, status)
    return user


def officer(server: StandIn, role: Role = Role.LURAH, **fields: Any) -> Assignment:
    """An assignment whose person may sign through the service."""
    assignment: Assignment = AssignmentFactory(role=role, **fields)
    known(server, assignment.user)
    return assignment


def camat_of(server: StandIn, lurah: Assignment) -> Assignment:
    """The camat above, known to the service."""
    return officer(server, Role.CAMAT, office=kecamatan_above(lurah.office))
