from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self) -> None:
        from cooperation import enquiries, mails, pairs
        from matching import endings, suggestion_mails
        from matching import querysets as matching_querysets

        mails.register()
        matching_querysets.leave_out(pairs.not_met)
        suggestion_mails.leave_out(pairs.not_asked_about)
        endings.register(enquiries.answer_for_ended)
