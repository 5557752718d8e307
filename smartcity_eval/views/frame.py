"""What the evaluation shows in the portal's frame: a person's tasks, and the index on the home page."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.web.registry import Figure, Hit, Task
from smartcity_eval.queries import desk, programmes, scores


def tasks_of(user: User) -> list[Task]:
    """What waits: evidence for an assessor, open assessments for a coordinator, indicators for a respondent."""
    tasks = []
    if user.has_role(Role.ASSESSOR):
        waiting = desk.assessor_queue(user).count()
        tasks.append((_("Bukti menunggu keputusan Anda"), reverse("smartcity_eval:queue"), waiting, False))
    if user.has_role(Role.SPBE_COORDINATOR):
        address = reverse("smartcity_eval:desk")
        tasks.append((_("Penilaian sedang diisi"), address, desk.led_and_open(user), False))
    if user.has_role(Role.RESPONDENT):
        address = reverse("smartcity_eval:desk")
        tasks.append((_("Bukti dikembalikan asesor"), address, desk.returned_to(user), True))
        tasks.append((_("Indikator belum dijawab"), address, desk.unanswered(user), False))
    return [
        Task(label=label, url=url, count=count, urgent=urgent, icon="grafik")
        for label, url, count, urgent in tasks
        if count
    ]


def figures() -> list[Figure]:
    """The newest published index, with what it is, since when and from where."""
    rows = scores.published(AnonymousUser())
    if not rows:
        return []
    row = rows[0]
    score = scores.report(row).score
    nature = row.get_nature_display() + (f", {_('contoh')}" if row.is_sample else "")
    day = date_format(localtime(row.published_at), "j F Y")
    return [
        Figure(
            value=number_format(score.index, 2),
            label=_("%(name)s %(year)s: %(predicate)s")
            % {"name": row.instrument.name, "year": row.year, "predicate": score.predicate},
            note=_("%(nature)s; terbit %(day)s; dihitung portal menurut %(source)s")
            % {"nature": nature, "day": day, "source": row.instrument.spec.regulation.split(",")[0]},
        )
    ]


def pages_matching(words: str, user: User | None) -> list[Hit]:
    """Instruments and programmes whose name or title holds every word: "spbe", "sodamolek"."""
    terms = words.casefold().split()
    found = [
        (row.name, reverse("smartcity_eval:instrument", args=[row.code]), row.spec.title, "spbe pemdi evaluasi indeks")
        for row in scores.current_instruments()
    ]
    address = reverse("smartcity_eval:programmes")
    found += [
        (row.name, address, f"{row.get_element_display()}, {row.get_state_display()}", "program smart city kota cerdas")
        for row in programmes.standing(user or AnonymousUser()).programmes
    ]
    return [
        Hit(title, url, text, _("Evaluasi"))
        for title, url, text, more in found
        if all(term in f"{title} {text} {more}".casefold() for term in terms)
    ]
