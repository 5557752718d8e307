"""Scoped tokens for integrators: `Authorization: Token kpg_...`."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.accounts.models import ApiToken, User, token_hash
from core.accounts.rules import TOKEN_ROLES
from core.accounts.services import note_use


class TokenAuthentication(BaseAuthentication):
    """A token stands for its owner within the token's scopes, as long as the owner may hold tokens."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner and the token; None without a token; 401 for one that does not hold."""
        kind, _space, secret = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"token":
            return None
        tokens = ApiToken.objects.usable_on(timezone.localdate()).select_related("owner")
        token = tokens.filter(hash=token_hash(secret.decode("latin-1").strip())).first()
        if token is None or not token.owner.has_role(*TOKEN_ROLES):
            raise AuthenticationFailed(_("Token tidak dikenal, kedaluwarsa, atau dicabut. Buat token baru di portal."))
        note_use(token)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        """Without it DRF would answer 403 where 401 is meant."""
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description names our tokens."""

    target_class = "core.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token kpg_…"}
