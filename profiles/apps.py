from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from profiles import mails

        mails.register()
