from django.apps import AppConfig


class PricesConfig(AppConfig):
    name = "sodamolek.prices"
