from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = _("Portal")
    default = True

    def ready(self) -> None:
        from portal.site import mails
        from portal.site.legal import checks  # noqa: F401 - registers itself

        mails.register()


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own door (servicedesk.py)."""

    default = False
    default_site = "portal.site.servicedesk.PortalAdminSite"
