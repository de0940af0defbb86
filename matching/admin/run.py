"""Full rematches: how far they are, and stopping or resuming one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from matching import rematch
from matching.models import MatchingRun, RunState
from portal.foundation.moderation import ReadByModerators, is_moderator


@admin.register(MatchingRun)
class MatchingRunAdmin(ReadByModerators, admin.ModelAdmin):
    list_display = ["started_at", "started_by", "state", "shown_progress", "ended_at"]
    list_select_related = ["started_by"]
    fields = ["state", "started_at", "started_by", "shown_progress", "shown_rest", "ended_at"]
    readonly_fields = fields
    change_form_template = "admin/matching/matchingrun/change_form.html"

    @admin.display(description=gettext_lazy("progress"))
    def shown_progress(self, run: MatchingRun) -> str:
        now = run.progress()
        text = _("%(done)d of %(all)d listings matched, %(rows_changed)d suggestions changed")
        if now["failed"]:
            text += " – " + _("%(failed)d parts failed")
        return text % now

    @admin.display(description=gettext_lazy("probably done in"))
    def shown_rest(self, run: MatchingRun) -> str:
        now = run.progress()
        if run.state != RunState.RUNNING or not now["done"]:
            return "–"
        took = timezone.now() - run.started_at
        rest = took * (now["all"] - now["done"]) / now["done"]
        return timeuntil(timezone.now() + rest)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        run = context["original"]
        context["can_stop"] = run.state == RunState.RUNNING
        context["can_resume"] = run.state == RunState.STOPPED
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        switch = self.admin_site.admin_view(self.switch)
        own = path("<int:pk>/switch/<str:what>/", switch, name="matching_matchingrun_switch")
        return [own, *super().get_urls()]

    @method_decorator(require_POST)
    def switch(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Stop or resume a run."""
        run = get_object_or_404(MatchingRun, pk=pk)
        if not is_moderator(request) or what not in ("stop", "resume"):
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if what == "stop" and rematch.stop(run):
            messages.success(request, _("Stopped. What is done stays; the rest can be resumed."))
        elif what == "resume" and rematch.resume(run):
            messages.success(request, _("It goes on where it stopped."))
        else:
            messages.warning(request, _("Nothing to do: it has ended, or another one is running."))
        return redirect("admin:matching_matchingrun_change", pk)
