"""For whom somebody asks, and what shows that they may."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sodamolek.letters.rules.schema import RequirementSpec


class Relation(models.TextChoices):
    """What the person of the letter is to the applicant."""

    SPOUSE = "spouse", _("Suami atau istri")
    CHILD = "child", _("Anak")
    PARENT = "parent", _("Orang tua")
    SIBLING = "sibling", _("Saudara kandung")
    OTHER = "other", _("Orang lain, dengan surat kuasa")


# What who asks claims to be to the person of the letter, as that person is told.
CLAIMS = {
    Relation.SPOUSE: _("suami atau istri Anda"),
    Relation.CHILD: _("orang tua Anda"),
    Relation.PARENT: _("anak Anda"),
    Relation.SIBLING: _("saudara kandung Anda"),
    Relation.OTHER: _("pemegang surat kuasa dari Anda"),
}

PROOF_KEY = "bukti_hubungan"


def proof_of(relation: str) -> RequirementSpec:
    """What the operator decides on: a paper that shows the kinship, or a power of attorney."""
    if relation == Relation.OTHER:
        label, text = _("Surat kuasa"), _("Ditandatangani pemberi kuasa di atas meterai, dengan foto KTP-el keduanya.")
    else:
        label = _("Bukti hubungan keluarga atau surat kuasa")
        text = _("Misalnya akta kelahiran, buku nikah, KK lama yang memuat keduanya, atau surat kuasa bermeterai.")
    return RequirementSpec(key=PROOF_KEY, label=str(label), help=str(text))
