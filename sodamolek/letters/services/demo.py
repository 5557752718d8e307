"""Invented requests in every state, made through the same services as real ones; each says "contoh"."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from PIL import Image, ImageDraw

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents import services as documents
from core.documents.models import SignerCertificate
from core.files import services as files
from core.population import services as population
from core.population.models import Resident
from core.population.providers.base import Elements
from core.regions.models import Office
from core.signup import demo as demo_people
from core.signup.demo import PASSPHRASE
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.services import decisions, drafts, kinds, signing, submission
from sodamolek.letters.services.examples import example_answers

DATA = Path(__file__).resolve().parent.parent / "data" / "demo_requests.json"


def make_requests() -> None:
    """Make the demo's requests; once: a second run finds its people and changes nothing."""
    data = json.loads(DATA.read_text())
    kinds.load_kinds()
    people = {row["key"]: _applicant(row, number) for number, row in enumerate(data["applicants"], start=1)}
    if LetterRequest.objects.filter(owner__in=people.values()).exists():
        return
    for office in Office.objects.filter(code__in={row["office"] for row in data["applicants"]}):
        _make_certificate(_staff(office, Role.LURAH))
    citizen = demo_people.find(demo_people.CITIZEN_KEY)
    if citizen is not None:
        people[demo_people.CITIZEN_KEY] = citizen
    for row in data["requests"]:
        _make(people[row["applicant"]], row, example_answers(row["kind"], timezone.localdate()))


def _applicant(row: dict[str, Any], number: int) -> User:
    """A resident whom the register "matched", without a way to sign in of their own."""
    email = f"{row['key']}@contoh.test"
    found: User | None = User.objects.filter(email=email).first()
    if found:
        return found
    name = f"{row['name'].title()}"
    user: User = User.objects.create(name=name, email=email, is_demo=True, password=make_password(None))
    born = date.fromisoformat(row["birth_date"])
    office = Office.objects.select_related("region__parent").get(code=row["office"])
    region = office.region
    if region is None or region.parent is None:
        raise ValueError(f"{office} is no kelurahan")
    digits = region.code.replace(".", "")[:6]
    nik = f"{digits}{born.day + (40 if row['sex'] == 'P' else 0):02}{born:%m%y}{9500 + number}"
    kk = f"{digits}010115{9500 + number}"
    elements = Elements(
        nik=nik, kk=kk, name=row["name"], birth_place="KUPANG", birth_date=born, sex=row["sex"], religion="KRISTEN",
        marital_status="BELUM KAWIN", occupation=row["occupation"], nationality="WNI", address="JALAN CONTOH 5",
        rt=row["rt"], rw=row["rw"], region_code=region.code, kelurahan=region.name.upper(),
        kecamatan=region.parent.name.upper(), city="KOTA KUPANG", province="NUSA TENGGARA TIMUR",
    )  # fmt: skip
    match = population.MatchResult(Resident.MatchState.MATCHED, elements)
    population.register_resident(user, population.Identity(nik, kk, born), domicile=region, match=match)
    return user


def _staff(office: Office, role: Role) -> User:
    found: User = User.objects.get(is_demo=True, assignments__office=office, assignments__role=role)
    return found


def _make_certificate(user: User) -> None:
    if not SignerCertificate.objects.filter(user=user).usable().exists():
        documents.enroll_signer(user, PASSPHRASE, by=user)


def _make(owner: User, row: dict[str, Any], answers: dict[str, str]) -> None:
    kind = queries.kind_in_force(row["kind"])
    if kind is None:
        raise ValueError(row["kind"])
    draft = drafts.start_draft(kind, by=owner)
    drafts.save_answers(draft, {**queries.start_values(draft), **answers}, by=owner)
    draft.refresh_from_db()
    for requirement in queries.sheet_of(draft).requirements:
        if requirement.compulsory:
            page = files.store_generated(
                _paper(requirement.label, owner.name), content_type="image/jpeg", purpose=drafts.FILES_PURPOSE, by=owner
            )
            RequestDocument.objects.create(request=draft, requirement=requirement.key, file=page, position=1)
    sent = submission.submit_request(draft, by=owner, token=draft.submit_token).letter_request
    _carry_on(sent, row["until"])
    _move_back(sent, timedelta(days=row["days_ago"]))


def _carry_on(sent: LetterRequest, until: str) -> None:
    """Bring a submitted request as far as `until`, each step by who may make it."""
    if until == "submitted":
        return
    operator, lurah = _staff(sent.office, Role.OPERATOR), _staff(sent.office, Role.LURAH)
    match until:
        case "returned":
            reasons = {"pengantar_rt": "Cap RT tidak terbaca. Foto ulang di tempat terang."}
            decisions.return_request(sent, by=operator, reasons=reasons)
        case "rejected":
            decisions.reject_request(sent, by=operator, reason="Permohonan yang sama sudah terbit bulan ini (contoh).")
        case "cancelled":
            drafts.cancel_request(sent, by=sent.owner or operator)
        case "accepted" | "awaiting_camat" | "signed" | "collected" | "revoked":
            decisions.accept_request(sent, by=operator)
    if until in ("awaiting_camat", "signed", "collected", "revoked"):
        signed = signing.sign_request(sent, by=lurah, passphrase=PASSPHRASE)
        if until == "collected":
            decisions.mark_collected(signed, by=operator)
        if until == "revoked":
            decisions.revoke_request(signed, by=lurah, reason="Contoh surat yang dicabut.")


def _move_back(sent: LetterRequest, days: timedelta) -> None:
    """Let a request look as old as the demo wants; the trail keeps the moment when it was really made."""
    row = LetterRequest.objects.get(pk=sent.pk)
    if row.submitted_at is None or row.due_at is None:
        return
    row.submitted_at, row.due_at = row.submitted_at - days, row.due_at - days
    row.save(update_fields=["submitted_at", "due_at"])


def _paper(title: str, name: str) -> bytes:
    """A picture of a sheet of paper that says what it stands for."""
    picture = Image.new("RGB", (900, 1200), "#f4f1e8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, 840, 1140), outline="#8a8371", width=3)
    pen.text((110, 130), title.upper(), fill="#2a2a2a", font_size=30)
    pen.text((110, 200), f"Nama: {name}", fill="#2a2a2a", font_size=28)
    for line in range(12):
        pen.line((110, 290 + line * 50, 790 - (line % 4) * 60, 290 + line * 50), fill="#b8b1a0", width=6)
    pen.text((110, 1000), "CONTOH - bukan dokumen sungguhan", fill="#9a2a18", font_size=30)
    pen.text((110, 1050), f"{timezone.localdate():%d-%m-%Y}", fill="#2a2a2a", font_size=26)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()
