"""How the demo's officers sign; their passphrase is no secret, the demo shows it on screen."""

import csv
from pathlib import Path

from django.conf import settings

from core.accounts.models import User
from core.documents import services
from core.documents.models import Provider, SignatureMode, SignerCertificate, SignerSetting
from core.documents.services.signers import mode_of, provider_of, set_mode

PASSPHRASE = "frasa-contoh-2026"  # noqa: S105 - shown on screen, and production refuses demo mode
# Who has no certificate yet.
WITH_INK = "lurah-lasiana"


def enroll_signers() -> None:
    """Let one demo officer sign with ink, one through BSrE's stand-in, and all others with a certificate of their own.

    Safe to run again: it changes neither a choice nor a usable certificate.
    """
    services.make_ca()
    _choose_ways()
    holders = SignerCertificate.objects.usable().values("user_id")
    for user in User.objects.filter(is_demo=True, is_active=True).exclude(pk__in=holders):
        here = mode_of(user) == SignatureMode.ELECTRONIC and provider_of(user) == Provider.LOCAL
        if here and user.has_role(*services.SIGNER_ROLES):
            services.enroll_signer(user, PASSPHRASE, by=user)


def _choose_ways() -> None:
    ways = {WITH_INK: (SignatureMode.WET, "", "")}
    # The same file tells the stand-in whom it knows.
    with (Path(settings.BASE_DIR) / "tools" / "data" / "bsre_officers.csv").open(newline="") as rows:
        ways |= {row["key"]: (SignatureMode.ELECTRONIC, Provider.BSRE, row["nik"]) for row in csv.DictReader(rows)}
    for key, (mode, provider, nik) in ways.items():
        user = User.objects.filter(is_demo=True, email=f"{key}@contoh.test").first()
        if user is not None and not SignerSetting.objects.filter(user=user).exists():
            set_mode(user, mode, by=user, provider=provider, nik=nik)
