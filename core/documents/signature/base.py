"""What a signature provider must offer: the local authority (local.py) and BSrE's service (bsre.py)."""

from dataclasses import dataclass
from typing import Protocol

from core.accounts.models import User
from core.documents.models import SignerCertificate


@dataclass(frozen=True)
class Act:
    """What is signed, why and where; it is number `position` (from 1) of the letter's `total` signatures."""

    reason: str
    location: str
    position: int = 1
    total: int = 1


@dataclass(frozen=True)
class Signed:
    """A PDF with one signature more, and the certificate that made it."""

    data: bytes
    certificate: SignerCertificate


class UnlockedKey(Protocol):
    """A key that is ready to sign, in memory for one request or one batch; never stored, logged or queued."""

    @property
    def user_id(self) -> object:
        """Whose key it is."""
        ...

    @property
    def is_usable(self) -> bool:
        """Whether it may sign now."""
        ...

    def sign(self, pdf: bytes, act: Act) -> Signed:
        """`pdf` with a PAdES signature over all of it; form filling stays allowed for a countersignature.

        Raises ValidationError with the way out when a service outside refuses or does not answer.
        """
        ...


class SignatureProvider(Protocol):
    """A way to sign. `certified` says whether the law calls its signatures certified (tersertifikasi).

    `remote`: a service outside does it, so no counter may be held while it is asked.
    """

    certified: bool
    remote: bool

    @property
    def note(self) -> str:
        """Which kind of signature it is, for the foot of the letter."""
        ...

    def unlock(self, user: User, passphrase: str) -> UnlockedKey:
        """The user's key; raises ValidationError({"passphrase": ...}) with the way out."""
        ...
