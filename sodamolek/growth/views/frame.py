"""What growth shows in the portal's frame."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.web.registry import Figure, Hit, Task
from sodamolek.growth import queries
from sodamolek.growth.models import Posyandu, Publication, WeighingSession
from sodamolek.growth.queries.official import official_figures
from sodamolek.growth.rules.gain import month_of, months_before

LONG = 14  # days after which a re-measurement is late


def figures() -> list[Figure]:
    """The stunting figure with its date and source: the portal's own, or else what the city said last."""
    row = queries.latest_publication()
    if row is None:
        last = official_figures()[-1]
        note = f"{date_format(last.day, 'F Y')}, {last.source}"
        return [Figure(f"{number_format(last.percent, 1)}%", _("balita stunting"), note)]
    source = _("posyandu dan puskesmas; data contoh") if row.is_sample else _("posyandu dan puskesmas")
    label = _("balita stunting (%(stunted)s dari %(measured)s diukur)") % {
        "stunted": number_format(row.stunted, force_grouping=True),
        "measured": number_format(row.measured, force_grouping=True),
    }
    return [Figure(f"{number_format(row.percent, 1)}%", label, f"{date_format(row.month, 'F Y')}, {source}")]


def tasks_of(user: User) -> list[Task]:
    """A weighing day to hold, children to measure again, a month to publish."""
    today = timezone.localdate()
    tasks = []
    if user.has_role(Role.POSYANDU_WORKER):
        this = WeighingSession.objects.visible_to(user).filter(day__gte=month_of(today)).values("posyandu")
        open_posyandu = Posyandu.objects.visible_to(user).filter(workers=user).exclude(pk__in=this)
        tasks += [
            Task(_("Hari timbang bulan ini belum dimulai"), reverse("growth:desk"), detail=row.name, icon="anak")
            for row in open_posyandu[:5]
        ]
    if user.has_role(Role.PUSKESMAS):
        days = list(queries.open_checks(user).values_list("asked_on", flat=True)[:200])
        if days:
            detail = _("Yang paling lama sejak %s") % date_format(days[0], "j F Y")
            late = (today - days[0]).days > LONG
            tasks.append(
                Task(_("Anak menunggu ukur ulang"), reverse("growth:checks"), len(days), detail, late, icon="anak")
            )
    if user.has_role(Role.DINKES):
        month = months_before(month_of(today), 1)
        if not Publication.objects.visible_to(user).filter(month=month).exists():
            address = f"{reverse('growth:prevalence')}?bulan={month:%Y-%m}"
            tasks.append(Task(_("Angka stunting %s belum terbit") % date_format(month, "F Y"), address, icon="grafik"))
    return tasks


def pages_matching(words: str, _user: User | None) -> list[Hit]:
    """The public page; children are never found by searching."""
    known = _("stunting balita tinggi berat posyandu gizi tumbuh kembang")
    if not any(word in known.split() for word in words.lower().split()):
        return []
    return [
        Hit(
            _("Stunting menurut kelurahan"),
            reverse("growth:public"),
            _("Angka, cara menghitung, dan sumbernya"),
            _("Balita"),
        )
    ]
