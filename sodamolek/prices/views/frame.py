"""What prices show in the portal's frame."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.web.registry import Figure, Hit, Task
from core.wording import rupiah
from sodamolek.prices import queries
from sodamolek.prices.models import Commodity, Round
from sodamolek.prices.workflow import Status

# What people ask about first.
SHOWN = ("beras-medium", "cabai-rawit-merah")
MAX_HITS = 5


def figures() -> list[Figure]:
    """Today's price of what people ask about first, with date and source."""
    day = queries.latest_day()
    if day is None:
        return []
    sample = queries.has_samples(day - timedelta(days=queries.EARLIER_DAYS), day)
    source = _("survei pasar Kota Kupang; data contoh") if sample else _("survei pasar Kota Kupang")
    found = []
    for row in queries.day_table(day):
        price, when = (row.day.price, day) if row.day.price else row.earlier or (None, day)
        if row.commodity.code in SHOWN and price:
            note = _("%(day)s, %(source)s") % {"day": date_format(when, "j F Y"), "source": source}
            found.append(Figure(rupiah(price), f"{row.commodity.name}, {row.commodity.unit}", note))
    return found


def tasks_of(user: User) -> list[Task]:
    """Rounds to mend for a surveyor, rounds to validate for TPID."""
    tasks = []
    if user.has_role(Role.SURVEYOR):
        returned = Round.objects.visible_to(user).filter(owner_id=user.pk, status=Status.RETURNED)
        tasks += [
            Task(
                _("Perbaiki harga %s") % row.market.name,
                reverse("prices:correct", args=[row.pk]),
                detail=row.reason,
                icon="harga",
            )
            for row in returned.select_related("market").order_by("day")[:MAX_HITS]
        ]
    if user.has_role(Role.TPID):
        days = list(queries.waiting(user).values_list("day", flat=True)[:100])
        if days:
            detail = _("Yang paling lama: %s") % date_format(days[0], "j F Y")
            tasks.append(Task(_("Harga menunggu disahkan"), reverse("prices:queue"), len(days), detail, icon="harga"))
    return tasks


def commodities_matching(words: str, user: User | None) -> list[Hit]:
    """Commodities by name: "beras" finds three."""
    rows = Commodity.objects.visible_to(user)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    text = _("Harga di pasar Kota Kupang")
    return [
        Hit(row.name, reverse("prices:commodity", args=[row.code]), text, _("Harga pangan")) for row in rows[:MAX_HITS]
    ]
