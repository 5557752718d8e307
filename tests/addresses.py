"""Every address of the portal with the mark of its view, and how to fill its parameters with something nobody has."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from core.accounts.access import Access, access_of

PUBLIC = Access(public=True)
SIGNED_IN = Access()
# Views of packages, which carry no mark of ours: what each is for, so what it must be.
OF_PACKAGES: dict[str, tuple[Access, str]] = {
    "account_login": (PUBLIC, "the way in"),
    "account_logout": (PUBLIC, "sends a stranger home"),
    "account_signup": (PUBLIC, "the way in"),
    "account_inactive": (PUBLIC, "says why somebody can't come in"),
    "account_reset_password": (PUBLIC, "recovery"),
    "account_reset_password_done": (PUBLIC, "recovery"),
    "account_reset_password_from_key": (PUBLIC, "recovery, by the key of the mail"),
    "account_reset_password_from_key_done": (PUBLIC, "recovery"),
    "account_confirm_email": (PUBLIC, "by the key of the mail"),
    "account_email_verification_sent": (PUBLIC, "says to look into the mailbox"),
    "account_confirm_login_code": (SIGNED_IN, "second step of the way in: leads to the first without it"),
    "account_request_login_code": (PUBLIC, "step of the way in"),
    "account_confirm_password_reset_code": (PUBLIC, "recovery"),
    "account_complete_password_reset": (PUBLIC, "recovery"),
    "mfa_authenticate": (SIGNED_IN, "second step of the way in: leads to the first without it"),
    "mfa_trust": (PUBLIC, "step of the way in"),
    "account_reauthenticate": (SIGNED_IN, "own account"),
    "account_request_reauthentication_code": (SIGNED_IN, "own account"),
    "account_confirm_reauthentication_code": (SIGNED_IN, "own account"),
    "account_change_password": (SIGNED_IN, "own account"),
    "account_set_password": (SIGNED_IN, "own account"),
    "account_email": (SIGNED_IN, "own account"),
    "account_change_phone": (SIGNED_IN, "own account"),
    "account_verify_phone": (SIGNED_IN, "own account"),
    "mfa_index": (SIGNED_IN, "own account"),
    "mfa_activate_totp": (SIGNED_IN, "own account"),
    "mfa_deactivate_totp": (SIGNED_IN, "own account"),
    "mfa_reauthenticate": (SIGNED_IN, "own account"),
    "mfa_view_recovery_codes": (SIGNED_IN, "own account"),
    "mfa_download_recovery_codes": (SIGNED_IN, "own account"),
    "mfa_generate_recovery_codes": (SIGNED_IN, "own account"),
}


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    access: Access | None
    has_parameter: bool
    is_ours: bool

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


def addresses() -> list[Address]:
    return [_address(names, parts, pattern) for names, parts, pattern in _walk(get_resolver(), (), ())]


def _walk(
    resolver: URLResolver, names: tuple[str, ...], parts: tuple[Any, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry, inner, (*parts, entry.pattern))
        else:
            yield names, (*parts, entry.pattern), entry


def _address(names: tuple[str, ...], parts: tuple[Any, ...], pattern: URLPattern) -> Address:
    name = ":".join((*names, pattern.name or ""))
    mark = access_of(pattern.callback)
    package = OF_PACKAGES.get(name)
    return Address(
        name=name,
        path="/" + "".join(_filled(part) for part in parts),
        access=mark or (package[0] if package else None),
        has_parameter=any(part.regex.groups for part in parts),
        is_ours=mark is not None,
    )


def _filled(part: Any) -> str:
    """The text of one piece of a path, with values that no row has."""
    if hasattr(part, "_route"):
        text = str(part)
        for name, converter in part.converters.items():
            for spelled in (f"<{_kind(converter)}:{name}>", f"<{name}>"):
                text = text.replace(spelled, _value(converter))
        return text
    return _from_regex(str(part))


def _kind(converter: Any) -> str:
    from django.urls.converters import get_converters

    return next(name for name, known in get_converters().items() if type(known) is type(converter))


def _value(converter: Any) -> str:
    if isinstance(converter, UUIDConverter):
        return str(uuid.uuid4())
    return "987654321" if isinstance(converter, IntConverter) else "tidak-ada"


def _from_regex(regex: str) -> str:
    """An address for the few regular expressions of packages."""
    import re

    text = regex.removeprefix("^").removesuffix("$").replace("\\Z", "")
    return re.sub(r"\(\?P<\w+>[^)]*\)", "tidak-ada", text).replace("\\", "")
