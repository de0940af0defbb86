from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self) -> None:
        from cooperation import enquiries, mails
        from matching import endings

        mails.register()
        endings.register(enquiries.answer_for_ended)
