from django.apps import AppConfig


class KabashoaxConfig(AppConfig):
    name = "kabashoax"
