"""“Why not?”: any need and offer side by side, for the Servicestelle."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from matching.comparison import compare
from matching.models import Need, Offer, Suggestion
from portal.foundation.moderation import is_moderator


def _choice(field: str, label: str, model: type[Need] | type[Offer]) -> forms.ModelChoiceField:
    widget = AutocompleteSelect(Suggestion._meta.get_field(field), admin.site)
    return forms.ModelChoiceField(model.objects.all(), label=label, widget=widget)


class PairForm(forms.Form):
    need = _choice("need", gettext_lazy("Need"), Need)
    offer = _choice("offer", gettext_lazy("Offer"), Offer)


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
        own = self.opts.model_name
        other = "offer" if own == "need" else "need"
        asked = other in request.GET
        form = PairForm({own: pk, other: request.GET.get(other)} if asked else None)
        form.initial = {own: pk}
        pair = form.cleaned_data if asked and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Why not?"),
            "opts": self.opts,
            "listing": listing,
            "form": form,
            "other_field": form[other],
            "pair": pair,
            "answer": compare(pair["need"], pair["offer"]) if pair else None,
        }
        return render(request, "admin/matching/compare.html", context)
