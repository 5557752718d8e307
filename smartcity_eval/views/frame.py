"""What the evaluation shows in the portal's frame: a person's tasks, and the index on the home page."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.web.registry import Figure, Task
from smartcity_eval.queries import desk, scores


def tasks_of(user: User) -> list[Task]:
    """Evidence that waits for an assessor; indicators and returned evidence that wait for a respondent."""
    tasks = []
    if user.has_role(Role.ASSESSOR):
        waiting = desk.assessor_queue(user).count()
        tasks.append((_("Bukti menunggu keputusan Anda"), reverse("smartcity_eval:queue"), waiting, False))
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
