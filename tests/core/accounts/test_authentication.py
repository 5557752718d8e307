"""Tokens at the API's door."""

from datetime import timedelta

import pytest
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from core.accounts import services
from core.accounts.access import api_access
from core.accounts.models import ApiToken, Assignment
from core.accounts.rules import Role
from tests.factories.accounts import staff


class Scoped(APIView):
    permission_classes = [api_access(Role.INTEGRATOR, scope="letters:read")]

    def get(self, request) -> Response:
        return Response({"user": str(request.user.pk)})


class SessionOnly(APIView):
    permission_classes = [api_access()]

    def get(self, request) -> Response:
        return Response({})


urlpatterns = [path("api/scoped/", Scoped.as_view()), path("api/session/", SessionOnly.as_view())]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def owner(db):
    return staff(Role.INTEGRATOR)


def secret_of(owner, *scopes):
    return services.issue_token(owner=owner, name="Uji", scopes=list(scopes), by=owner)[1]


def ask(secret, address="/api/scoped/"):
    return APIClient().get(address, HTTP_AUTHORIZATION=f"Token {secret}")


def test_a_token_stands_for_its_owner(owner):
    answer = ask(secret_of(owner, "letters:read"))
    assert (answer.status_code, answer.json()) == (200, {"user": str(owner.pk)})
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_another_scope_is_not_enough(owner):
    assert ask(secret_of(owner, "documents:verify")).status_code == 403


def test_a_view_without_a_scope_is_closed_to_tokens(owner):
    assert ask(secret_of(owner, "letters:read"), "/api/session/").status_code == 403


@pytest.mark.parametrize("secret", ["", "kpg_nonsense", "é"])
def test_an_unknown_token_is_401(owner, secret):
    answer = ask(secret)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


def test_a_revoked_or_expired_token_is_401(owner):
    secret = secret_of(owner, "letters:read")
    services.revoke_token(ApiToken.objects.get(), by=owner)
    assert ask(secret).status_code == 401
    yesterday = timezone.localdate() - timedelta(days=1)
    ApiToken.objects.update(revoked_at=None, expires_on=yesterday)
    assert ask(secret).status_code == 401


def test_the_tokens_of_somebody_without_the_role_are_401(owner):
    secret = secret_of(owner, "letters:read")
    services.end_assignment(Assignment.objects.get(user=owner), by=None)
    assert ask(secret).status_code == 401
