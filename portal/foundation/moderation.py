"""What the Servicestelle's admin pages share: who may see them, and how decisions are made there.

Moderators decide, they do not rewrite: a page shows the content, its history and a box with the
decisions that its status allows. Each decision calls the function of the app that owns the status.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from portal.foundation import history
from portal.foundation.events import event_words
from portal.foundation.refusals import Refused
from portal.foundation.templatetags.components import status as status_label

COMMENT_MAX = 3000
WAITING, ALL = "waiting", "all"


def age(since: datetime) -> str:
    """How many days ago `since` was, as words: what waits longest should be seen."""
    days = (timezone.localdate() - timezone.localdate(since)).days
    if days < 1:
        return _("since today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def is_moderator(request: HttpRequest) -> bool:
    """Whether a moderator asks; also answers for people who are signed out."""
    return getattr(request.user, "is_moderator", False)


class PlainLabels(forms.ModelForm):
    """No colon after a label: many are questions or sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class ReadByModerators:
    """Permissions of a ModelAdmin or inline that moderators read and nobody writes."""

    form = PlainLabels

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_moderator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadInline(ReadByModerators, admin.TabularInline):
    """Rows that belong to what is shown, to read."""

    template = "admin/read_inline.html"
    extra = 0


@dataclass(frozen=True)
class Decision:
    """A button of the decision box. `apply(obj, by=…)`, or `apply(obj, comment, by=…)`."""

    name: str
    label: str
    done: str
    apply: Callable[..., None]
    statuses: frozenset[str]
    needs_comment: bool = False


class DecisionForm(forms.Form):
    """The comment to the authors, and which version of the object the moderator has seen."""

    comment = forms.CharField(
        label=gettext_lazy("Comment to the authors"),
        help_text=gettext_lazy("They receive it word for word, by mail and on their page."),
        required=False,
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    seen = forms.CharField(max_length=20, widget=forms.HiddenInput)


class WaitingFirst(admin.SimpleListFilter):
    """Filter by status that starts with what waits; a search looks through everything."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def __init__(
        self, request: HttpRequest, params: dict, model: type[Model], model_admin: admin.ModelAdmin
    ) -> None:
        self.default = ALL if request.GET.get("q") else WAITING
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        statuses = model_admin.model._meta.get_field("status").choices
        return [
            (WAITING, _("Waiting for the Servicestelle")),
            *(choice for choice in statuses if choice[0] != "submitted"),
            (ALL, _("All")),
        ]

    def value(self) -> str:
        return super().value() or self.default

    def choices(self, changelist: Any) -> Iterator[dict]:
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == WAITING:
            return queryset.waiting_for_review()
        return queryset if self.value() == ALL else queryset.filter(status=self.value())


class ModeratedAdmin(ReadByModerators, admin.ModelAdmin):
    """A list of what waits, oldest first, and a page on which a moderator decides."""

    decisions: tuple[Decision, ...] = ()
    change_form_template = "admin/moderation/change_form.html"
    ordering = [F("submitted_at").asc(nulls_last=True), "pk"]
    list_per_page = 50
    actions_on_bottom = False

    def organisation_of(self, obj: Model) -> Model:
        """The organisation that `obj` is or belongs to: its members may not decide."""
        raise NotImplementedError

    def checklist(self, obj: Model) -> list[tuple[bool, str]]:
        """What a moderator has to look at, as (is fine, sentence)."""
        return []

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_decide"
        decide = path(
            "<path:object_id>/decide/", self.admin_site.admin_view(self.decide), name=name
        )
        return [decide, *super().get_urls()]

    def view_on_site(self, obj: Model) -> str:
        return obj.get_absolute_url()

    @admin.display(description=gettext_lazy("waiting"), ordering="submitted_at")
    def age(self, obj: Model) -> str:
        if obj.status != "submitted" or obj.submitted_at is None:
            return "–"
        return age(obj.submitted_at)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def shown_status(self, obj: Model) -> str:
        return status_label(obj.status, obj.get_status_display())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        context = {} if obj is None else self._decision_context(request, obj)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _decision_context(self, request: HttpRequest, obj: Model) -> dict[str, object]:
        return {
            "title": str(obj),
            "subtitle": "",
            "decisions": [d for d in self.decisions if obj.status in d.statuses],
            "decide_url": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_decide", args=[obj.pk]
            ),
            "decision_form": DecisionForm(initial={"seen": obj.changed_xid}),
            "is_own": self.organisation_of(obj).memberships.filter(user=request.user).exists(),
            "checklist": self.checklist(obj),
            "history": self._history(obj),
            "waits_for": age(obj.submitted_at) if obj.status == "submitted" else "",
        }

    def _history(self, obj: Model) -> list[dict[str, object]]:
        labels = dict(obj._meta.get_field("status").choices)
        return [
            {
                "entry": entry,
                "event": event_words(entry.event),
                "before": labels.get(entry.from_status, entry.from_status),
                "after": labels.get(entry.to_status, entry.to_status),
            }
            for entry in history.of(obj)
        ]

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Carry out the decision whose button was pressed, or show why not, with the comment kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        decision = next((d for d in self.decisions if d.name == request.POST.get("decision")), None)
        if decision is None:
            raise BadRequest("unknown decision")
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.shown_again(request, object_id, {"decision_form": form}, status=400)
        try:
            self._carry_out(decision, obj, form.cleaned_data, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            kept = DecisionForm(initial=form.cleaned_data | {"seen": self._version_of(obj)})
            return self.shown_again(request, object_id, {"decision_form": kept}, status=409)
        self.message_user(request, decision.done % {"name": obj}, messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    @transaction.atomic
    def _carry_out(
        self, decision: Decision, obj: Model, values: dict[str, str], *, by: Model
    ) -> None:
        current = self.model.objects.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
        if str(current.changed_xid) != values["seen"]:
            raise Refused(
                _("“%(name)s” has been changed since you opened it. This is the newest version.")
                % {"name": current}
            )
        if decision.needs_comment:
            decision.apply(current, values["comment"], by=by)
        elif values["comment"].strip():
            raise Refused(
                _(
                    "“%(decision)s” sends no comment. Return it with your comment, or empty the field."
                )
                % {"decision": decision.label}
            )
        else:
            decision.apply(current, by=by)

    def _version_of(self, obj: Model) -> int:
        return self.model.objects.values_list("changed_xid", flat=True).get(pk=obj.pk)

    def shown_again(
        self, request: HttpRequest, object_id: str, context: dict[str, object], *, status: int = 200
    ) -> HttpResponse:
        """The change page as the answer to a POST that another view took."""
        # The change view takes a POST for an attempt to save.
        as_get = copy(request)
        as_get.method = "GET"
        response = self.change_view(as_get, object_id, extra_context=context)
        response.status_code = status
        return response
