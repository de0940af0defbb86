from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self) -> None:
        from cooperation import enquiries, mails, querysets
        from matching import endings, suggestion_mails

        mails.register()
        suggestion_mails.leave_out(querysets.not_asked_about)
        endings.register(enquiries.answer_for_ended)
