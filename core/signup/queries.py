"""Who is meant by what somebody types into the log-in form."""

import re

import phonenumbers

from core.accounts.models import User
from core.population.crypto import blind_index

NIK = re.compile(r"[0-9]{16}")
NIP = re.compile(r"[0-9]{18}")


def find_user(typed: str) -> User | None:
    """The account of a NIK, an e-mail address, a confirmed telephone number or a NIP, in one query; else None."""
    known_by = _known_by(typed)
    user: User | None = User.objects.filter(**known_by).first() if known_by else None
    return user


def login_key(typed: str) -> str:
    """One key for every spelling of a name, the same whether or not there is such an account.

    Upper before lower case, as the database compares: it takes a long s and an i without a dot for the plain letter.
    """
    column, value = next(iter(_known_by(typed).items()), ("none", typed.strip()))
    return f"{column}:{str(value).upper().casefold()}"


def _known_by(typed: str) -> dict[str, str | bool]:
    """The column that what was typed stands in; empty when it can be none of them."""
    if "@" in typed:
        return {"email__iexact": typed.strip()}
    plain = re.sub(r"[\s.\-]", "", typed)
    if NIK.fullmatch(plain):
        return {"resident__nik_index": blind_index(plain)}
    if NIP.fullmatch(plain):
        return {"nip": plain}
    phone = phone_number(typed)
    return {"phone": phone, "phone_verified": True} if phone else {}


def phone_number(typed: str) -> str:
    """The one international form of an Indonesian number, such as +6281234567890; "" when it is none."""
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
