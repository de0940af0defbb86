from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Needs and offers")

    def ready(self) -> None:
        from matching import checks, mails  # noqa: F401 - checks register themselves

        mails.register()
