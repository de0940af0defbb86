"""History and mail outbox, for reading; mails that failed can be tried again at once."""

import re

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.foundation.events import event_words
from portal.foundation.models import HistoryEntry, MailState, OutboxMail
from portal.foundation.moderation import ReadByModerators
from portal.foundation.outbox.kinds import KINDS
from portal.foundation.outbox.sending import try_again

LINK = re.compile(r"https?://\S+")


def kind_words(label: str) -> str:
    """The name that people know a model by; its label when it no longer exists."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


class SubjectFilter(admin.SimpleListFilter):
    title = _("kind of object")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        labels = HistoryEntry.objects.order_by().values_list("subject_type", flat=True).distinct()
        return sorted(((label, kind_words(label)) for label in labels), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(subject_type=self.value()) if self.value() else queryset


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadByModerators, admin.ModelAdmin):
    """Who did what and when. Comments stand on the page of the object they belong to: here they
    would show moderators the answers that organisations write to each other."""

    list_display = ["happened_at", "words", "subject_kind", "by", "on_behalf"]
    list_filter = [SubjectFilter, "happened_at"]
    search_fields = ["=subject_id", "by__email", "by__name"]
    search_help_text = _("Name or e-mail address of the person, or the identifier of the object")
    list_select_related = ["by"]
    ordering = ["-happened_at", "-pk"]
    date_hierarchy = "happened_at"
    fields = [
        "happened_at", "by", "on_behalf", "words", "subject_kind", "subject_id", "from_status",
        "to_status",
    ]  # fmt: skip

    @admin.display(description=_("event"), ordering="event")
    def words(self, entry: HistoryEntry) -> str:
        return event_words(entry.event)

    @admin.display(description=_("kind of object"), ordering="subject_type")
    def subject_kind(self, entry: HistoryEntry) -> str:
        return kind_words(entry.subject_type)


class SendingFilter(admin.SimpleListFilter):
    """States in the words of somebody who looks for what hangs: a failure is not a state of its own."""

    title = _("sending")
    parameter_name = "sending"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [
            ("waiting", _("Waiting")),
            ("failed", _("Failed, is tried again")),
            ("given_up", _("Given up")),
            ("held", _("Waiting for the digest")),
            ("sent", _("Sent")),
            ("withheld", _("Not wanted any more")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "waiting":
                return queryset.filter(state=MailState.WAITING, error="")
            case "failed":
                return queryset.failed()
            case "given_up":
                return queryset.given_up()
            case "sent":
                return queryset.filter(state__in=[MailState.SENT, MailState.IN_DIGEST])
            case "held" | "withheld":
                return queryset.filter(state=self.value())
        return queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [(kind.name, kind.label) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadByModerators, admin.ModelAdmin):
    """What was sent and what hangs, with its words. Links are left out: some open somebody's account."""

    list_display = [
        "created_at", "recipient", "subject", "kind_label", "state", "attempts", "due_at",
        "sent_at", "shown_error",
    ]  # fmt: skip
    list_filter = [SendingFilter, KindFilter, "created_at"]
    search_fields = ["recipient", "subject"]
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    fields = [
        "recipient", "subject", "kind_label", "state", "created_at", "attempts", "due_at",
        "sent_at", "error", "words",
    ]  # fmt: skip
    actions = ["try_again"]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self, mail: OutboxMail) -> str:
        return str(KINDS[mail.kind].label) if mail.kind in KINDS else "–"

    @admin.display(description=_("last error"), ordering="error")
    def shown_error(self, mail: OutboxMail) -> str:
        return Truncator(mail.error).chars(120)

    @admin.display(description=_("text"))
    def words(self, mail: OutboxMail) -> str:
        if not mail.text:
            return gettext("deleted after its time")
        return LINK.sub(gettext("(link)"), mail.text)

    @admin.action(description=_("Try again now"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = try_again(queryset)
        text = ngettext(
            "%(count)d mail is being sent again.", "%(count)d mails are being sent again.", count
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
