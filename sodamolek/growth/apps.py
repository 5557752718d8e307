from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "sodamolek.growth"
    verbose_name = _("Tumbuh kembang")

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.accounts.rules import Role
        from core.web import registry
        from core.web.registry import Action, HomeCard, NavItem, Shortcut
        from sodamolek.growth.models import STAFF
        from sodamolek.growth.rules.trail import TRAIL
        from sodamolek.growth.services import demo, retention
        from sodamolek.growth.views import frame

        workers = frozenset({Role.POSYANDU_WORKER, Role.PUSKESMAS})
        registry.nav.add(NavItem(_("Stunting"), "growth:public", icon="anak"), order=16)
        registry.nav.add(NavItem(_("Tumbuh kembang"), "growth:desk", frozenset(STAFF), "anak"), order=42)
        registry.home_cards.add(
            HomeCard(
                title=_("Balita dan stunting"),
                text=_("Berapa balita yang pendek untuk umurnya, di kelurahan mana, dan apa yang dilakukan."),
                icon="anak",
                actions=(Action(_("Lihat angkanya"), "growth:public"),),
                place="quick",
            ),
            order=31,
        )
        registry.figures.add(frame.figures, order=20)
        registry.my_day.add(frame.tasks_of, order=25)
        registry.search.add(frame.pages_matching, order=25)
        registry.shortcuts.add(
            Shortcut(_("Hari timbang"), "growth:desk", workers, "anak", _("Catat berat dan tinggi, lihat hasilnya")),
            order=25,
        )
        registry.shortcuts.add(
            Shortcut(_("Ukur ulang"), "growth:checks", frozenset({Role.PUSKESMAS}), "periksa"), order=26
        )
        registry.shortcuts.add(
            Shortcut(_("Prevalensi stunting"), "growth:prevalence", frozenset({Role.DINKES, Role.PUSKESMAS}), "grafik"),
            order=27,
        )
        registry.shortcuts.add(
            Shortcut(
                _("Anak saya"), "growth:mine", frozenset({Role.CITIZEN}), "keluarga", _("Pertumbuhan anak di KK Anda")
            ),
            order=60,
        )
        registry.retention.add(retention.forget_children)
        registry.demo.add(demo.make_growth, order=40)
        registry.trail.add(TRAIL)
