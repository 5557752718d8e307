from django.apps import AppConfig


class SmartcityEvalConfig(AppConfig):
    name = "smartcity_eval"
