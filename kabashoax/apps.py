from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KabashoaxConfig(AppConfig):
    name = "kabashoax"

    def ready(self) -> None:
        from core.web import registry

        registry.home_cards.add(
            registry.HomeCard(
                title=_("Kabas Hoax"),
                subtitle=_("Kota Kupang bebas hoaks"),
                text=_("Laporkan kabar yang meragukan. Kami memeriksanya pada sumber tepercaya dan mengumumkannya."),
                icon="hoaks",
            ),
            order=30,
        )
