from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    name = "core.accounts"
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS instead of django.contrib.admin."""

    default = False
    default_site = "core.accounts.adminsite.PortalAdminSite"
