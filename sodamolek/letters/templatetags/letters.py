"""`{% load letters %}`: the rows of the desk's queue."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.web.templatetags.portal import TONES, badge, icon, waktu
from sodamolek.letters.queries import DeskRow
from sodamolek.letters.workflow import AT_DESK, Status

register = template.Library()

# In Python and not in a template: this is the list that operators look at all day, and a template's loop over
# 25 rows cost more than everything else of the page together (bench/pages.py).
ROW = """<li class="row-card{late}">
  <div>
    <a class="row-card__title" href="{pk}/">{owner}</a>
    <p class="row-card__text">{kind} · <span class="code">{reference}</span></p>
    <p class="row-card__text">{submitted}</p>
  </div>
  <div class="row-card__side">{badge}{due}</div>
</li>"""


@register.simple_tag
def desk_rows(rows: Iterable[DeskRow], now: datetime) -> SafeString:
    """The rows as list items, relative to the queue's address; a deadline only where one runs."""
    return SafeString("\n".join([_desk_row(row, now) for row in rows]))


def _desk_row(row: DeskRow, now: datetime) -> str:
    runs = row.status in AT_DESK
    late = runs and row.due_at < now
    return ROW.format(
        late=" row-card--late" if late else "",
        pk=row.id,
        owner=escape(row.applicant),
        kind=escape(row.kind__name),
        reference=escape(row.reference),
        submitted=_sent(waktu(row.submitted_at)),
        badge=_badges()[row.status],
        due=_deadline(waktu(row.due_at), late=late) if runs else "",
    )


@cache
def _badges() -> dict[str, SafeString]:
    return {status.value: badge(str(status.label), TONES.get(status.value, "calm")) for status in Status}


@lru_cache(maxsize=512)
def _sent(moment: str) -> SafeString:
    return format_html("{} {}", _("Dikirim"), moment)


@lru_cache(maxsize=512)
def _deadline(moment: str, *, late: bool) -> SafeString:
    if late:
        return format_html('<p class="row-card__late">{}{} {}</p>', icon("awas"), _("Lewat batas"), moment)
    return format_html('<p class="row-card__text">{} {}</p>', _("Batas"), moment)
