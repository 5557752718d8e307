"""What letters show in the portal's frame: a person's tasks, and search results."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.web.registry import Hit, Task
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.wording import indonesian_date
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
            detail=_("Diminta kelurahan, nomor %s") % reference if status == Status.RETURNED else _("Belum dikirim"),
            icon="surat",
        )
        for pk, name, reference, status in rows.values_list("pk", "kind__name", "reference", "status")[:MAX_OPEN]
    ]
    return [*mine, *_at_the_desk(user)]


def _at_the_desk(user: User) -> list[Task]:
    labels = {
        Status.SUBMITTED: (_("Permohonan surat menunggu diperiksa"), reverse("letters:desk"), "surat"),
        Status.ACCEPTED: (_("Surat menunggu tanda tangan Anda"), reverse("letters:sign_queue"), "pena"),
    }
    tasks = []
    for status, (count, nearest) in queries.waiting_for(user).items():
        if not count or nearest is None:
            continue
        label, url, icon = labels[status]
        day = indonesian_date(timezone.localtime(nearest).date())
        late = nearest < timezone.now()
        detail = _("Yang paling mendesak: %s") % day
        tasks.append(Task(label=label, url=url, count=count, detail=detail, urgent=late, icon=icon))
    return tasks


def kinds_matching(words: str, user: User | None) -> list[Hit]:  # noqa: ARG001 - the catalogue is the same for all
    """Kinds of letters by name or purpose: "beasiswa" finds the SKTM."""
    return [
        Hit(kind.name, reverse("letters:kind", args=[kind.code.lower()]), kind.spec.summary, _("Surat"))
        for kind in queries.catalogue(words)
    ]
