"""The roles of the portal (docs/GLOSSARY.md) and what each must have, without a database."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CITIZEN = "citizen", _("Warga")
    OPERATOR = "operator", _("Operator")
    KASI = "kasi", _("Kepala Seksi")
    SEKRETARIS = "sekretaris", _("Sekretaris")
    LURAH = "lurah", _("Lurah")
    CAMAT = "camat", _("Camat")
    OFFICE_HEAD = "office_head", _("Kepala perangkat daerah")
    DUKCAPIL = "dukcapil", _("Petugas Dukcapil")
    BKAD_OFFICER = "bkad_officer", _("Petugas BKAD")
    FUEL_CLERK = "fuel_clerk", _("Pengurus BBM")
    STATION_ATTENDANT = "station_attendant", _("Petugas SPBU")
    FACT_CHECKER = "fact_checker", _("Pemeriksa fakta")
    EDITOR = "editor", _("Editor")
    OFFICE_CONTACT = "office_contact", _("Narahubung")
    SPBE_COORDINATOR = "spbe_coordinator", _("Koordinator SPBE")
    RESPONDENT = "respondent", _("Responden")
    ASSESSOR = "assessor", _("Asesor")
    SURVEYOR = "surveyor", _("Surveyor harga")
    TPID = "tpid", _("TPID")
    POSYANDU_WORKER = "posyandu_worker", _("Kader posyandu")
    PUSKESMAS = "puskesmas", _("Petugas puskesmas")
    DINKES = "dinkes", _("Petugas Dinkes")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    INTEGRATOR = "integrator", _("Integrator")


class Capacity(models.TextChoices):
    """In which capacity somebody holds a role; the signature block says it."""

    DEFINITIVE = "definitive", _("definitif")
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."
    AN = "an", "a.n."
    UB = "ub", "u.b."


NIP_LENGTH = 18

# Whoever signs, publishes or administers proves it with a second factor: letters, prices, verdicts, the stunting
# figures, the index; ceilings and frozen reports; roles; and the auditor, who reads everybody's trail.
TOTP_ROLES = frozenset(
    {
        Role.LURAH,
        Role.CAMAT,
        Role.OFFICE_HEAD,
        Role.KASI,
        Role.SEKRETARIS,
        Role.EDITOR,
        Role.TPID,
        Role.DINKES,
        Role.SPBE_COORDINATOR,
        Role.BKAD_OFFICER,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)

# Whoever may hold tokens for the API; an administrator needs the second factor besides.
TOKEN_ROLES = (Role.INTEGRATOR, Role.ADMINISTRATOR)
TOKEN_MAX_DAYS = 365

# What a token may be allowed to do; a view of the API names one of these or is closed to tokens.
SCOPES = {
    "letters:read": _("Membaca permohonan surat"),
    "letters:write": _("Mengajukan dan memproses permohonan surat"),
    "prices:read": _("Membaca putaran harga"),
    "prices:write": _("Mengirim putaran harga"),
    "documents:verify": _("Memeriksa keaslian surat"),
}


class Limit(NamedTuple):
    """So many tries within so many seconds; what the limiter (limiter.py) is asked with."""

    scope: str
    limit: int
    seconds: int


# A window of 15 minutes at most: whoever is locked out, is so no longer than that.
LOGIN_PER_ACCOUNT = Limit("login", 5, 15 * 60)
LOGIN_PER_ADDRESS = Limit("login-ip", 20, 60)
SECOND_FACTOR = Limit("totp", 5, 15 * 60)
REAUTHENTICATION = Limit("reauth", 5, 15 * 60)
REGISTRATION_PER_ADDRESS = Limit("register-ip", 20, 15 * 60)
REGISTRATION_PER_PERSON = Limit("register", 5, 15 * 60)
CODE_GUESSES = Limit("code", 5, 15 * 60)
RECOVERY_PER_ADDRESS = Limit("recover-ip", 20, 15 * 60)
RECOVERY_PER_ACCOUNT = Limit("recover", 3, 15 * 60)

# Staff are signed out after so long without a request; everybody after so long in all.
STAFF_IDLE_SECONDS = 30 * 60
SESSION_SECONDS = 8 * 3600
