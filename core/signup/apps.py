from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "core.signup"
