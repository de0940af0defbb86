"""Reported barriers: read, answered from the Servicestelle's own mailbox, settled here."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.foundation.moderation import WAITING, ReadByModerators, age
from portal.foundation.refusals import Refused
from portal.site import barriers
from portal.site.forms import SettleForm
from portal.site.models import BarrierReport

HANDLED = "handled"


class SettledFilter(admin.SimpleListFilter):
    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(WAITING, _("Waiting for the Servicestelle")), (HANDLED, _("Handled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {WAITING, HANDLED}:
            return queryset
        return queryset.filter(settled_at__isnull=self.value() == WAITING)


@admin.register(BarrierReport)
class BarrierReportAdmin(ReadByModerators, admin.ModelAdmin):
    """What waits stands first."""

    change_form_template = "admin/site/barrierreport/change_form.html"
    list_display = ["shown_text", "page", "age", "settled_at", "settled_by"]
    list_filter = [SettledFilter]
    list_select_related = ["settled_by"]
    ordering = ["-settled_at", "reported_at", "pk"]  # PostgreSQL: what has no date comes first
    fields = [
        "text", "shown_page", "shown_email", "language", "reported_at", "settled_at", "settled_by",
        "note",
    ]  # fmt: skip
    readonly_fields = ["shown_page", "shown_email"]

    def get_urls(self) -> list[URLPattern]:
        settle = path(
            "<int:pk>/settle/",
            self.admin_site.admin_view(self.settle),
            name="site_barrierreport_settle",
        )
        return [settle, *super().get_urls()]

    @admin.display(description=gettext_lazy("what was in the way"), ordering="text")
    def shown_text(self, row: BarrierReport) -> str:
        return Truncator(row.text).chars(80)

    @admin.display(description=gettext_lazy("where"))
    def shown_page(self, row: BarrierReport) -> str:
        """A link for paths of the portal only: what people type could lead anywhere."""
        if row.page.startswith("/") and not row.page.startswith(("//", "/\\")):
            return format_html('<a href="{}">{}</a>', row.page, row.page)
        return row.page

    @admin.display(description=gettext_lazy("e-mail address for the answer"))
    def shown_email(self, row: BarrierReport) -> str:
        return format_html('<a href="mailto:{0}">{0}</a>', row.email) if row.email else "–"

    @admin.display(description=gettext_lazy("waiting"), ordering="reported_at")
    def age(self, row: BarrierReport) -> str:
        return "–" if row.settled_at else age(row.reported_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context = {
            "title": str(row),
            "subtitle": "",
            "report": row,
            "settle_form": SettleForm(),
            "days_kept": barriers.KEPT_AFTER_ANSWER.days,
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator(require_POST)
    def settle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that it is answered."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(BarrierReport, pk=pk)
        form = SettleForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("The note is too long."), messages.ERROR)
            return redirect("admin:site_barrierreport_change", pk)
        try:
            barriers.settle(row, form.cleaned_data["note"], by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:site_barrierreport_change", pk)
        self.message_user(request, _("Answered."), messages.SUCCESS)
        return redirect("admin:site_barrierreport_changelist")
