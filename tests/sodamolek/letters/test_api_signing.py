"""Words, paraf, two signatures and ink over JSON: the same services, the same refusals."""

import pytest

from core.accounts.rules import Role
from core.documents.models import SignatureMode
from core.documents.services.signers import set_mode
from sodamolek.letters import services
from sodamolek.letters.services.offices import ask_endorsement
from sodamolek.letters.workflow import Status
from tests.factories.accounts import staff
from tests.factories.documents import PASSPHRASE, camat_above
from tests.factories.letters import LetterRequestFactory, kind_of_two, photo
from tests.sodamolek.letters.test_api import Program, url


def test_words_paraf_and_both_signatures(submitted, operator, office, signing_lurah):
    type(submitted).objects.filter(pk=submitted.pk).update(kind=kind_of_two())
    camat = Program(camat_above(signing_lurah).user)
    desk, kasi = Program(operator), Program(staff(Role.KASI, office))
    ask_endorsement(office, True, by=staff(Role.ADMINISTRATOR))
    assert desk.post(url("wording", submitted), text="Nama tersebut benar warga kami.").status_code == 200
    assert desk.post(url("wording", submitted), text=" ").status_code == 400
    desk.post(url("accept", submitted))
    lurah = Program(signing_lurah.user, scopes=["letters:read", "letters:write"])
    assert lurah.post(url("sign", submitted), passphrase=PASSPHRASE).status_code == 400
    assert kasi.post(url("endorse", submitted)).json()["status"] == Status.ENDORSED
    assert camat.post(url("countersign", submitted), passphrase=PASSPHRASE).status_code == 404
    assert lurah.post(url("sign", submitted), passphrase=PASSPHRASE).json()["status"] == Status.AWAITING_CAMAT
    assert camat.get(url("letter", submitted)).status_code == 404
    assert camat.get(url("request", submitted)).json()["moves"] == ["countersign", "decline"]
    assert camat.post(url("countersign", submitted), passphrase="bukan").status_code == 400
    assert camat.post(url("countersign", submitted), passphrase=PASSPHRASE).json()["status"] == Status.SIGNED
    assert camat.get(url("letter", submitted)).content.startswith(b"%PDF-")


def test_a_camat_declines_and_a_lurah_gives_up(office, applicant, signing_lurah):
    camat = Program(camat_above(signing_lurah).user)
    rows = [LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted") for _ in "12"]
    for row in rows:
        services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert camat.post(url("decline", rows[0]), reason="").status_code == 400
    assert camat.post(url("decline", rows[0]), reason="RT keliru.").status_code == 204
    assert camat.get(url("request", rows[0])).status_code == 404
    lurah = Program(signing_lurah.user)
    assert lurah.post(url("give_up", rows[1]), reason="Keliru.").json()["status"] == Status.SUBMITTED


def test_ink(accepted, operator, lurah):
    set_mode(lurah, SignatureMode.WET, by=lurah)
    desk = Program(operator)
    assert desk.post(url("print", accepted)).json()["status"] == Status.PRINTED
    assert desk.upload(url("scan", accepted)).status_code == 400
    assert desk.upload(url("scan", accepted), file=photo()).json()["status"] == Status.SIGNED
    assert desk.get(url("letter", accepted))["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("name", ["wording", "endorse", "countersign", "decline", "print", "scan", "give_up"])
def test_a_citizen_may_make_none_of_these_moves(name, accepted, applicant):
    assert Program(applicant).post(url(name, accepted)).status_code == 403
