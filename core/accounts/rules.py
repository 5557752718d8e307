"""The roles of the portal (docs/GLOSSARY.md) and what each must have, without a database."""

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


# Whoever signs, publishes or administers proves it with a second factor.
TOTP_ROLES = frozenset(
    {
        Role.LURAH,
        Role.CAMAT,
        Role.OFFICE_HEAD,
        Role.KASI,
        Role.SEKRETARIS,
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)
