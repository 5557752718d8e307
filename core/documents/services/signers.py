"""How an officer signs: electronically, or with ink until there is a certificate."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.documents.models import Provider, SignatureMode, SignerSetting

NIK_DIGITS = 16


def mode_of(user: User) -> str:
    """`electronic` unless the officer's setting says otherwise."""
    return SignerSetting.objects.filter(user=user).values_list("mode", flat=True).first() or SignatureMode.ELECTRONIC


def wet_signers(users: Iterable[UUID]) -> set[UUID]:
    """Those of `users` (primary keys) who sign with ink."""
    rows = SignerSetting.objects.filter(user_id__in=list(users), mode=SignatureMode.WET)
    return set(rows.values_list("user_id", flat=True))


def provider_of(user: User) -> str:
    """Who makes the electronic signatures of `user`: as their setting says, else as the portal's."""
    own = SignerSetting.objects.filter(user=user).values_list("provider", flat=True).first()
    return own or str(settings.SIGNATURE_PROVIDER)


def check_provider(provider: str) -> None:
    """Refuse a provider that there is not. "" is the portal's."""
    if provider and provider not in Provider.values:
        raise ValidationError({"provider": _("Pilih penyedia dari daftar.")})
    if provider == Provider.BSRE and not settings.BSRE_URL:
        raise ValidationError(
            {"provider": _("Layanan BSrE belum disambungkan ke portal ini (BSRE_URL). Pilih penyedia lain.")}
        )


@transaction.atomic
def set_mode(user: User, mode: str, *, by: User, nik: str | None = None, provider: str | None = None) -> SignerSetting:
    """Change how `user` signs, who makes the signature and by which NIK BSrE knows them (None leaves these two).

    It is their own choice, or a city administrator's. What is under way stays as it is.
    """
    if by.pk != user.pk and not by.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied
    if mode not in SignatureMode.values:
        raise ValidationError({"mode": _("Pilih elektronik atau basah.")})
    check_provider(provider or "")
    if nik and not (nik.isascii() and nik.isdigit() and len(nik) == NIK_DIGITS):
        raise ValidationError({"nik": _("NIK terdiri dari 16 angka.")})
    setting, _made = SignerSetting.objects.select_for_update().get_or_create(user=user)
    setting.mode = mode
    if nik is not None:
        setting.nik = nik
    if provider is not None:
        setting.provider = provider
    setting.save()
    detail = {"mode": mode, "nik_given": bool(nik), "provider": setting.provider}
    audit.record("set_signature_mode", user, by=by, detail=detail)
    return setting
