"""Somebody stands at an office's counter, with or without an account."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers.base import Purpose, Query
from core.population.services.matching import MatchResult, MatchState, match_person
from core.population.services.renewal import take_fresh_facts
from core.population.services.residents import (
    Home,
    Identity,
    assign,
    change_home,
    confirm_at_counter,
    refresh_match,
    resident_values,
    same_claim,
)
from core.regions.models import Office, Region


def receive_at_counter(said: Identity, *, office: Office, seen: bool, by: User) -> Resident:
    """The row of who stands at the counter of `office` and lives in its kelurahan, found or made; always proven.

    Proven by the register, or else by an operator who has `seen` KTP-el and KK. Raises ValidationError: one and the
    same for a number that is unknown and for one that does not agree. Asks the register, so no transaction may be open.
    """
    region = office.region
    if region is None or not by.has_role(Role.OPERATOR, office_id=office.pk):
        raise PermissionDenied
    match = match_person(said.nik, said.kk, said.birth_date, query=Query(Purpose.COUNTER, by.pk, office.pk))
    if match.state != MatchState.MATCHED and not (seen and said.name):
        raise _not_proven(match)
    known = Resident.objects.filter(nik_index=blind_index(said.nik)).first()
    if known is not None and known.user_id == by.pk:
        raise ValidationError(_("Ini data Anda sendiri. Ajukan lewat “Surat”, dan petugas lain yang memprosesnya."))
    if known is not None:
        refresh_match(known)
    with transaction.atomic():
        resident = _write(said, match, region, by)
        if not resident.is_proven:
            resident = confirm_at_counter(resident, by=by)
    return resident


def _not_proven(match: MatchResult) -> ValidationError:
    if match.state == MatchState.UNMATCHED:
        text = _("Register kependudukan sedang tidak menjawab. Lihat KTP-el dan KK aslinya, lalu isi bagian di bawah.")
    else:
        text = _(
            "Data ini tidak cocok dengan register kependudukan. Periksa lagi angkanya. Bila sudah sesuai dengan KTP-el "
            "dan KK aslinya, isi bagian di bawah."
        )
    return ValidationError({"seen": text})


def _write(said: Identity, match: MatchResult, region: Region, by: User) -> Resident:
    resident = Resident.objects.select_for_update(of=("self",)).filter(nik_index=blind_index(said.nik)).first()
    if resident is None:
        made = Resident.objects.create(**resident_values(said, match, region))
        audit.record("receive_at_counter", made, by=by, detail={"match": match.state}, office_id=region.office.pk)
        return made
    if not resident.is_proven:
        values = resident_values(said, match, region)
        if not same_claim(resident, said):
            # The account only claimed this number, with other facts than the person's own papers.
            values["user"] = None
        assign(resident, values)
        audit.record("receive_at_counter", resident, by=by, detail={"match": match.state}, office_id=region.office.pk)
    elif match.state == MatchState.MATCHED:
        take_fresh_facts(resident, said, match)
        audit.record("receive_at_counter", resident, by=by, detail={"match": match.state}, office_id=region.office.pk)
    elif not same_claim(resident, said):
        raise ValidationError(
            {"kk": _("Nomor KK atau tanggal lahir berbeda dari yang sudah dipastikan. Pastikan dahulu di Dukcapil.")}
        )
    if resident.domicile_id != region.pk:
        resident = change_home(resident, Home(region, said.address, said.rt, said.rw), by=by)
    return resident
