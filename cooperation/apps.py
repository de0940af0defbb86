from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self) -> None:
        from cooperation import enquiries, mails, querysets
        from matching import endings, suggestion_mails
        from matching import querysets as matching_querysets

        mails.register()
        matching_querysets.leave_out(querysets.not_met)
        suggestion_mails.leave_out(querysets.not_asked_about)
        endings.register(enquiries.answer_for_ended)
