"""Whose rows: the roles of this room, and the offices where somebody holds them."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from core.accounts.models import User
from core.accounts.rules import Role

Person = User | AnonymousUser
STAFF = (Role.SPBE_COORDINATOR, Role.RESPONDENT, Role.ASSESSOR)


def offices(user: Person, role: Role) -> set[UUID]:
    """The offices where `user` holds `role` today; a visitor holds none."""
    return user.offices_with(role) if isinstance(user, User) else set()
