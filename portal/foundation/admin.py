"""History and mail outbox, for reading; mails that failed can be sent again at once."""

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.foundation.events import event_words
from portal.foundation.models import HistoryEntry, OutboxMail
from portal.foundation.moderation import ReadByModerators
from portal.foundation.wake import wake


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
    title = _("sending")
    parameter_name = "sending"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("failed", _("Failed")), ("waiting", _("Waiting")), ("sent", _("Sent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "failed":
                return queryset.filter(sent_at=None).exclude(error="")
            case "waiting":
                return queryset.filter(sent_at=None, error="")
            case "sent":
                return queryset.exclude(sent_at=None)
        return queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadByModerators, admin.ModelAdmin):
    """What was sent and what hangs. The texts are not shown: they hold links that reset passwords."""

    list_display = ["created_at", "recipient", "subject", "attempts", "due_at", "sent_at", "error"]
    list_filter = [SendingFilter, "created_at"]
    search_fields = ["recipient", "subject"]
    ordering = ["-created_at", "-pk"]
    fields = ["recipient", "subject", "created_at", "attempts", "due_at", "sent_at", "error"]
    actions = ["send_again"]

    @admin.action(description=_("Send again now"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        unsent = list(queryset.filter(sent_at=None).values_list("pk", flat=True))
        OutboxMail.objects.filter(pk__in=unsent, sent_at=None).update(due_at=timezone.now())
        for pk in unsent:
            wake("portal.foundation.tasks.send_mail", pk)
        text = ngettext(
            "%(count)d mail is being sent again.",
            "%(count)d mails are being sent again.",
            len(unsent),
        )
        self.message_user(request, text % {"count": len(unsent)}, messages.SUCCESS)
