"""Calls for the Servicestelle: reading the conversation, writing into it, closing the call."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cooperation import calls
from cooperation.conversation import Letter, mark_read, send
from cooperation.forms.conversation import HandlingForm, MessageForm
from cooperation.models import Attachment, Message, Report
from cooperation.stream import part_of
from cooperation.views.attachments import as_download
from portal.foundation import history
from portal.foundation.events import event_words
from portal.foundation.moderation import ALL, WAITING, ReadByModerators, age
from portal.foundation.refusals import Refused

HANDLED = "handled"


class OpenFirst(admin.SimpleListFilter):
    """What waits stands first; what was handled can be looked up."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            (WAITING, _("Waiting for the Servicestelle")), (HANDLED, _("Handled")), (ALL, _("All")),
        ]  # fmt: skip

    def value(self) -> str:
        return super().value() or WAITING

    def choices(self, changelist: Any) -> Iterator[dict]:
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == ALL:
            return queryset
        return queryset.filter(handled_at__isnull=self.value() != HANDLED)


@admin.register(Report)
class ReportAdmin(ReadByModerators, admin.ModelAdmin):
    """Who asked for help or reported what. The conversation opens at the press of a button, and the
    history says who pressed it. Members of one of the sides see nothing here."""

    change_form_template = "admin/cooperation/report/change_form.html"
    list_display = ["__str__", "kind", "sides", "age", "handled_by"]
    list_filter = [OpenFirst, "kind"]
    ordering = ["created_at", "pk"]
    fields = [
        "kind", "enquiry", "sides", "asking_side", "reporter", "text", "created_at", "decision",
        "comment", "handled_by", "handled_at",
    ]  # fmt: skip
    readonly_fields = ["sides", "asking_side"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_moderator(request.user).with_both_sides()

    def get_urls(self) -> list[URLPattern]:
        views = {
            "conversation/": (self.conversation, "conversation"),
            "write/": (self.write, "write"),
            "handle/": (self.handle, "handle"),
            "files/<uuid:public_id>/": (self.file, "file"),
        }
        own = [
            path(
                f"<int:pk>/{tail}",
                self.admin_site.admin_view(view),
                name=f"cooperation_report_{name}",
            )
            for tail, (view, name) in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("between"))
    def sides(self, call: Report) -> str:
        return f"{call.enquiry.seeking} – {call.enquiry.offering}"

    @admin.display(description=gettext_lazy("asked by"))
    def asking_side(self, call: Report) -> str:
        enquiry = call.enquiry
        return (enquiry.seeking if call.side == "seeking" else enquiry.offering).name

    @admin.display(description=gettext_lazy("waiting"), ordering="created_at")
    def age(self, call: Report) -> str:
        return age(call.created_at) if call.is_open else "–"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        call = self.get_object(request, object_id)
        context = {} if call is None else self._context(call)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator(require_POST)
    def conversation(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the conversation on the page. A POST: each reading is written down."""
        return self._shown(request, self._call(request, pk))

    @method_decorator(require_POST)
    def write(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write into the conversation as the Servicestelle, for both sides to read."""
        call = self._call(request, pk)
        dropped = getattr(request, "dropped_uploads", [])
        form = MessageForm(request.POST, request.FILES, dropped=dropped)
        if not form.is_valid():
            return self._shown(request, call, {"message_form": form}, status=400)
        values = form.cleaned_data
        letter = Letter(values["text"], values["files"], values["key"])
        try:
            send(letter, call.enquiry, by=request.user, side=None)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._shown(request, call, {"message_form": form}, status=409)
        self.message_user(request, _("Sent."), messages.SUCCESS)
        return redirect("admin:cooperation_report_change", call.pk)

    @method_decorator(require_POST)
    def handle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close the call with a decision and a comment."""
        call = self._call(request, pk)
        form = HandlingForm(request.POST)
        if not form.is_valid():
            return self._page(request, call, {"handling_form": form}, status=400)
        values = form.cleaned_data
        try:
            calls.handle(call, values["decision"], values["comment"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, call, {"handling_form": form}, status=409)
        self.message_user(request, _("Handled."), messages.SUCCESS)
        return redirect("admin:cooperation_report_changelist")

    @method_decorator(require_safe)
    def file(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """A file of the conversation. Reading it is written down, though it is a GET."""
        call = self._call(request, pk)
        found = Attachment.objects.filter(message__enquiry=call.enquiry)
        attachment = get_object_or_404(found, public_id=public_id)
        try:
            calls.note_reading(call, by=request.user, what=attachment.name)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return as_download(attachment)

    def _call(self, request: HttpRequest, pk: int) -> Report:
        if not self.has_view_permission(request):
            raise PermissionDenied
        call = self.get_queryset(request).filter(pk=pk).first()
        if call is None:
            raise Http404
        return call

    def _context(self, call: Report) -> dict[str, object]:
        return {
            "title": str(call),
            "subtitle": "",
            "call": call,
            "message_form": MessageForm(),
            "handling_form": HandlingForm(),
            "history": [(entry, event_words(entry.event)) for entry in history.of(call)],
        }

    def _shown(
        self, request: HttpRequest, call: Report, more: dict | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page with the conversation on it."""
        try:
            calls.note_reading(call, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._page(request, call, {}, status=409)
        key = request.POST.get("before", "")
        before = Message.objects.filter(enquiry=call.enquiry).with_key(key).first()
        stream = part_of(call.enquiry, own=None, user=request.user, before=before)
        if stream.has_unread:
            mark_read(call.enquiry, by=request.user, until=stream.read_until)
        return self._page(request, call, {"stream": stream} | (more or {}), status=status)

    def _page(
        self, request: HttpRequest, call: Report, context: dict[str, object], *, status: int
    ) -> HttpResponse:
        # The change view takes a POST for an attempt to save.
        as_get = copy(request)
        as_get.method = "GET"
        response = self.change_view(as_get, str(call.pk), extra_context=context)
        response.status_code = status
        return response
