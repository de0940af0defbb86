"""“Why not?”: any need and offer side by side, for the Servicestelle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching.comparison import compare
from matching.models import Need, Offer
from portal.foundation.moderation import is_moderator

MODELS = {"need": Need, "offer": Offer}
FOUND_AT_MOST = 20


class ComparedInAdmin:
    """Adds the page to the admin of a listing, with that side filled in."""

    def get_urls(self) -> list[URLPattern]:
        name = f"matching_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(require_safe(self.compare))
        return [path("<int:pk>/compare/", view, name=name), *super().get_urls()]

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Both sides by query string, so that an answer can be sent on as a link."""
        if not is_moderator(request):
            raise Http404
        listing = get_object_or_404(self.model, pk=pk)
        other_kind = "offer" if self.opts.model_name == "need" else "need"
        asked = request.GET.get(other_kind, "")
        other = (
            MODELS[other_kind].objects.filter(pk=asked).first()
            if asked.isascii() and asked.isdecimal()
            else None
        )
        words = request.GET.get("q", "").strip()
        pair = {self.opts.model_name: listing, other_kind: other}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Why not?"),
            "opts": self.opts,
            "listing": listing,
            "other_kind": other_kind,
            "is_unknown": bool(asked) and other is None,
            "q": words,
            "found": self._found(request, other_kind, words) if words else [],
            "sides": [pair["need"], pair["offer"]],
            "answer": compare(pair["need"], pair["offer"]) if other else None,
        }
        return render(request, "admin/matching/compare.html", context)

    def _found(self, request: HttpRequest, kind: str, words: str) -> list[Need | Offer]:
        """What the list of the other kind finds by the same words, the newest first."""
        searched = self.admin_site.get_model_admin(MODELS[kind])
        rows, _doubles = searched.get_search_results(request, MODELS[kind].objects.all(), words)
        return list(
            rows.select_related("organisation", "site").order_by("-pk").distinct()[:FOUND_AT_MOST]
        )
