"""Who signs stands on the letter: one block or two, for electronic signatures or for ink."""

import pytest

from core.accounts.models import Assignment
from core.accounts.rules import Capacity, Role
from core.documents.typesetting import LetterContent, compile_letter, preview_letter
from core.regions.models import Office
from tests.core.documents.test_typesetting import CAMAT, CODE, LURAH, URL, letter, text_of
from tests.factories.accounts import UserFactory


def holder(office: Office, role: Role, name: str, **fields: object) -> Assignment:
    user = UserFactory.build(name=name, nip=f"19700101{len(name):010d}")
    return Assignment(user=user, office=office, role=role, **fields)


def two_blocks(**fields: object) -> LetterContent:
    """A letter of a lurah that a camat signs too."""
    lurah = holder(LURAH, Role.LURAH, "Lurah Contoh")
    return letter().signed_by(lurah).countersigned_by(holder(CAMAT, Role.CAMAT, "Camat Contoh", **fields))


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "Camat Kota Lama,"),
        ({"capacity": Capacity.PLT}, "Plt. Camat Kota Lama,"),
        ({"capacity": Capacity.PLH}, "Plh. Camat Kota Lama,"),
        ({"capacity": Capacity.AN, "title": "Sekretaris Camat"}, "a.n. Camat Kota Lama, Sekretaris Camat,"),
    ],
)
def test_the_camat_stands_beside_the_lurah(fields: dict[str, object], title: str) -> None:
    text = text_of(compile_letter(two_blocks(**fields), "1", URL, code=CODE))
    assert "Mengetahui," in text
    assert title in text
    for said in ("Camat Contoh NIP. 19700101", "Lurah Fatubesi,", "Lurah Contoh NIP. 19700101"):
        assert said in text
    assert text.count("Ditandatangani secara elektronik ") == 3  # two blocks and the foot


def test_without_a_countersigner_nobody_takes_note() -> None:
    text = text_of(compile_letter(letter(), "1", URL, code=CODE))
    assert "Mengetahui" not in text
    assert text.count("Ditandatangani secara elektronik ") == 2


@pytest.mark.parametrize("countersigned", [True, False])
def test_a_letter_for_ink_says_so_and_leaves_room(countersigned: bool) -> None:
    content = two_blocks() if countersigned else letter()
    text = text_of(compile_letter(content.on_paper(), "1", URL, code=CODE))
    assert text.count("tanda tangan dan cap ") == 1 + countersigned
    assert "Surat ini ditandatangani dengan tinta dan dicap." in text
    assert "hanya bila ditandatangani dan dicap basah" in text
    assert "5JX2K-0M8QW-7T3D9-VRA6H-BNEPC4" in text
    assert "elektronik" not in text


def test_a_preview_of_two_blocks_shows_both_and_no_code() -> None:
    text = text_of(preview_letter(two_blocks()))
    assert text.count("ruang tanda tangan elektronik") == 2
    assert "Camat Contoh" in text
    assert "periksa" not in text.lower()
