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
# In Python and not in a template: this is the list that operators look at all day, and a template's loop over
# 25 rows cost more than everything else of the page together (bench/pages.py).
ROW = """<li class="row-card{late}">
  <div{picked}>{pick}
    <div><a class="row-card__title" href="{desk}{{pk}}/">{{applicant}}</a>
    <p class="row-card__text">{{kind}} · <span class="code">{{reference}}</span></p>
    <p class="row-card__text">{sent} {{submitted}}{{assignee}}</p></div>
  </div>
  <div class="row-card__side">{{badge}}{due}</div>
</li>"""
PICK = (
    '<input class="form-check-input" type="checkbox" name="permohonan" value="{{choice}}" id="pilih-{{pk}}">'
    '<label class="visually-hidden" for="pilih-{{pk}}">{label} {{reference}}</label>'
)


@register.simple_tag
def desk_rows(rows: Iterable[DeskRow], now: datetime, *, pick: bool = False) -> SafeString:
    """The rows as list items, with a deadline where one runs; `pick`: each with a box to tick."""
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    forms, badges, assigned = _forms(pick=pick), _badges(), _("ditangani")
    items = []
    for row in rows:
        due = "over"
        if row.status in AT_DESK:
            due = "late" if row.due_at < now else "today" if row.due_at < tomorrow else "later"
        text = forms[due].format(
            pk=row.id,
            choice=row.choice if pick else "",
            applicant=escape(row.applicant),
            kind=escape(row.kind__name),
            reference=escape(row.reference),
            submitted=waktu(row.submitted_at),
            assignee=f" · {assigned} {escape(row.assignee)}" if row.assignee else "",
            badge=badges[row.status],
            due=waktu(row.due_at) if due != "over" else "",
        )
        items.append(text)
    return SafeString("\n".join(items))


@cache
def _badges() -> dict[str, SafeString]:
    return {status.value: badge(str(status.label), TONES.get(status.value, "calm")) for status in Status}


@cache
def _forms(*, pick: bool) -> dict[str, str]:
    """A row's form by its deadline: red when late, amber on the last day; the words say it too."""
    due = {
        "late": f'<p class="row-card__late">{icon("awas")}{_("Lewat batas")} {{due}}</p>',
        "today": f'<p class="row-card__soon">{icon("jam")}{_("Batas hari ini,")} {{due}}</p>',
        "later": f'<p class="row-card__text">{_("Batas")} {{due}}</p>',
        "over": "",
    }
    parts = {
        "picked": ' class="row-card__pick"' if pick else "",
        "pick": PICK.format(label=_("Pilih")) if pick else "",
        "desk": reverse("letters:desk"),
        "sent": _("Dikirim"),
    }
    return {
        name: ROW.format(late=" row-card--late" if name == "late" else "", due=text, **parts)
        for name, text in due.items()
    }
