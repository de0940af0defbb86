from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    name = "portal.foundation"
    label = "foundation"
    verbose_name = _("History and mail")

    def ready(self) -> None:
        from portal.foundation.outbox import checks  # noqa: F401 - registers them
