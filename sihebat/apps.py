from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SihebatConfig(AppConfig):
    name = "sihebat"

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.accounts.rules import Role
        from core.web import registry
        from core.web.registry import Action, HomeCard, NavItem, Shortcut
        from sihebat.models import READERS
        from sihebat.rules.trail import TRAIL
        from sihebat.services import demo, importing
        from sihebat.views import frame

        registry.nav.add(NavItem(_("BBM"), "sihebat:overview", frozenset(READERS), "bbm"), order=35)
        registry.home_cards.add(
            HomeCard(
                title=_("SiHebat"),
                subtitle=_("Bahan bakar kendaraan dinas"),
                text=_("Pagu dan pengisian BBM tercatat rapi, dengan laporan hemat yang bisa ditelusuri."),
                icon="bbm",
                actions=(Action(_("Cara menghitung hemat"), "sihebat:bases"),),
            ),
            order=20,
        )
        registry.figures.add(frame.figures, order=20)
        registry.my_day.add(frame.tasks_of, order=20)
        registry.shortcuts.add(
            Shortcut(_("Catat pengisian BBM"), "sihebat:fill_new", frozenset({Role.FUEL_CLERK}), "tambah"), order=20
        )
        registry.shortcuts.add(
            Shortcut(_("Buat laporan efisiensi"), "sihebat:report_new", frozenset({Role.BKAD_OFFICER}), "grafik"),
            order=20,
        )
        registry.shortcuts.add(Shortcut(_("Meja BBM"), "sihebat:overview", frozenset(READERS), "bbm"), order=21)
        at_the_pump = frozenset({Role.STATION_ATTENDANT})
        detail = _("Harga hari ini dan isi nota; kupon belum dipakai di portal ini.")
        registry.shortcuts.add(Shortcut(_("Petugas SPBU"), "sihebat:station", at_the_pump, "bbm", detail), order=20)
        registry.demo.add(demo.make_example, order=40)
        registry.trail.add(TRAIL)
        registry.retention.add(importing.forget_unfinished)
