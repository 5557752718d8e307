from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "core.accounts"
    verbose_name = _("Orang dan penugasan")
    default = True

    def ready(self) -> None:
        """A session's clock starts at the log-in, also where no request has loaded the middleware yet."""
        from django.contrib.auth.signals import user_logged_in

        from core.accounts.middleware import start_clock

        user_logged_in.connect(start_clock, dispatch_uid="accounts.start_clock")


class PortalAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS instead of django.contrib.admin."""

    default = False
    default_site = "core.accounts.adminsite.PortalAdminSite"
