from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmartcityEvalConfig(AppConfig):
    name = "smartcity_eval"

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.accounts.rules import Role
        from core.web import registry
        from core.web.registry import Action, HomeCard, NavItem, Shortcut
        from smartcity_eval.models import STAFF
        from smartcity_eval.rules.trail import TRAIL
        from smartcity_eval.services import demo
        from smartcity_eval.views import frame

        registry.nav.add(NavItem(_("Evaluasi"), "smartcity_eval:summary", icon="grafik"), order=60)
        registry.nav.add(NavItem(_("Meja evaluasi"), "smartcity_eval:desk", frozenset(STAFF), "tugas"), order=45)
        registry.home_cards.add(
            HomeCard(
                title=_("Evaluasi"),
                subtitle=_("Pemerintah digital dan kota cerdas"),
                text=_("Seberapa baik kota melayani secara digital: indikator, bukti, dan indeks yang terbuka."),
                icon="grafik",
                actions=(
                    Action(_("Lihat indeks"), "smartcity_eval:summary"),
                    Action(_("Program kota cerdas"), "smartcity_eval:programmes"),
                ),
            ),
            order=40,
        )
        registry.figures.add(frame.figures, order=40)
        registry.my_day.add(frame.tasks_of, order=40)
        registry.search.add(frame.pages_matching, order=40)
        registry.shortcuts.add(
            Shortcut(_("Buka penilaian"), "smartcity_eval:open", frozenset({Role.SPBE_COORDINATOR}), "tambah"), order=40
        )
        registry.shortcuts.add(
            Shortcut(
                _("Program kota cerdas"), "smartcity_eval:programmes", frozenset({Role.SPBE_COORDINATOR}), "grafik"
            ),
            order=41,
        )
        registry.shortcuts.add(
            Shortcut(_("Bukti yang menunggu"), "smartcity_eval:queue", frozenset({Role.ASSESSOR}), "periksa"), order=42
        )
        registry.shortcuts.add(Shortcut(_("Meja evaluasi"), "smartcity_eval:desk", frozenset(STAFF), "tugas"), order=43)
        registry.demo.add(demo.make_evaluation, order=60)
        registry.trail.add(TRAIL)
        registry.reference.add("load_instruments")
