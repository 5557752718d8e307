"""What letters show in the portal's frame: a person's tasks, and search results."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.web.registry import Hit, Task
from core.wording import long_date
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.steps import steps_waiting
from sodamolek.letters.workflow import Status

MAX_OPEN = 10


def tasks_of(user: User) -> list[Task]:
    """Requests that wait for this person: one's own to mend or finish, and those at the desk."""
    own = LetterRequest.objects.visible_to(user).filter(owner_id=user.pk)
    rows = own.filter(status__in=[Status.RETURNED, Status.DRAFT]).order_by("-id")
    mine = [
        Task(
            label=_("Perbaiki %s") % name if status == Status.RETURNED else _("Lanjutkan %s") % name,
            url=reverse("letters:request", args=[pk]),
            detail=_("Diminta kantor, nomor %s") % reference if status == Status.RETURNED else _("Belum dikirim"),
            icon="surat",
        )
        for pk, name, reference, status in rows.values_list("pk", "kind__name", "reference", "status")[:MAX_OPEN]
    ]
    return [*mine, *_at_the_desk(user)]


def _at_the_desk(user: User) -> list[Task]:
    tasks = []
    count, nearest = queries.waiting_for(user).get(Status.SUBMITTED, (0, None))
    tasks.append(_task(_("Permohonan surat menunggu diperiksa"), reverse("letters:desk"), "surat", count, nearest))
    labels = {
        "endorse": (_("Surat menunggu paraf Anda"), "letters:endorse_queue"),
        "sign": (_("Surat menunggu tanda tangan Anda"), "letters:sign_queue"),
        "scan": (_("Surat cetak menunggu tanda tangan, cap dan pindaian"), "letters:scan_queue"),
        "countersign": (_("Surat kelurahan menunggu tanda tangan Anda"), "letters:countersign_queue"),
    }
    for name, step in steps_waiting(user).items():
        label, url = labels[name]
        tasks.append(_task(label, reverse(url), "pena", step.waiting, step.due))
    return [task for task in tasks if task is not None]


def _task(label: str, url: str, icon: str, count: int, nearest: datetime | None) -> Task | None:
    if not count or nearest is None:
        return None
    day = long_date(timezone.localtime(nearest).date())
    detail = _("Yang paling mendesak: %s") % day
    return Task(label=label, url=url, count=count, detail=detail, urgent=nearest < timezone.now(), icon=icon)


def kinds_matching(words: str, user: User | None) -> list[Hit]:  # noqa: ARG001 - the catalogue is the same for all
    """Kinds of letters by name or purpose: "beasiswa" finds the SKTM."""
    return [
        Hit(
            found.kind.name,
            reverse("letters:kind", args=[found.kind.code.lower()]),
            f"{found.reason} {found.kind.spec.summary}".strip(),
            _("Surat"),
        )
        for found in queries.find_kinds(words)
    ]
