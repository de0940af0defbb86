"""Proposals: the table of pairs, locking and striking out, and what it gains."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from matching import proposals
from matching.engine.assignment import AssignmentError
from matching.models import PairState, Proposal
from portal.foundation.moderation import is_moderator

PAIRS_SHOWN = 500


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    list_display = ["title", "postcode", "on", "format", "computed_at"]
    fields = ["title", ("postcode", "radius_km"), "on", "format"]
    change_form_template = "admin/matching/proposal/change_form.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request)

    def has_view_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return is_moderator(request)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request)

    def save_model(self, request: HttpRequest, obj: Proposal, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        self._compute(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Proposal, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:matching_proposal_change", obj.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        proposal = self.get_object(request, object_id)
        more = {}
        if proposal is not None:
            pairs = proposal.pairs.select_related(
                "need__organisation", "need__site", "offer__organisation", "offer__site"
            )
            more = {
                "pairs": pairs[:PAIRS_SHOWN],
                "figures": proposal.figures,
                "left_without": proposals.left_without(proposal)[:PAIRS_SHOWN],
                "states": PairState.choices,
            }
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        own = path("<int:pk>/pairs/", decide, name="matching_proposal_pairs")
        return [own, *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lock, strike out or free the ticked pairs, then compute the rest anew."""
        if not is_moderator(request):
            raise Http404
        proposal = get_object_or_404(Proposal, pk=pk)
        state = request.POST.get("state", "")
        ticked = [
            int(value)
            for value in request.POST.getlist("pair")
            if value.isdecimal() and len(value) < 19
        ]
        if state in PairState.values and ticked:
            count = proposals.set_state(proposal, ticked[:PAIRS_SHOWN], PairState(state))
            text = ngettext("%(count)d pair changed.", "%(count)d pairs changed.", count)
            messages.success(request, text % {"count": count})
        elif state:
            messages.warning(request, _("Tick the pairs first, then choose what to do with them."))
        self._compute(request, proposal)
        return redirect("admin:matching_proposal_change", pk)

    def _compute(self, request: HttpRequest, proposal: Proposal) -> None:
        try:
            proposals.compute(proposal)
        except AssignmentError:
            messages.error(
                request,
                _(
                    "The locked pairs cannot all hold: an offer has less left, or a pair is not "
                    "possible any more. Free one of them. Nothing was computed."
                ),
            )
