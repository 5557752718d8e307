"""The journey over JSON, by session and by token, and what the API refuses."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.accounts.rules import Role
from core.accounts.services import issue_token
from core.audit.models import Entry
from core.documents.models import Document
from core.notifications.models import Message
from sodamolek.letters import services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import ANSWERS, LetterRequestFactory, kind, photo

REQUESTS = reverse("letters_api:requests")
JSON = "application/json"


def url(name: str, row: object, *more: object) -> str:
    return reverse(f"letters_api:{name}", args=[getattr(row, "pk", row), *more])


class Program:
    """Somebody's program: a client that speaks JSON, by session or by token."""

    def __init__(self, user, *, scopes: list[str] | None = None) -> None:
        self.client, self.headers = Client(), {}
        if scopes is None:
            self.client.force_login(user)
        else:
            if not user.has_role(Role.INTEGRATOR):
                AssignmentFactory(user=user, role=Role.INTEGRATOR)
                del user.assignments_today
            _token, secret = issue_token(owner=user, name="uji", scopes=scopes, by=user)
            self.headers = {"authorization": f"Token {secret}"}

    def get(self, path: str):
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, **body: object):
        return self.client.post(path, json.dumps(body), content_type=JSON, headers=self.headers)

    def put(self, path: str, **body: object):
        return self.client.put(path, json.dumps(body), content_type=JSON, headers=self.headers)

    def upload(self, path: str, **fields: object):
        return self.client.post(path, fields, headers=self.headers)

    def delete(self, path: str):
        return self.client.delete(path, headers=self.headers)


@pytest.mark.parametrize("scopes", [None, ["letters:read", "letters:write"]])
def test_the_whole_journey(sktm, applicant, operator, signing_lurah, scopes):
    citizen = Program(applicant, scopes=scopes)
    started = citizen.post(REQUESTS, kind="SKTM")
    assert (started.status_code, started.json()["status"]) == (201, "draft")
    body = started.json()
    row = LetterRequest.objects.get(pk=body["id"])
    bodies = [started]
    bodies.append(citizen.put(url("answers", row), answers=ANSWERS["SKTM"]))
    for requirement in ("pengantar_rt", "pernyataan"):
        uploaded = citizen.upload(url("documents", row), requirement=requirement, file=photo())
        assert uploaded.status_code == 201
        bodies.append(uploaded)
    page = uploaded.json()["documents"][0]["id"]
    assert citizen.get(url("document", row, page)).content[:3] == b"\xff\xd8\xff"

    sent = [citizen.post(url("submit", row), submit_token=body["submit_token"]) for _ in range(2)]
    assert [(s.status_code, s.json()["repeated"]) for s in sent] == [(200, False), (200, True)]
    assert {(s.json()["reference"], s.json()["pin"]) for s in sent} == {(row.reference, services.pin_of(row))}
    assert Message.objects.filter(user=applicant).count() == 1

    desk = Program(operator, scopes=scopes)
    seen = desk.get(url("request", row))
    assert (seen.json()["moves"], seen.json()["submit_token"]) == (["accept", "return", "reject"], None)
    bodies += [seen, desk.post(url("return", row), reasons={"pernyataan": "Meterai hilang."}, note="Hampir.")]
    back = citizen.get(url("request", row))
    assert back.json()["returned_reasons"] == {"pernyataan": "Meterai hilang."}
    assert [d["state"] for d in back.json()["documents"]] == ["ok", "returned"]
    assert citizen.delete(url("document", row, back.json()["documents"][1]["id"])).status_code == 204
    citizen.upload(url("documents", row), requirement="pernyataan", file=photo())
    assert citizen.post(url("resubmit", row)).json()["status"] == "submitted"

    bodies.append(desk.post(url("accept", row)))
    lurah = Program(signing_lurah.user, scopes=scopes)
    assert lurah.get(url("preview", row)).content[:5] == b"%PDF-"
    bodies.append(lurah.post(url("reopen", row), reason="Periksa lagi."))
    bodies.append(desk.post(url("accept", row)))
    signed = lurah.post(url("sign", row), passphrase=PASSPHRASE)
    assert (signed.status_code, signed.json()["status"]) == (200, "signed")
    document = Document.objects.get()
    assert signed.json()["letter"]["number"] == document.number_text
    pdf = citizen.get(url("letter", row))
    assert (pdf.content[:5], pdf["Cache-Control"]) == (b"%PDF-", "no-store, private")

    bodies += [signed, desk.post(url("collect", row)), lurah.post(url("revoke", row), reason="Data keliru.")]
    bodies += [citizen.get(url("request", row)), citizen.get(REQUESTS), desk.get(REQUESTS)]
    assert {b.status_code for b in bodies} == {200, 201}
    assert bodies[-3].json()["status"] == "revoked"
    for answer in bodies:
        text = answer.content.decode()
        assert row.resident.nik not in text
        assert row.resident.kk not in text
        assert PASSPHRASE not in text
    kept = Entry.objects.filter(subject_id=row.pk, action__in=["submit", "sign", "revoke"])
    assert list(kept.order_by("id").values_list("action", flat=True)) == ["submit", "sign", "revoke"]


def test_other_peoples_numbers_leave_masked_to_who_does_not_type_them(applicant, office, operator):
    heirs = [{"nama": "Contoh Satu", "nik": "5371014505850001", "hubungan": "anak"}]
    answers = {"ahli_waris": json.dumps(heirs)}
    row = LetterRequestFactory(kind=kind("SKAW"), office=office, owner=applicant, status="submitted", answers=answers)
    seen = Program(operator).get(url("request", row)).json()["answers"]
    assert (json.loads(seen["ahli_waris"])[0]["nik"], seen.keys()) == ("5371••••••••0001", answers.keys())
    assert Program(applicant).get(url("request", row)).json()["answers"] == answers


def test_nobody_is_offered_a_decision_on_the_own_request(office, operator, sktm):
    own = LetterRequestFactory(kind=sktm, office=office, owner=operator, status="submitted")
    assert "accept" not in Program(operator).get(url("request", own)).json()["moves"]


def test_the_catalogue_is_open_to_all(client, sktm):
    kinds = {kind["code"]: kind for kind in client.get(reverse("letters_api:kinds")).json()}
    assert len(kinds) == 24
    heirs = next(f for f in kinds["SKAW"]["fields_asked"] if f["key"] == "ahli_waris")
    assert (heirs["type"], [c["key"] for c in heirs["columns"]]) == (
        "rows",
        ["nama", "nik", "tanggal_lahir", "hubungan"],
    )
    assert kinds["SKTM"]["requirements"][0].keys() == {"key", "label", "compulsory", "pages", "from_register"}


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_needs_the_same_queries(applicant, sktm, office, rows, django_assert_num_queries):
    LetterRequestFactory.create_batch(rows, kind=sktm, office=office, owner=applicant, status="submitted")
    program = Program(applicant)
    program.get(REQUESTS)
    with django_assert_num_queries(3):
        response = program.get(REQUESTS)
    assert len(response.json()["results"]) == rows


def test_an_error_names_its_field_and_the_way_out(draft, applicant):
    draft.documents.filter(requirement="pernyataan").delete()
    services.save_answers(draft, {"penghasilan": "banyak", "keperluan": ""}, by=applicant)
    response = Program(applicant).post(url("submit", draft), submit_token=str(draft.submit_token))
    assert response.status_code == 400
    assert response.json().keys() == {"penghasilan", "keperluan", "pernyataan"}
    assert response.json()["keperluan"] == ["Isian ini wajib diisi."]
    assert response.json()["pernyataan"] == ["Dokumen ini belum diunggah."]


def test_each_refusal_is_a_400_at_its_field(submitted, operator, signing_lurah, applicant, office, sktm):
    citizen, desk, lurah = Program(applicant), Program(operator), Program(signing_lurah.user)
    accepted = LetterRequestFactory(kind=sktm, office=office, status="accepted")
    draft = LetterRequestFactory(kind=sktm, office=office, owner=applicant)
    cases = {
        "token": (citizen.post(url("submit", draft), submit_token="x"), ["submit_token"]),
        "old token": (citizen.post(url("submit", draft), submit_token=str(submitted.pk)), ["non_field_errors"]),
        "nothing": (desk.post(url("return", submitted)), ["note"]),
        "part": (desk.post(url("return", submitted), reasons={"paspor": "Mana?"}), ["paspor"]),
        "long": (desk.post(url("return", submitted), note="x" * 1001), ["note"]),
        "reason": (desk.post(url("reject", submitted), reason=" "), ["reason"]),
        "early": (desk.post(url("collect", submitted)), ["non_field_errors"]),
        "passphrase": (lurah.post(url("sign", accepted), passphrase="bukan-frasa-saya"), ["passphrase"]),
        "unaccepted": (lurah.post(url("sign", submitted), passphrase=PASSPHRASE), ["non_field_errors"]),
        "requirement": (citizen.upload(url("documents", draft), requirement="paspor", file=photo()), ["paspor"]),
        "file": (
            citizen.upload(url("documents", draft), requirement="pernyataan", file=SimpleUploadedFile("a.jpg", b"MZ")),
            ["pernyataan"],
        ),
        "no file": (citizen.upload(url("documents", draft), requirement="pernyataan"), ["file"]),
        "answers": (citizen.put(url("answers", draft), answers=["a"]), ["answers"]),
        "sent": (citizen.put(url("answers", submitted), answers={}), ["non_field_errors"]),
        "kind": (citizen.post(REQUESTS), ["kind"]),
    }
    assert {name: (r.status_code, list(r.json())) for name, (r, _k) in cases.items()} == {
        name: (400, keys) for name, (_r, keys) in cases.items()
    }
    submitted.refresh_from_db()
    accepted.refresh_from_db()
    assert (submitted.status, accepted.status, Document.objects.count()) == (Status.SUBMITTED, Status.ACCEPTED, 0)


JUNK = {
    "half a pair": b'{"answers": {"keperluan": "\\ud800"}}',
    "NUL": b'{"answers": {"keperluan": "a\\u0000b"}}',
    "raw NUL": b'{"answers": {"keperluan": "a\x00b"}}',
    "no JSON": b"{",
    "not UTF-8": b'{"answers": {"keperluan": "\xff"}}',
    "a list": b"[]",
    "a number": b"1",
    "not a number": b'{"answers": {"keperluan": NaN}}',
    "nested": b"[" * 100_000,
    "long number": b'{"answers": {"keperluan": ' + b"9" * 5000 + b"}}",
}


@pytest.mark.parametrize("body", JUNK.values(), ids=JUNK.keys())
def test_junk_in_a_body_is_a_400_and_changes_nothing(client, draft, applicant, body):
    client.force_login(applicant)
    before = dict(draft.answers)
    assert client.put(url("answers", draft), body, content_type=JSON).status_code == 400
    draft.refresh_from_db()
    assert draft.answers == before


def test_another_kind_of_body_is_not_read(client, draft, applicant):
    client.force_login(applicant)
    assert client.put(url("answers", draft), "<a/>", content_type="application/xml").status_code == 415


def test_an_emoji_is_no_junk(client, draft, applicant):
    client.force_login(applicant)
    body = b'{"answers": {"keperluan": "beasiswa \\ud83d\\ude00"}}'
    assert client.put(url("answers", draft), body, content_type=JSON).json()["answers"]["keperluan"] == "beasiswa 😀"


def test_a_token_does_what_its_scopes_say(submitted, applicant, operator):
    reader, verifier = Program(operator, scopes=["letters:read"]), Program(operator, scopes=["documents:verify"])
    assert reader.get(url("request", submitted)).status_code == 200
    assert reader.post(url("accept", submitted)).status_code == 403
    assert reader.post(REQUESTS, kind="SKTM").status_code == 403
    assert reader.delete(url("document", submitted, submitted.documents.first().pk)).status_code == 403
    for path in (REQUESTS, url("request", submitted), url("preview", submitted)):
        assert verifier.get(path).status_code == 403
    submitted.refresh_from_db()
    assert (submitted.status, submitted.documents.count()) == (Status.SUBMITTED, 2)


def test_who_may_hold_no_token_any_more_is_nobody(submitted, operator):
    program = Program(operator, scopes=["letters:read"])
    operator.assignments.filter(role=Role.INTEGRATOR).delete()
    assert program.get(url("request", submitted)).status_code == 401


@pytest.mark.parametrize("header", [{}, {"authorization": "Token kpg_salah"}, {"authorization": "Basic YTpi"}])
def test_without_a_session_or_a_good_token_it_is_401(client, submitted, header):
    document = submitted.documents.first()
    paths = [REQUESTS, url("request", submitted), url("letter", submitted), url("document", submitted, document.pk)]
    assert {client.get(path, headers=header).status_code for path in paths} == {401}
    assert client.post(url("accept", submitted), headers=header).status_code == 401


def test_the_wrong_role_is_403(submitted, applicant, operator, lurah, office):
    assert Program(applicant).post(url("accept", submitted)).status_code == 403
    assert Program(operator).post(url("sign", submitted), passphrase=PASSPHRASE).status_code == 403
    assert Program(lurah).post(url("accept", submitted)).status_code == 403
    assert Program(operator).post(url("cancel", submitted)).status_code == 403
    assert Program(operator).put(url("answers", submitted), answers={}).status_code == 403
    kasi = staff(Role.KASI, office)
    AssignmentFactory(user=kasi, role=Role.OPERATOR)
    assert Program(kasi).post(url("accept", submitted)).status_code == 403
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_nobody_decides_on_their_own_request(submitted, applicant, office):
    AssignmentFactory(user=applicant, role=Role.OPERATOR, office=office)
    response = Program(applicant).post(url("accept", submitted))
    assert response.json() == {
        "non_field_errors": ["Ini permohonan Anda sendiri. Mintalah petugas lain untuk memprosesnya."]
    }


def test_a_session_needs_the_form_token(submitted, operator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(operator)
    assert strict.post(url("accept", submitted)).status_code == 403


def test_a_stranger_has_an_empty_list(submitted, neighbour_operator):
    for person in (UserFactory(), neighbour_operator):
        assert Program(person).get(REQUESTS).json()["results"] == []


def test_a_document_is_found_only_under_its_own_request(submitted, applicant, office, sktm):
    other = LetterRequestFactory(kind=sktm, office=office, owner=applicant)
    page = submitted.documents.first().pk
    assert Program(applicant).get(url("document", other, page)).status_code == 404


def test_the_description_is_valid(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    text = file.read_text()
    for path in ("/api/v1/letters/requests/{id}/sign/", "/api/v1/documents/check/", "/api/v1/documents/{code}/"):
        assert f"  {path}:\n" in text
