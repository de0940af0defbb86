from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    default = True

    def ready(self) -> None:
        from portal.site import mails

        mails.register()


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own door (servicedesk.py)."""

    default = False
    default_site = "portal.site.servicedesk.PortalAdminSite"
