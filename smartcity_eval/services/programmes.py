"""Keeping the list of Smart Governance programmes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.workflow import NotYourMove
from smartcity_eval.models import Programme

FIELDS = ("name", "element", "state", "office", "note")


def save_programme(programme: Programme | None, *, by: User, **values: Any) -> Programme:
    """Add a programme, or change one; `values` by the names in FIELDS. ValidationError for a second of a name."""
    if not by.has_role(Role.SPBE_COORDINATOR):
        raise NotYourMove
    row = programme or Programme()
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.is_sample = bool(values.get("is_sample", row.is_sample))
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
            detail = {"state": row.state, "element": row.element}
            audit.record("save", row, by=by, detail=detail, office_id=row.office_id)
    except IntegrityError as error:
        if "programme_name" not in str(error):
            raise
        raise ValidationError({"name": _("Program dengan nama ini sudah ada.")}) from None
    return row
