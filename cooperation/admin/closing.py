"""Examples that both sides have released, and what sides tell the Servicestelle at the end."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cooperation import examples
from cooperation.forms.closing import WordingForm
from cooperation.models import Example, ExampleStatus, Feedback
from portal.foundation.moderation import ReadByModerators, is_moderator
from portal.foundation.refusals import Refused
from portal.foundation.templatetags.components import status as status_label
from portal.foundation.templatetags.pictures import photo


@admin.register(Example)
class ExampleAdmin(ReadByModerators, admin.ModelAdmin):
    """Released ones wait for the Servicestelle: it mends wording and publishes. Drafts are the sides' own."""

    list_display = ["title", "shown_status", "published_at"]
    list_filter = ["status"]
    search_fields = ["title"]
    ordering = ["-status", "pk"]
    change_form_template = "admin/cooperation/example/change_form.html"
    fields = ["title", "summary", "story", "shown_photo", "photo_alt", "photo_by", "published_at"]
    readonly_fields = ["shown_photo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(status=ExampleStatus.DRAFT)

    @admin.display(description=_("status"), ordering="status")
    def shown_status(self, example: Example) -> str:
        return status_label(example.status, example.get_status_display())

    @admin.display(description=_("photo"))
    def shown_photo(self, example: Example) -> str:
        return photo(example) or "–"

    def get_urls(self) -> list[URLPattern]:
        edit = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.edit))
        return [path("<int:pk>/edit/", edit, name="cooperation_example_edit"), *super().get_urls()]

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mend the wording and, with the other button, publish; refusals keep what was typed."""
        if not is_moderator(request):
            raise PermissionDenied
        example = get_object_or_404(self.get_queryset(request), pk=pk)
        form = WordingForm(request.POST if request.method == "POST" else None, instance=example)
        if request.method == "POST" and form.is_valid():
            try:
                done = self._edited(request, form)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return redirect("admin:cooperation_example_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": str(example),
            "opts": self.opts,
            "form": form,
            "example": example,
        }
        status = 400 if form.errors else 200
        return render(request, "admin/cooperation/example/edit.html", context, status=status)

    def _edited(self, request: HttpRequest, form: forms.ModelForm) -> str:
        example = Example.objects.get(pk=form.instance.pk)
        if form.has_changed():
            without_photo = form.cleaned_data.get("remove_photo", False)
            examples.mend(example, form.cleaned_data, by=request.user, without_photo=without_photo)
        if "publish" in request.POST:
            examples.publish(example, by=request.user)
            return _("Published. Both sides know.")
        return _("Saved. Both sides know.")


@admin.register(Feedback)
class FeedbackAdmin(ReadByModerators, admin.ModelAdmin):
    """What was written to the Servicestelle. What the sides wrote to each other is not shown."""

    list_display = ["cooperation", "side", "again", "given_at"]
    list_filter = ["again", "side"]
    ordering = ["-given_at"]
    fields = ["cooperation", "side", "again", "to_servicedesk", "given_at"]
    list_select_related = ["cooperation__enquiry__need", "cooperation__enquiry__offer"]
