"""Who may call an address: every view carries one of these marks (tests/test_access.py visits them all)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.accounts.models import User
from core.accounts.rules import Role


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session has been proved with a second factor by the person who is signed in now."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def person(request: HttpRequest) -> User:
    """Who is signed in, for views that only let somebody signed in come; raises PermissionDenied for a stranger."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`public`, or signed in, or signed in with one of `roles`."""

    public: bool = False
    roles: frozenset[Role] = frozenset()


def public(view: View) -> View:
    """Anybody may call this view."""
    view = login_not_required(view)
    view.access = Access(public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody with an account may call this view; the rows it finds are scoped by `visible_to`."""
    view.access = Access()  # type: ignore[attr-defined]
    return view


def roles(*allowed: Role) -> Callable[[View], View]:
    """Only somebody who holds one of `allowed` today may call this view; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated or not request.user.has_role(*allowed):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        guarded.access = Access(roles=frozenset(allowed))  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def access_of(view: Any) -> Access | None:
    """The mark of a view that the resolver gave, of a page or of the API; None when nobody marked it."""
    mark = getattr(view, "access", None)
    if mark is None:
        permissions = getattr(getattr(view, "cls", None), "permission_classes", [])
        mark = next((permission.access for permission in permissions if hasattr(permission, "access")), None)
    return mark


class Denied(BasePermission):
    """The API's default: nobody. A view names who may call it."""

    def has_permission(self, request: Request, view: object) -> bool:
        return False


def api_access(*allowed: Role, public: bool = False, scope: str = "") -> type[BasePermission]:
    """A permission class for API views: public, signed in (no role named), or one of `allowed`.

    A token must carry `scope` besides; a view that names none is closed to tokens. A session needs none.
    """

    class Permission(BasePermission):
        access = Access(public=public, roles=frozenset(allowed))
        needed_scope = scope

        def has_permission(self, request: Request, view: object) -> bool:
            if public:
                return True
            if not (request.user and request.user.is_authenticated):
                return False
            if request.auth is not None and scope not in getattr(request.auth, "scopes", ()):
                return False
            return not allowed or request.user.has_role(*allowed)

    return Permission
