from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "sodamolek.letters"
    verbose_name = _("Surat")

    def ready(self) -> None:
        """Fill the frame's registries."""
        from core.documents.queries import SERIES_SOURCES
        from core.population.services import ADOPTERS
        from core.web import registry
        from sodamolek.letters.queries import series_in_use
        from sodamolek.letters.rules.trail import TRAIL
        from sodamolek.letters.services import counter, demo, upkeep
        from sodamolek.letters.views import complaints, frame

        SERIES_SOURCES.append(series_in_use)
        ADOPTERS.append(counter.adopt_requests)
        _fill_menu()
        _fill_shortcuts()
        _fill_home()
        registry.my_day.add(frame.tasks_of, order=10)
        registry.my_day.add(complaints.tasks_of, order=11)
        registry.search.add(frame.kinds_matching, order=5)
        registry.retention.add(upkeep.delete_old_scans)
        registry.demo.add(demo.make_requests, order=20)
        registry.trail.add(TRAIL)
        registry.reference.add("load_letter_kinds")


def _fill_menu() -> None:
    from core.accounts.rules import Role
    from core.web import registry
    from core.web.registry import NavItem
    from sodamolek.letters.models import OFFICE_ROLES
    from sodamolek.letters.workflow import ENDORSERS, SIGNERS

    registry.nav.add(NavItem(_("Surat"), "letters:catalogue", icon="surat"), order=10)
    registry.nav.add(NavItem(_("Surat saya"), "letters:mine", frozenset({Role.CITIZEN}), "surat"), order=25)
    registry.nav.add(NavItem(_("Meja surat"), "letters:desk", frozenset(OFFICE_ROLES), "tugas"), order=30)
    registry.nav.add(NavItem(_("Paraf"), "letters:endorse_queue", ENDORSERS, "pena"), order=31)
    registry.nav.add(NavItem(_("Tanda tangan"), "letters:sign_queue", SIGNERS, "pena"), order=31)
    registry.nav.add(NavItem(_("Mengetahui"), "letters:countersign_queue", frozenset({Role.CAMAT}), "pena"), order=32)
    registry.nav.add(NavItem(_("Keluhan"), "letters:complaints", frozenset(OFFICE_ROLES)), order=34)
    registry.nav.add(NavItem(_("Statistik surat"), "letters:office_statistics", frozenset(OFFICE_ROLES)), order=35)
    registry.nav.add(NavItem(_("Lacak"), "letters:track", icon="lacak"), order=70)


def _fill_shortcuts() -> None:
    from core.accounts.rules import Role
    from core.web import registry
    from core.web.registry import Shortcut
    from sodamolek.letters.models import OFFICE_ROLES
    from sodamolek.letters.workflow import ENDORSERS, SIGNERS

    citizen, operator = frozenset({Role.CITIZEN}), frozenset({Role.OPERATOR})
    office, counter_text = frozenset(OFFICE_ROLES), _("Warga datang ke kantor, Anda yang mengisi")
    registry.shortcuts.add(Shortcut(_("Layani di loket"), "letters:counter", operator, "orang", counter_text), order=1)
    registry.shortcuts.add(Shortcut(_("Paraf"), "letters:endorse_queue", ENDORSERS, "pena"), order=2)
    registry.shortcuts.add(Shortcut(_("Tanda tangan"), "letters:sign_queue", SIGNERS, "pena"), order=2)
    registry.shortcuts.add(
        Shortcut(_("Meja surat"), "letters:desk", office, "tugas", _("Semua permohonan di kantor Anda")), order=3
    )
    registry.shortcuts.add(Shortcut(_("Buku register"), "documents:register", office, "buku"), order=4)
    registry.shortcuts.add(Shortcut(_("Ajukan surat"), "letters:catalogue", citizen, "surat"), order=50)
    registry.shortcuts.add(Shortcut(_("Surat saya"), "letters:mine", citizen, "lacak"), order=51)


def _fill_home() -> None:
    from core.web import registry
    from core.web.registry import Action, HomeCard

    registry.home_cards.add(
        HomeCard(
            title=_("Sodamolek"),
            subtitle=_("Surat kelurahan dari rumah"),
            text=_("Ajukan surat keterangan, kirim foto syaratnya, dan unduh surat bertanda tangan elektronik."),
            icon="surat",
            actions=(
                Action(_("Pilih surat"), "letters:catalogue"),
                Action(_("Surat saya"), "letters:mine"),
                Action(_("Statistik"), "letters:statistics"),
            ),
        ),
        order=10,
    )
    registry.home_cards.add(
        HomeCard(
            title=_("Lacak permohonan"),
            text=_("Punya nomor permohonan dan PIN? Lihat kemajuannya tanpa masuk."),
            icon="lacak",
            actions=(Action(_("Lacak permohonan"), "letters:track"),),
            place="quick",
        ),
        order=10,
    )
