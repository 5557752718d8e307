"""What is written while somebody becomes a user of the portal."""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.accounts import limiter
from core.accounts.models import User
from core.accounts.rules import CODE_GUESSES
from core.audit import services as audit
from core.jobs import services as jobs
from core.notifications import services as notifications
from core.population import services as population
from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers.base import Elements
from core.population.services import Identity, MatchResult
from core.regions.models import Region
from core.signup.models import Registration

CODE_MINUTES = 30
MatchState = Resident.MatchState


@dataclass(frozen=True, repr=False)
class Application:
    """What somebody fills in to get an account."""

    nik: str
    kk: str
    birth_date: date
    domicile: Region
    email: str
    password: str
    phone: str = ""


def begin_registration(asked: Application) -> Registration:
    """Ask the register, and post a code or a refusal to the given address.

    The answer is the same row, with the same work done, whether the person is matched, unknown or here already:
    only mail to a mailbox that its owner can read tells the difference.
    """
    match = population.match_person(asked.nik, asked.kk, asked.birth_date)
    code = f"{secrets.randbelow(10**6):06d}"
    password = make_password(asked.password)
    holder = User.objects.filter(resident__nik_index=blind_index(asked.nik)).select_related("resident").first()
    address_taken = User.objects.filter(email__iexact=asked.email).exists()
    # Whom the register can't match but an operator has seen: the counter has nothing more to tell them.
    seen = population.is_waiting_for(Identity(asked.nik, asked.kk, asked.birth_date))
    known = match.state != MatchState.MISMATCH or seen
    welcome = known and not address_taken and _is_free(holder, match)
    with transaction.atomic():
        registration = Registration.objects.create(
            nik=asked.nik,
            kk=asked.kk,
            birth_date=asked.birth_date,
            domicile=asked.domicile,
            email=asked.email.lower(),
            phone=asked.phone,
            password=password,
            match_state=match.state,
            elements=asdict(match.elements) if match.elements else None,
            expires_at=timezone.now() + timedelta(minutes=CODE_MINUTES),
        )
        if welcome:
            registration.code_hash = _code_hash(registration, code)
            registration.save(update_fields=["code_hash"])
        _answer_by_mail(registration, code, holder, welcome=welcome)
    return registration


def finish_registration(registration: Registration, code: str) -> User:
    """Make the account once the code has come back; raises ValidationError with the way out."""
    if not limiter.allow(CODE_GUESSES, str(registration.pk)):
        raise ValidationError(_("Terlalu banyak percobaan. Mulai lagi pendaftaran dari awal setelah 15 menit."))
    try:
        return _finish(registration, code)
    except IntegrityError:
        # Two registrations with one e-mail address were finished in the same moment.
        raise population.not_registered() from None


def _finish(registration: Registration, code: str) -> User:
    with transaction.atomic():
        registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        given = _code_hash(registration, "".join(code.split()))
        if not registration.is_open or not hmac.compare_digest(registration.code_hash, given):
            raise ValidationError(
                {"code": _("Kode tidak cocok atau sudah kedaluwarsa. Periksa surel terakhir dari kami.")}
            )
        user = _make_user(registration)
        registration.used_at = timezone.now()
        registration.save(update_fields=["used_at"])
    return user


def post_mail(address: str, template: str, context: dict[str, Any]) -> None:
    """Have a mail sent by a job; its text is `<template>_subject.txt` and `<template>_message.txt`."""
    title = render_to_string(f"{template}_subject.txt", context)
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    notifications.mail(address, title, body)


def refresh_match(resident_id: str) -> str:
    """Ask the register again for somebody it did not answer for; the state after it."""
    resident = Resident.objects.get(pk=resident_id)
    if resident.match_state == MatchState.UNMATCHED:
        resident = _take_answer(resident, population.ask_again(resident))
    return str(resident.match_state)


def refresh_all(limit: int = 100) -> int:
    """Ask again for some of the residents without an answer, until the register is silent; for how many it answered.

    In any order: whoever it can't read out, or takes too long about, must not stand before the others every time.
    """
    waiting = Resident.objects.filter(match_state=MatchState.UNMATCHED).order_by("?")
    answered = 0
    for pk in waiting.values_list("pk", flat=True)[:limit]:
        resident = Resident.objects.get(pk=pk)
        match = population.ask_again(resident)
        if match.silent:
            break
        if match.state != MatchState.UNMATCHED:
            _take_answer(resident, match)
            answered += 1
    return answered


def _take_answer(resident: Resident, match: MatchResult) -> Resident:
    resident = population.take_answer(resident, match)
    if resident.match_state == MatchState.MATCHED and resident.user_id:
        # Until now the account had no name of its own: the register was silent when it was made.
        User.objects.filter(pk=resident.user_id).update(name=resident.name)
    return resident


def sweep() -> int:
    """Delete registrations that ended (their numbers are nobody's business any more) and old buckets; how many."""
    deleted, _by_model = Registration.objects.filter(expires_at__lt=timezone.now() - timedelta(hours=1)).delete()
    limiter.sweep()
    return deleted


def _make_user(registration: Registration) -> User:
    elements = _elements(registration)
    match = MatchResult(MatchState(registration.match_state), elements)
    user: User = User.objects.create(
        name=elements.name if elements else _("Warga (belum dipadankan)"),
        email=registration.email,
        phone=registration.phone or None,
        password=registration.password,
    )
    EmailAddress.objects.create(user=user, email=registration.email, verified=True, primary=True)
    said = Identity(nik=registration.nik, kk=registration.kk, birth_date=registration.birth_date, name=user.name)
    resident = population.register_resident(user, said, domicile=registration.domicile, match=match)
    if elements is None and resident.is_proven:
        user.name = resident.name
        user.save(update_fields=["name"])
    audit.record("register_user", user, by=user, detail={"match": resident.match_state})
    if resident.match_state == MatchState.UNMATCHED:
        jobs.enqueue("signup.refresh_match", {"resident": str(resident.pk)}, delay=timedelta(minutes=5))
    return user


def _is_free(holder: User | None, match: MatchResult) -> bool:
    """Whether nobody holds the number, or only somebody whom the register never confirmed."""
    if holder is None:
        return True
    return match.state == MatchState.MATCHED and not holder.resident.is_proven


def _answer_by_mail(registration: Registration, code: str, holder: User | None, *, welcome: bool) -> None:
    context = {"code": code, "minutes": CODE_MINUTES, "portal_url": settings.PORTAL_URL}
    template = "signup/email/code" if welcome else "signup/email/refused"
    post_mail(registration.email, template, context)
    told = holder.email if holder and holder.resident.is_proven else None
    if told and told != registration.email:
        post_mail(told, "signup/email/already", {"user": holder, **context})


def _code_hash(registration: Registration, code: str) -> str:
    message = f"registration\0{registration.pk}\0{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def _elements(registration: Registration) -> Elements | None:
    if registration.elements is None:
        return None
    values = dict(registration.elements)
    if values.get("birth_date"):
        values["birth_date"] = parse_date(values["birth_date"])
    return Elements(**values)
