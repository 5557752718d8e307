from django.apps import AppConfig


class SihebatConfig(AppConfig):
    name = "sihebat"
