from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "core.web"

    def ready(self) -> None:
        """Entries of core itself: apps below core.web can't see its registries."""
        from core.accounts.rules import Role
        from core.documents.demo import enroll_signers
        from core.documents.models import OFFICE_READERS
        from core.population.demo import make_usage
        from core.signup.demo import make_people
        from core.web import queries, registry
        from core.web.rules import TRAIL

        registry.nav.add(registry.NavItem(_("Meja saya"), "web:my_day", frozenset({Role.CITIZEN}), "tugas"), order=20)
        registry.nav.add(registry.NavItem(_("Buku register"), "documents:register", OFFICE_READERS, "buku"), order=32)
        registry.nav.add(registry.NavItem(_("Jejak audit"), "web:trail", frozenset({Role.AUDITOR}), "cari"), order=70)
        registry.nav.add(registry.NavItem(_("Periksa surat"), "documents:verify", icon="periksa"), order=80)
        registry.home_cards.add(
            registry.HomeCard(
                title=_("Periksa surat"),
                text=_("Terima surat dari kelurahan? Ketik kode di bawah QR atau unggah PDF-nya: asli atau tidak."),
                icon="periksa",
                actions=(registry.Action(_("Periksa keaslian"), "documents:verify"),),
                place="quick",
            ),
            order=20,
        )
        registry.search.add(queries.pages_matching, order=10)
        registry.demo.add(make_people, order=10)
        registry.trail.add(TRAIL)
        registry.demo.add(enroll_signers, order=15)
        registry.demo.add(make_usage, order=16)
        _add_shortcuts()


def _add_shortcuts() -> None:
    """Ways to pages that only a role needs."""
    from core.accounts.rules import Role
    from core.documents.services import SIGNER_ROLES
    from core.web import registry

    registry.shortcuts.add(
        registry.Shortcut(
            _("Meja perbaikan"),
            "admin:index",
            frozenset({Role.ADMINISTRATOR}),
            "ubah",
            _("Orang, penugasan, kantor, dan hari libur"),
        ),
        order=10,
    )
    registry.shortcuts.add(
        registry.Shortcut(
            _("Token aplikasi"),
            "accounts:tokens",
            frozenset({Role.INTEGRATOR}),
            "kunci",
            _("Kunci dengan cakupan untuk program Anda"),
        ),
        order=10,
    )
    registry.shortcuts.add(
        registry.Shortcut(_("API untuk pengembang"), "web:api_docs", frozenset({Role.INTEGRATOR}), "kode"), order=11
    )
    registry.shortcuts.add(
        registry.Shortcut(
            _("Pemanfaatan data kependudukan"),
            "population:usage",
            frozenset({Role.DUKCAPIL, Role.AUDITOR, Role.ADMINISTRATOR}),
            "grafik",
            _("Laporan setengah tahunan untuk perjanjian dengan Dukcapil"),
        ),
        order=80,
    )
    registry.shortcuts.add(
        registry.Shortcut(
            _("Tanda tangan saya"),
            "documents:certificate",
            SIGNER_ROLES,
            "pena",
            _("Sertifikat dan frasa sandi untuk menandatangani surat"),
        ),
        order=90,
    )
    registry.shortcuts.add(
        registry.Shortcut(
            _("Nomor awal buku register"),
            "documents:register_start",
            (Role.ADMINISTRATOR,),
            "buku",
            _("Lanjutkan nomor buku kertas tiap kantor di portal"),
        ),
        order=95,
    )
