"""What is written about people: their assignments at offices, and the keys of their programs."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import ApiToken, Assignment, User, new_secret, token_hash
from core.accounts.rules import NIP_LENGTH, SCOPES, TOKEN_MAX_DAYS, TOKEN_ROLES, Capacity, Role
from core.audit import services as audit
from core.regions.models import Office


def assign(  # noqa: PLR0913 - an assignment has as many parts
    *,
    user: User,
    role: Role,
    office: Office,
    by: User | None,
    capacity: Capacity = Capacity.DEFINITIVE,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Assignment:
    """Give `user` a role at an office; it counts from the next request on. `by` None is the command line."""
    _only_administrators(by)
    if role == Role.CITIZEN:
        raise ValidationError({"role": _("Setiap orang sudah warga; pilih peran petugas.")})
    assignment = Assignment(
        user=user,
        role=role,
        office=office,
        capacity=capacity,
        title=title,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    if ends_on and ends_on < assignment.starts_on:
        raise ValidationError({"ends_on": _("Tanggal selesai mendahului tanggal mulai; perbaiki salah satunya.")})
    with transaction.atomic():
        assignment.save()
        audit.record("assign", assignment, by=by, detail=_facts(assignment), office_id=office.pk)
    return assignment


def end_assignment(assignment: Assignment, *, by: User | None, on: date | None = None) -> Assignment:
    """Let `assignment` end: its last day is `on`, or yesterday if none is given, so the right is gone at once.

    An assignment that started today (or later) ends before it began to count: it is taken back instead.
    """
    _only_administrators(by)
    last_day = on or timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        assignment.ends_on = last_day
        # The constraint wants a start before the end; a day in the past keeps the row without any right.
        assignment.starts_on = min(assignment.starts_on, last_day)
        assignment.save(update_fields=["starts_on", "ends_on"])
        audit.record("end_assignment", assignment, by=by, detail=_facts(assignment), office_id=assignment.office_id)
    return assignment


def make_administrator(nip: str, name: str, email: str, *, office: Office) -> User:
    """Somebody who may give everybody else their roles; for the command line alone, where nobody is signed in.

    An account with this NIP is taken as it is. A new one has no password until its owner sets one through recovery.
    Raises ValidationError.
    """
    if not (len(nip) == NIP_LENGTH and nip.isascii() and nip.isdecimal()):
        raise ValidationError({"nip": _("NIP terdiri dari 18 angka.")})
    with transaction.atomic():
        user: User | None = User.objects.filter(nip=nip).first()
        if user is None:
            user = User(name=name, nip=nip, email=email)
            user.set_unusable_password()
            if User.objects.filter(email__iexact=email).exists():
                raise ValidationError({"email": _("Surel ini sudah dipakai akun lain.")})
            user.full_clean()
            user.save()
            audit.record("add_user", user, by=None, detail={"fields": ["name", "nip", "email"]})
        if not user.is_active or not user.email:
            raise ValidationError(_("Akun dengan NIP ini tidak aktif atau tanpa surel. Perbaiki dahulu."))
        if not user.has_role(Role.ADMINISTRATOR):
            assign(user=user, role=Role.ADMINISTRATOR, office=office, by=None)
    return user


def issue_token(
    *, owner: User, name: str, scopes: list[str], by: User | None, expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once and never stored. By its owner, or the command line."""
    if by is not None and by.pk != owner.pk:
        raise PermissionDenied
    if not owner.has_role(*TOKEN_ROLES):
        raise PermissionDenied
    today = timezone.localdate()
    expires_on = expires_on or today + timedelta(days=90)
    if not scopes or set(scopes) - SCOPES.keys():
        raise ValidationError({"scopes": _("Pilih paling sedikit satu lingkup dari daftar.")})
    if not today <= expires_on <= today + timedelta(days=TOKEN_MAX_DAYS):
        raise ValidationError({"expires_on": _("Pilih tanggal antara hari ini dan satu tahun dari sekarang.")})
    secret = new_secret()
    with transaction.atomic():
        token = ApiToken.objects.create(
            owner=owner,
            name=name,
            hash=token_hash(secret),
            hint=secret[:8],
            scopes=sorted(set(scopes)),
            expires_on=expires_on,
        )
        audit.record("issue_token", token, by=by, detail={"scopes": token.scopes})
    return token, secret


def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Make a token useless from the next call on; by its owner or an administrator."""
    if token.owner_id != by.pk and not by.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().get(pk=token.pk)
        if token.revoked_at is None:
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            audit.record("revoke_token", token, by=by)
    return token


def note_use(token: ApiToken) -> None:
    """Remember the day a token was last used; at most one write a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def _only_administrators(by: User | None) -> None:
    if by is not None and not by.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied


def _facts(assignment: Assignment) -> dict[str, str | None]:
    return {
        "user": str(assignment.user_id),
        "role": assignment.role,
        "capacity": assignment.capacity,
        "starts_on": assignment.starts_on.isoformat(),
        "ends_on": assignment.ends_on.isoformat() if assignment.ends_on else None,
    }
