"""`{% load letters %}`: the rows of the desk's queue."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.web.templatetags.portal import TONES, badge, icon, waktu
from sodamolek.letters.queries import DeskRow
from sodamolek.letters.workflow import AT_DESK, Status

register = template.Library()
SOON = timedelta(days=1)

# In Python and not in a template: this is the list that operators look at all day, and a template's loop over
# 25 rows cost more than everything else of the page together (bench/pages.py).
ROW = """<li class="row-card{late}">
  <div{picked}>{pick}
    <div><a class="row-card__title" href="{desk}{pk}/">{applicant}</a>
    <p class="row-card__text">{kind} · <span class="code">{reference}</span></p>
    <p class="row-card__text">{submitted}{assignee}</p></div>
  </div>
  <div class="row-card__side">{badge}{due}</div>
</li>"""
PICK = (
    '<input class="form-check-input" type="checkbox" name="permohonan" value="{pk}" id="pilih-{pk}">'
    '<label class="visually-hidden" for="pilih-{pk}">{label} {reference}</label>'
)


@register.simple_tag
def desk_rows(rows: Iterable[DeskRow], now: datetime, *, pick: bool = False) -> SafeString:
    """The rows as list items, with a deadline where one runs; `pick`: each with a box to tick."""
    return SafeString("\n".join([_desk_row(row, now, pick=pick) for row in rows]))


def _desk_row(row: DeskRow, now: datetime, *, pick: bool) -> str:
    runs = row.status in AT_DESK
    late = runs and row.due_at < now
    reference = escape(row.reference)
    return ROW.format(
        late=" row-card--late" if late else "",
        picked=' class="row-card__pick"' if pick else "",
        pick=PICK.format(pk=row.id, label=_words()["pick"], reference=reference) if pick else "",
        desk=_desk(),
        pk=row.id,
        applicant=escape(row.applicant),
        kind=escape(row.kind__name),
        reference=reference,
        submitted=f"{_words()['sent']} {waktu(row.submitted_at)}",
        assignee=f" · {_words()['assignee']} {escape(row.assignee)}" if row.assignee else "",
        badge=_badges()[row.status],
        due=_deadline(row.due_at, now, late=late) if runs else "",
    )


def _deadline(due_at: datetime, now: datetime, *, late: bool) -> str:
    """Red, amber on the last day, and otherwise calm; the words say it too."""
    moment = waktu(due_at)
    if late:
        return f'<p class="row-card__late">{icon("awas")}{_words()["late"]} {moment}</p>'
    if due_at - now < SOON and timezone.localtime(due_at).date() == timezone.localtime(now).date():
        return f'<p class="row-card__soon">{icon("jam")}{_words()["today"]} {moment}</p>'
    return f'<p class="row-card__text">{_words()["due"]} {moment}</p>'


@cache
def _desk() -> str:
    return reverse("letters:desk")


@cache
def _badges() -> dict[str, SafeString]:
    return {status.value: badge(str(status.label), TONES.get(status.value, "calm")) for status in Status}


@cache
def _words() -> dict[str, str]:
    """Translated once: the portal speaks one language."""
    return {
        "sent": _("Dikirim"),
        "due": _("Batas"),
        "late": _("Lewat batas"),
        "today": _("Batas hari ini,"),
        "pick": _("Pilih"),
        "assignee": _("ditangani"),
    }
