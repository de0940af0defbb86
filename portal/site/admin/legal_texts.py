"""Legal pages: what holds, what is missing, and a page on which each is edited and looked at."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.foundation.answers import sent
from portal.foundation.moderation import ReadByModerators
from portal.foundation.refusals import Refused
from portal.site.forms import LegalTextForm
from portal.site.legal import markup, pages
from portal.site.models import LegalKind, LegalLanguage, LegalText


@admin.register(LegalText)
class LegalTextAdmin(ReadByModerators, admin.ModelAdmin):
    """Versions are added by `edit` and never changed; their own pages are for reading."""

    fields = ["kind", "language", "number", "note", "saved_at", "saved_by", "shown_text"]
    readonly_fields = ["shown_text"]

    def get_urls(self) -> list[URLPattern]:
        edit = path(
            "edit/<slug:kind>/<slug:language>/",
            self.admin_site.admin_view(self.edit),
            name="site_legaltext_edit",
        )
        return [edit, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("saved_by")

    @admin.display(description=gettext_lazy("text"))
    def shown_text(self, row: LegalText) -> str:
        return format_html('<div class="legal-text">{}</div>', markup.as_html(row.text).html)

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """Each page in each language: since when it holds, and what is missing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._render(request, "changelist", _("Legal texts"), {"pages": pages.all_pages()})

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def edit(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Edit one page; a preview stores nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in LegalKind or language not in LegalLanguage:
            raise Http404
        page = pages.page(LegalKind(kind), LegalLanguage(language))
        values = {"text": page.text, "seen": page.number}
        form = LegalTextForm(sent(request), initial=values)
        if form.is_bound and form.is_valid() and "preview" not in request.POST:
            if self._save(request, page, form):
                return redirect("admin:site_legaltext_changelist")
            page = pages.page(page.kind, page.language)
        shown = form.data.get("text", "") if form.is_bound else page.text
        context = {
            "form": form,
            "page": page,
            "preview": markup.as_html(shown[: form.fields["text"].max_length]).html,
            "missing": markup.placeholders(shown),
            "versions": LegalText.objects.filter(kind=kind, language=language)
            .select_related("saved_by")
            .order_by("-number"),
        }
        title = f"{page.kind.label} ({page.language.label})"
        status = 422 if form.is_bound and not form.is_valid() else 200
        return self._render(request, "edit", title, context, status=status)

    def _save(self, request: HttpRequest, page: pages.Page, form: LegalTextForm) -> bool:
        values = form.cleaned_data
        try:
            pages.save(
                page.kind,
                page.language,
                values["text"],
                note=values["note"],
                seen=values["seen"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.message_user(request, _("Saved. The page shows it now."), messages.SUCCESS)
        return True

    def _render(
        self, request: HttpRequest, name: str, title: str, context: dict, *, status: int = 200
    ) -> HttpResponse:
        frame = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        template = f"admin/site/legaltext/{name}.html"
        return render(request, template, frame | context, status=status)
