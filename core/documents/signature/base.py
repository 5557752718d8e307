"""What a signature provider must offer. Local authority now (local.py); BSrE comes behind the same interface."""

from typing import Protocol

from core.accounts.models import User
from core.documents.models import SignerCertificate


class UnlockedKey(Protocol):
    """A key that is ready to sign, in memory for one request or one batch; never stored, logged or queued."""

    @property
    def certificate(self) -> SignerCertificate: ...

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """`pdf` with a PAdES signature over all of it; form filling stays allowed for a countersignature."""
        ...


class SignatureProvider(Protocol):
    """A way to sign. `certified` says whether the law calls its signatures certified (tersertifikasi)."""

    certified: bool

    def unlock(self, user: User, passphrase: str) -> UnlockedKey:
        """The user's key; raises ValidationError({"passphrase": ...}) with the way out."""
        ...
