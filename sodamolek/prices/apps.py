from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricesConfig(AppConfig):
    name = "sodamolek.prices"

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.accounts.rules import Role
        from core.web import registry
        from core.web.registry import Action, HomeCard, NavItem, Shortcut
        from sodamolek.prices.rules.trail import TRAIL
        from sodamolek.prices.services import demo
        from sodamolek.prices.views import frame

        surveyor, tpid = frozenset({Role.SURVEYOR}), frozenset({Role.TPID})
        registry.nav.add(NavItem(_("Harga"), "prices:today", icon="harga"), order=15)
        registry.nav.add(NavItem(_("Survei harga"), "prices:mine", surveyor, "harga"), order=40)
        registry.nav.add(NavItem(_("Validasi harga"), "prices:queue", tpid, "periksa"), order=41)
        registry.home_cards.add(
            HomeCard(
                title=_("Harga pangan"),
                text=_("Harga bahan pokok di pasar-pasar Kota Kupang dan perubahannya dari kemarin."),
                icon="harga",
                actions=(Action(_("Lihat harga"), "prices:today"),),
                place="quick",
            ),
            order=30,
        )
        registry.figures.add(frame.figures, order=10)
        registry.my_day.add(frame.tasks_of, order=20)
        registry.search.add(frame.commodities_matching, order=20)
        registry.shortcuts.add(
            Shortcut(_("Mulai mendata harga"), "prices:mine", surveyor, "harga", _("Satu putaran per pasar, per hari")),
            order=20,
        )
        registry.shortcuts.add(
            Shortcut(_("Sahkan harga"), "prices:queue", tpid, "periksa", _("Putaran surveyor yang menunggu")), order=21
        )
        registry.shortcuts.add(
            Shortcut(_("Indeks mingguan"), "prices:week", tpid, "grafik", _("Untuk rapat inflasi")),
            order=22,
        )
        registry.demo.add(demo.make_prices, order=30)
        registry.trail.add(TRAIL)
        registry.reference.add("load_markets")
