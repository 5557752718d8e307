"""What SiHebat shows in the portal's frame: tasks and a figure on the home page."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.web.registry import Figure, Task
from core.wording import long_date, percent_text
from sihebat.models import READERS
from sihebat.queries import fills, home

LOOK_BACK = timedelta(days=60)


def tasks_of(user: User) -> list[Task]:
    """Fills that ask for an explanation, and reports that failed."""
    if not user.has_role(*READERS):
        return []
    tasks = []
    count = fills.flagged_count(user, timezone.localdate() - LOOK_BACK)
    if count:
        detail = _("60 hari terakhir; seratus atau lebih") if count >= fills.MOST_COUNTED else _("60 hari terakhir")
        url = f"{reverse('sihebat:fills')}?tanda=on"
        tasks.append(Task(_("Pengisian BBM perlu penjelasan"), url, count, detail, icon="bbm"))
    if user.has_role(Role.BKAD_OFFICER):
        failed = home.failed_reports(user)
        if failed:
            label = _("Laporan efisiensi gagal dibuat")
            tasks.append(Task(label, reverse("sihebat:reports"), failed, urgent=True, icon="bbm"))
    return tasks


def figures() -> list[Figure]:
    """What was saved on fuel this year so far, by days of the ceiling."""
    found = home.year_so_far(timezone.localdate())
    if found is None:
        return []
    ratio, day, is_demo = found
    source = _("data contoh, ") if is_demo else ""
    note = _("%(source)sterhadap pagu menurut hari, s.d. %(day)s; sumber: pengisian SiHebat") % {
        "source": source,
        "day": long_date(day),
    }
    return [Figure(percent_text(ratio), _("efisiensi BBM dinas tahun ini"), note)]
