"""States and moves as a table, and the only writer of a row's `status`.

A workflow is data: which move leads from where to where, and whose role may make it. Buttons, the API,
tests and the diagram in the docs all read the same table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.queries import holder_behind
from core.accounts.rules import Capacity, Role
from core.audit import services as audit


class IllegalMove(ValidationError):
    """The row is not in a state from which this move starts; somebody else was first, or it is finished."""


class NotYourMove(PermissionDenied):
    """This person holds no role at the row's office that may make this move."""


class Flowing(Protocol):
    """What a row must have: a status, the office whose roles count, and its owner."""

    @property
    def pk(self) -> Any: ...
    @property
    def status(self) -> str: ...
    @property
    def office_id(self) -> UUID | None: ...
    @property
    def owner_id(self) -> UUID | None: ...


Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Move:
    """From one of `sources` to `target`, by somebody with one of `roles` at the row's office.

    Role.CITIZEN means the row's owner. An empty `roles` means the portal itself (`by` is None).
    `guard` gets the row and raises ValidationError with the way out when the move must wait. `at` names the row's
    column of the office whose roles count, where that is not its own (the kecamatan above).
    """

    sources: frozenset[str]
    target: str
    roles: frozenset[Role] = frozenset()
    guard: Callable[[Any], None] | None = None
    at: str = "office_id"

    def may(self, row: Flowing, by: User | None) -> bool:
        """Whether `by` may make this move on `row`, its state aside."""
        if by is None or not self.roles:
            return by is None and not self.roles
        if Role.CITIZEN in self.roles and row.owner_id == by.pk:
            return True
        # Without an office `has_role` would ask for the role anywhere.
        office_id: UUID | None = getattr(row, self.at)
        return office_id is not None and by.has_role(*(self.roles - {Role.CITIZEN}), office_id=office_id)

    def held_for_another(self, row: Flowing, by: User | None) -> Assignment | None:
        """The assignment by which `by` may move `row`, if it is none of their own right (Plt., Plh., a.n., u.b.)."""
        if by is None or (Role.CITIZEN in self.roles and row.owner_id == by.pk):
            return None
        office_id = getattr(row, self.at)
        held = [a for a in by.assignments_today if a.role in self.roles and a.office_id == office_id]
        own = [a for a in held if a.capacity == Capacity.DEFINITIVE]
        return held[0] if held and not own else None

    def is_open(self, row: Flowing) -> bool:
        """Whether the guard lets `row` pass now."""
        if self.guard is None:
            return True
        try:
            self.guard(row)
        except ValidationError:
            return False
        return True


def move(
    sources: set[str],
    target: str,
    roles: set[Role] | None = None,
    guard: Callable[[Any], None] | None = None,
    at: str = "office_id",
) -> Move:
    """A Move, written with plain sets."""
    return Move(frozenset(sources), target, frozenset(roles or ()), guard, at)


@dataclass(frozen=True)
class Workflow:
    """The moves of one kind of row, by name."""

    name: str
    moves: dict[str, Move] = field(default_factory=dict)

    def available(self, row: Flowing, by: User | None) -> list[str]:
        """Names of the moves that `by` can make on `row` now, guards asked too."""
        return [name for name, m in self.moves.items() if row.status in m.sources and m.may(row, by) and m.is_open(row)]

    def apply(  # noqa: PLR0913 - one keyword for each thing that the trail and the row can say
        self,
        name: str,
        row: Row,
        *,
        by: User | None,
        note: str = "",
        fields: dict[str, Any] | None = None,
        on_behalf_of: User | None = None,
    ) -> Row:
        """Lock the row, check state, role and guard, write status and `fields`, record it; the fresh row.

        Raises IllegalMove, NotYourMove, or what the guard raises. Must run inside a transaction.
        `note` stays in the trail for ever: keys and figures, never what somebody typed about a person.
        `on_behalf_of`: the citizen for whom `by` acts. Who holds the role as Plt., Plh., a.n. or u.b. acts for whoever
        holds it definitively; the trail says both without being told.
        """
        step = self.moves[name]
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Workflow.apply needs a transaction: the move and its record belong together.")
        locked: Any = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if not step.may(locked, by):
            raise NotYourMove
        if locked.status not in step.sources:
            raise IllegalMove(_("Sudah diproses: keadaannya sekarang “%s”.") % locked.get_status_display())
        if step.guard is not None:
            step.guard(locked)
        before = locked.status
        locked.status = step.target
        for attribute, value in (fields or {}).items():
            setattr(locked, attribute, value)
        locked.save(update_fields=["status", *(fields or {})])
        detail = {"from": before, "to": step.target, "note": note}
        acting = step.held_for_another(locked, by)
        if acting is not None:
            detail["capacity"] = acting.capacity
            on_behalf_of = on_behalf_of or holder_behind(acting)
        audit.record(name, locked, by=by, detail=detail, office_id=locked.office_id, on_behalf_of=on_behalf_of)
        return locked  # type: ignore[no-any-return]

    def diagram(self) -> str:
        """The moves as a Mermaid state diagram for the docs."""
        lines = ["stateDiagram-v2"]
        for name, m in self.moves.items():
            lines += [f"    {source} --> {m.target}: {name}" for source in sorted(m.sources)]
        return "\n".join(lines)
