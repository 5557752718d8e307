from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SihebatConfig(AppConfig):
    name = "sihebat"

    def ready(self) -> None:
        from core.web import registry

        registry.home_cards.add(
            registry.HomeCard(
                title=_("SiHebat"),
                subtitle=_("Bahan bakar kendaraan dinas"),
                text=_("Pagu, kupon, dan pengisian BBM tercatat rapi, dengan laporan hemat yang bisa ditelusuri."),
                icon="bbm",
            ),
            order=20,
        )
