"""Certificates of the demo's signers; their passphrase is no secret, the demo shows it on screen."""

from core.accounts.models import User
from core.documents import services
from core.documents.models import SignerCertificate

PASSPHRASE = "frasa-contoh-2026"  # noqa: S105 - shown on screen, and production refuses demo mode


def enroll_signers() -> None:
    """Enroll every demo person who signs and has no usable certificate; safe to run again."""
    services.make_ca()
    holders = SignerCertificate.objects.usable().values("user_id")
    for user in User.objects.filter(is_demo=True, is_active=True).exclude(pk__in=holders):
        if user.has_role(*services.SIGNER_ROLES):
            services.enroll_signer(user, PASSPHRASE, by=user)
