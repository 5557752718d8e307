from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmartcityEvalConfig(AppConfig):
    name = "smartcity_eval"

    def ready(self) -> None:
        from core.web import registry

        registry.home_cards.add(
            registry.HomeCard(
                title=_("Evaluasi"),
                subtitle=_("Pemerintah digital dan kota cerdas"),
                text=_("Seberapa baik kota melayani secara digital: indikator, bukti, dan indeks yang terbuka."),
                icon="grafik",
            ),
            order=40,
        )
