"""Every write about a resident."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers.base import Purpose, Query
from core.population.rules import parse_nik
from core.population.services.matching import MatchResult, MatchState, checked, match_person
from core.regions.models import Region

# What features do when a row gets its account, in the same transaction: what was filed for the person becomes theirs.
ADOPTERS: list[Callable[[Resident, User], None]] = []


@dataclass(frozen=True, repr=False)
class Identity:
    """What a person says about themselves; what the register says goes before it."""

    nik: str
    kk: str
    birth_date: date
    name: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""


@dataclass(frozen=True, repr=False)
class Home:
    """Where somebody lives, which need not be where the register has them."""

    domicile: Region
    address: str
    rt: str = ""
    rw: str = ""


def register_resident(user: User, identity: Identity, *, domicile: Region, match: MatchResult) -> Resident:
    """Tie an account to a resident's row.

    Somebody whom the register matched takes the row over from an account that only claimed the number; somebody who
    was proven at a counter and says the same facts gets their own row as it is, whatever the register says now.
    Raises one and the same ValidationError whatever the reason: it must not tell whether a NIK is known.
    """
    values = {**resident_values(identity, match, domicile), "user": user}
    index = blind_index(identity.nik)
    try:
        with transaction.atomic():
            resident = Resident.objects.select_for_update().filter(nik_index=index).first()
            if resident is None:
                resident = Resident.objects.create(**values)
            else:
                if not _may_take(resident, user, match):
                    if not _is_waiting(resident, identity):
                        raise not_registered()
                    values = {"user": user}
                elif not identity.address and _keeps_home(resident, user, domicile):
                    values |= {"address": resident.address, "rt": resident.rt, "rw": resident.rw}
                assign(resident, values)
            audit.record("register", resident, by=user, detail={"match": resident.match_state})
            for adopt in ADOPTERS:
                adopt(resident, user)
    except IntegrityError:
        # Two registrations at once, or an account that has a row already.
        raise not_registered() from None
    return resident


def _keeps_home(resident: Resident, user: User, domicile: Region) -> bool:
    """Whether the row's address is the person's own word, or a counter's, about the kelurahan they name now."""
    own = resident.is_proven or resident.user_id == user.pk
    return own and bool(resident.address) and resident.domicile_id == domicile.pk


def is_waiting_for(identity: Identity) -> bool:
    """Whether this person was proven at a counter and has no account yet."""
    resident = Resident.objects.filter(nik_index=blind_index(identity.nik)).first()
    return resident is not None and _is_waiting(resident, identity)


def _is_waiting(resident: Resident, said: Identity) -> bool:
    return resident.is_proven and resident.user_id is None and same_claim(resident, said)


def same_claim(resident: Resident, said: Identity) -> bool:
    """Whether KK number and birth date are those of the row; the NIK has found it."""
    return resident.kk_index == blind_index(said.kk, kind="kk") and resident.birth_date == said.birth_date


def not_registered() -> ValidationError:
    """The one refusal of a registration. Show it for a mismatch too, so that no answer tells what the portal knows."""
    return ValidationError(
        _(
            "Data ini belum dapat kami daftarkan. Periksa lagi NIK, nomor KK dan tanggal lahir. Bila sudah benar, "
            "datanglah ke loket kelurahan tempat Anda tinggal dengan membawa KTP-el dan kartu keluarga."
        )
    )


def resident_of(user: object) -> Resident | None:
    """The row of whoever is signed in, with its domicile; None for staff without one and for anonymous visitors."""
    if not isinstance(user, User):
        return None
    return Resident.objects.select_related("domicile").filter(user=user).first()


def reveal_nik(resident: Resident, *, by: User, reason: str) -> str:
    """The full NIK for the task at hand; recorded. The caller has found `resident` through a `visible_to`.

    `reason` is a short code such as "letters.check"; it lands in the trail, so it must hold no personal data.
    """
    audit.record("reveal_nik", resident, by=by, detail={"reason": reason}, office_id=_office_id(resident))
    return str(resident.nik)


def refresh_match(resident: Resident, *, purpose: Purpose = Purpose.REFRESH) -> Resident:
    """Ask again for somebody who is "belum dipadankan"; the fresh row. Others are left as they are."""
    if resident.match_state != MatchState.UNMATCHED:
        return resident
    return take_answer(resident, ask_again(resident, purpose=purpose))


def ask_again(resident: Resident, *, purpose: Purpose = Purpose.REFRESH) -> MatchResult:
    """What the register says now of the facts in the row. No transaction may be open."""
    return match_person(resident.nik, resident.kk, resident.birth_date, query=Query(purpose))


def take_answer(resident: Resident, match: MatchResult) -> Resident:
    """Write an answer to `ask_again` into the row of somebody who is "belum dipadankan"; the fresh row."""
    if match.state == MatchState.UNMATCHED:
        return resident
    with transaction.atomic():
        locked = Resident.objects.select_for_update(of=("self",)).select_related("domicile").get(pk=resident.pk)
        # In the meantime an operator may have confirmed the person, or another worker asked.
        if locked.match_state == MatchState.UNMATCHED:
            assign(locked, resident_values(identity_of(locked), match, locked.domicile))
            audit.record("match", locked, by=None, detail={"match": match.state}, office_id=_office_id(locked))
    return locked


def confirm_at_counter(resident: Resident, *, by: User) -> Resident:
    """An operator has seen the person with KTP-el and KK: from now on the row counts as proven.

    Raises PermissionDenied for whoever is no operator of the domicile's office, and for one's own row.
    """
    office_id = _office_id(resident)
    if office_id is None or not by.has_role(Role.OPERATOR, office_id=office_id) or resident.user_id == by.pk:
        raise PermissionDenied
    with transaction.atomic():
        locked = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
        if locked.is_proven:
            raise ValidationError(_("Warga ini sudah dipadankan. Tidak perlu dipastikan lagi."))
        assign(locked, {"match_state": MatchState.CONFIRMED, "matched_at": timezone.now()})
        audit.record("confirm", locked, by=by, office_id=office_id)
    return locked


def change_home(resident: Resident, home: Home, *, by: User) -> Resident:
    """The person has moved, or mends where they live; the register's address stays as it is."""
    with transaction.atomic():
        locked = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
        assign(locked, {"domicile": home.domicile, "address": home.address, "rt": home.rt, "rw": home.rw})
        audit.record("change_home", locked, by=by, office_id=_office_id(locked))
    return locked


def identity_of(resident: Resident) -> Identity:
    """What the row says now, in the shape of what a person says."""
    row = resident
    return Identity(row.nik, row.kk, row.birth_date, row.name, row.address, row.rt, row.rw)


def resident_values(said: Identity, match: MatchResult, domicile: Region) -> dict[str, object]:
    """The columns of a row: the register's elements where it gave them, else what the person says."""
    nik, kk = checked("nik", said.nik), checked("kk", said.kk)
    values: dict[str, object] = {
        "nik": nik,
        "nik_index": blind_index(nik),
        "kk": kk,
        "kk_index": blind_index(kk, kind="kk"),
        "name": said.name,
        "birth_date": said.birth_date,
        "sex": parse_nik(nik).sex.value,
        "address": said.address,
        "rt": said.rt,
        "rw": said.rw,
        "domicile": domicile,
        "match_state": match.state,
        "matched_at": None,
    }
    if match.elements is None:
        return values
    known = match.elements
    values |= {
        "matched_at": timezone.now(),
        "name": known.name,
        "birth_place": known.birth_place,
        "sex": known.sex,
        "religion": known.religion,
        "marital_status": known.marital_status,
        "occupation": known.occupation,
        "nationality": known.nationality or "WNI",
        "registered_address": known.full_address,
    }
    if not said.address and known.region_code == domicile.code:
        values |= {"address": known.address, "rt": known.rt, "rw": known.rw}
    return values


def _may_take(resident: Resident, user: User, match: MatchResult) -> bool:
    """Whether a row that exists may become `user`'s: with proof, unless another proved it; else only one's own."""
    own = resident.user_id == user.pk
    if match.state == MatchState.MATCHED:
        return own or resident.user_id is None or not resident.is_proven
    return own and not resident.is_proven


def assign(resident: Resident, values: dict[str, object]) -> None:
    """Set and save these columns alone."""
    for name, value in values.items():
        setattr(resident, name, value)
    resident.save(update_fields=list(values))


def _office_id(resident: Resident) -> UUID | None:
    """The office of the kelurahan where the person lives, if it has one."""
    return Region.objects.filter(pk=resident.domicile_id).values_list("office__pk", flat=True).first()
