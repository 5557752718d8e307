"""What Kabas Hoax shows in the portal's frame: tasks, the newest verdict, search results."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.web.registry import Figure, Hit, Task
from kabashoax.queries import archive, desk

SHORTEST = 4
MOST_HITS = 5


def tasks_of(user: User) -> list[Task]:
    """Reports and checks for fact-checkers, proposals for editors, questions for the contacts of offices."""
    address = reverse("kabashoax:desk")
    labels = {
        "reports": (_("Laporan kabar menunggu diperiksa"), f"{address}?bagian=laporan"),
        "checks": (_("Klaim sedang diperiksa"), f"{address}?bagian=periksa"),
        "proposals": (_("Hasil pemeriksaan menunggu diterbitkan"), f"{address}?bagian=usulan"),
        "questions": (_("Pertanyaan tentang kabar menunggu jawaban kantor Anda"), reverse("kabashoax:confirmations")),
    }
    counts = desk.waiting_for(user)
    return [Task(labels[name][0], labels[name][1], count, icon="hoaks") for name, count in counts.items() if count]


def figures() -> list[Figure]:
    """The newest verdicts: what was found, about what, by whom it was checked and when."""
    return [
        Figure(
            value=row.get_verdict_display(),
            label=row.title,
            note=_("Kabas Hoax, %(day)s%(example)s")
            % {
                "day": date_format(localtime(row.revised_at), "j F Y"),
                "example": f"; {_('contoh')}" if row.is_demo else "",
            },
        )
        for row in archive.newest()
    ]


def claims_matching(words: str, user: User | None) -> list[Hit]:  # noqa: ARG001 - the archive is the same for all
    """Published claims like the words."""
    if len(words) < SHORTEST:
        return []
    return [
        Hit(row.title, reverse("kabashoax:claim", args=[row.slug]), f"{row.get_verdict_display()}: {row.summary}",
            _("Kabas Hoax"))
        for row in archive.search(words, limit=MOST_HITS)
    ]  # fmt: skip
