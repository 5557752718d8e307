from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KabashoaxConfig(AppConfig):
    name = "kabashoax"

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.accounts.rules import Role
        from core.web import registry
        from core.web.registry import Action, HomeCard, NavItem, Shortcut
        from kabashoax.models import DESK_ROLES
        from kabashoax.rules.trail import TRAIL
        from kabashoax.services import demo, triage
        from kabashoax.views import frame

        registry.nav.add(NavItem(_("Kabas Hoax"), "kabashoax:index", icon="hoaks"), order=18)
        registry.nav.add(NavItem(_("Meja kabar"), "kabashoax:desk", frozenset(DESK_ROLES), "tugas"), order=38)
        registry.nav.add(
            NavItem(_("Permintaan konfirmasi"), "kabashoax:confirmations", frozenset({Role.OFFICE_CONTACT}), "tugas"),
            order=38,
        )
        registry.home_cards.add(
            HomeCard(
                title=_("Kabas Hoax"),
                subtitle=_("Kota Kupang bebas hoaks"),
                text=_("Laporkan kabar yang meragukan. Kami memeriksanya pada sumber tepercaya dan mengumumkannya."),
                icon="hoaks",
                actions=(
                    Action(_("Laporkan kabar"), "kabashoax:report"),
                    Action(_("Lihat hasil pemeriksaan"), "kabashoax:index"),
                ),
            ),
            order=30,
        )
        registry.shortcuts.add(
            Shortcut(_("Laporan baru"), "kabashoax:desk", frozenset({Role.FACT_CHECKER}), "hoaks"), order=38
        )
        registry.figures.add(frame.figures, order=30)
        registry.my_day.add(frame.tasks_of, order=30)
        registry.search.add(frame.claims_matching, order=30)
        registry.retention.add(triage.forget_contacts)
        registry.demo.add(demo.make_claims, order=50)
        registry.trail.add(TRAIL)
