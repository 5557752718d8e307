"""Filters of the auditor's page: the trail's codes in words. A code that nobody knows any more is shown as it is."""

from typing import Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import Capacity, Role
from core.audit.models import Entry
from core.web.queries import trail_words

register = template.Library()
LABELS = {
    "from": _("dari"),
    "to": _("menjadi"),
    "note": _("catatan"),
    "requirement": _("dokumen"),
    "requirements": _("dokumen"),
    "fields": _("kolom"),
    "reason": _("alasan"),
    "match": _("hasil pemadanan"),
    "capacity": _("selaku"),
    "role": _("peran"),
    "user": _("orang"),
    "starts_on": _("mulai"),
    "ends_on": _("sampai"),
    "scopes": _("cakupan"),
    "number": _("nomor"),
    "month": _("bulan"),
    "indicators": _("indikator"),
}


@register.filter
def trail_action(entry: Entry) -> str:
    """What was done, such as "Membuka dokumen pemohon"."""
    _name, actions = trail_words().get(entry.subject_type, ("", {}))
    return str(actions.get(entry.action, entry.action))


@register.filter
def trail_subject(entry: Entry) -> str:
    """To what kind of row."""
    name, _actions = trail_words().get(entry.subject_type, (entry.subject_type, {}))
    return str(name)


@register.filter
def trail_details(entry: Entry) -> list[tuple[str, str]]:
    """The details that say something, with their names; states and roles as screens call them."""
    states = _states(entry)
    words = {"from": states, "to": states, "capacity": dict(Capacity.choices), "role": dict(Role.choices)}
    found = []
    # The database keeps keys in an order of its own.
    known = [key for key in LABELS if key in entry.detail]
    for key in known + [key for key in entry.detail if key not in LABELS]:
        value = entry.detail[key]
        if value in (None, "", [], {}):
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(words.get(key, {}).get(value, value))
        found.append((str(LABELS.get(key, key)), text))
    return found


def _states(entry: Entry) -> dict[Any, Any]:
    """The names of the states of the kind of row that `entry` is about."""
    try:
        return dict(apps.get_model(entry.subject_type)._meta.get_field("status").flatchoices)
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
