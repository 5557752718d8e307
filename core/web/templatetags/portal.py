"""Tags and filters that every page uses: `{% load portal %}`."""

from collections.abc import Hashable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.db import models
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.notifications.queries import MANY, unread_count
from core.web.frame import part
from core.wording import decimal_text, long_date, percent_text, rupiah

register = template.Library()
register.filter("rupiah", rupiah)
register.filter("desimal", decimal_text)
register.filter("persen", percent_text)
ACCOUNT_MARK = SafeString("<!-- account -->")
TOKEN_MARK = SafeString("csrf-token-of-this-answer")

# The colour of a status; text and mark say the same without it. What is not named here is calm.
TONES = {
    "draft": "calm",
    "submitted": "info",
    "waiting": "info",
    "running": "info",
    "returned": "warn",
    "accepted": "info",
    "endorsed": "info",
    "signing": "info",
    "printed": "info",
    "awaiting_camat": "info",
    "signed": "good",
    "collected": "good",
    "done": "good",
    "valid": "good",
    "published": "good",
    "validated": "good",
    "matched": "good",
    "confirmed": "good",
    "rejected": "bad",
    "revoked": "bad",
    "failed": "bad",
    "mismatch": "bad",
    "unmatched": "warn",
}


@register.simple_tag
def frame_part(template_name: str, **facts: Hashable) -> SafeString:
    """A part of the frame that depends on `facts` only (core/web/frame.py)."""
    return part(template_name, tuple(facts.items()))


@register.simple_tag(takes_context=True)
def form_part(context: template.Context, template_name: str, **facts: Hashable) -> SafeString:
    """As frame_part, for a part with a form: it has {{ token_mark }} where this answer's token belongs."""
    html = part(template_name, (*facts.items(), ("token_mark", TOKEN_MARK)))
    return SafeString(html.replace(TOKEN_MARK, str(context.get("csrf_token", ""))))


@register.simple_tag(takes_context=True)
def frame_header(context: template.Context) -> SafeString:
    """The header: the part that many share, with this person's account (or the ways in) put into it."""
    header = part(
        "components/header.html", (("nav_items", context.get("nav_items", ())), ("account_mark", ACCOUNT_MARK))
    )
    user = context.get("user")
    if user is not None and user.is_authenticated:
        account = _account_menu(user).replace(TOKEN_MARK, str(context.get("csrf_token", "")), 1)
    else:
        account = part("components/visitor_menu.html")
    return SafeString(header.replace(ACCOUNT_MARK, account, 1))


def _account_menu(user: User) -> SafeString:
    unread = unread_count(user)
    roles = _labels(Assignment, "role")
    facts = (
        ("name", user.name),
        ("roles", tuple((roles[a.role], a.office.name) for a in user.assignments_today)),
        ("unread_total", f"{MANY - 1}+" if unread >= MANY else str(unread or "")),
        ("token_mark", TOKEN_MARK),
    )
    return part("components/account_menu.html", facts)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A sign from static/img/icons.svg; silent for screen readers unless `label` is given."""
    address = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name
    )


@register.simple_tag
def status_badge(row: Any, field: str = "status") -> SafeString:
    """The row's status (or another field with choices, such as "state") as a badge."""
    value = str(getattr(row, field))
    model: type[models.Model] = type(row)
    return badge(_labels(model, field).get(value, value), TONES.get(value, "calm"))


@register.simple_tag
@lru_cache(maxsize=512)
def badge(label: str, tone: str = "calm") -> SafeString:
    """A badge with a text of its own; `tone` is calm, info, good, warn or bad."""
    return format_html('<span class="status status--{}">{}</span>', tone, label)


@lru_cache(maxsize=128)
def _labels(model: type[models.Model], field: str) -> dict[str, str]:
    """Labels by value. Django's get_FOO_display hashes all (lazy) choices again for every row of a list."""
    choices: Any = getattr(model._meta.get_field(field), "flatchoices", ())
    return {str(value): str(label) for value, label in choices}


@register.filter
def angka(number: int | str | None) -> str:
    """`1.250.000`; a dash for None."""
    return "–" if number is None or number == "" else f"{int(number):,}".replace(",", ".")


@register.filter
def tanggal(day: date | datetime | None) -> str:
    """`24 November 2026`; a moment is first brought to the city's time. A dash for None."""
    if not day:
        return "–"
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = day.astimezone(timezone.get_default_timezone())
    return long_date(day)


@register.filter
def waktu(moment: datetime | None) -> str:
    """`24 November 2026 pukul 10.30 WITA`; a dash for None."""
    if not moment:
        return "–"
    # The portal has one time zone; looking for the thread's own for each of many dates costs more than the rest.
    local = moment.astimezone(timezone.get_default_timezone()) if timezone.is_aware(moment) else moment
    return f"{long_date(local)} {_at()} {local.hour:02d}.{local.minute:02d} WITA"


@cache
def _at() -> str:
    return _("pukul")


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at the top, each error a link to its field; focus goes there.

    Once per form: crispy prints it too (templates/bootstrap5/errors.html), and a page may want it higher up.
    """
    if getattr(form, "errors_were_shown", False):
        return {"problems": []}
    form.errors_were_shown = True  # type: ignore[attr-defined]
    problems: list[dict[str, Any]] = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        problems += [{"text": text, "target": bound.auto_id, "label": bound.label} for text in bound.errors]
    return {"problems": problems}


@register.simple_tag(takes_context=True)
def active(context: template.Context, url_name: str) -> SafeString | str:
    """`aria-current="page"` on a link to the page that is open."""
    match = getattr(context.get("request"), "resolver_match", None)
    return format_html('aria-current="{}"', "page") if match and match.view_name == url_name else ""


@register.filter
def initials(name: str) -> str:
    """Up to two first letters of a name, for the round mark of an account."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
