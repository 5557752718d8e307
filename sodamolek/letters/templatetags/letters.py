"""`{% load letters %}`: the rows of the desk's queue."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.html import format_html, format_html_join
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
    <p class="row-card__text">{sent} {submitted}</p>
  </div>
  <div class="row-card__side">{badge}{due}</div>
</li>"""


@register.simple_tag
def desk_rows(rows: Iterable[DeskRow], now: datetime) -> SafeString:
    """The rows as list items, relative to the queue's address; a deadline only where one runs."""
    badges = {status.value: badge(str(status.label), TONES.get(status.value, "calm")) for status in Status}
    sent, due, late = _("Dikirim"), _("Batas"), _("Lewat batas")
    items = []
    for row in rows:
        deadline: SafeString | str = ""
        is_late = row.status in AT_DESK and row.due_at < now
        if is_late:
            text = format_html("{}{} {}", icon("awas"), late, waktu(row.due_at))
            deadline = format_html('<p class="row-card__late">{}</p>', text)
        elif row.status in AT_DESK:
            deadline = format_html('<p class="row-card__text">{} {}</p>', due, waktu(row.due_at))
        items.append(
            format_html(
                ROW,
                late=" row-card--late" if is_late else "",
                pk=row.id,
                owner=row.owner__name,
                kind=row.kind__name,
                reference=row.reference,
                sent=sent,
                submitted=waktu(row.submitted_at),
                badge=badges[row.status],
                due=deadline,
            )
        )
    return format_html_join("\n", "{}", ((item,) for item in items))
