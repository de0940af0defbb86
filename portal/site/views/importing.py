"""Admin's pages on which moderators import organisations, needs and offers from tables."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.foundation.refusals import Refused
from portal.foundation.spreadsheets import download
from portal.site.importing import runs, showing
from portal.site.importing.kinds import KINDS
from portal.site.models import ImportKind, ImportRun, ImportState, Verdict

LINES = 50
RENEW_AFTER = 2  # seconds; by a header of HTTP, so without JavaScript
SHOWN_RUNS = 30


class UploadForm(forms.Form):
    """What is in the file, and the file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the file?"),
        choices=ImportKind.choices,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), up to 10 MB and 20,000 lines."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: object, dropped: list | None = None, **kwargs: object) -> None:
        """`dropped` are files that `BoundedUploads` has not let in."""
        super().__init__(*args, **kwargs)
        if dropped:
            self.fields["file"].error_messages["required"] = _(
                "This file is larger than 10 MB. Please divide it into several files."
            )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not upload.size:
            raise forms.ValidationError(
                _("This file is empty. Please choose the one with your table.")
            )
        return upload


class ConfirmForm(forms.Form):
    """What becomes of new entries, and which version of the choices the moderator has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=gettext_lazy("Status of new entries"), widget=forms.RadioSelect
    )
    invite = forms.BooleanField(
        label=gettext_lazy("Invite the contact person as owner"),
        help_text=gettext_lazy(
            "Imported organisations belong to nobody at first. With this tick the contact person of "
            "each organisation without owner gets a mail with a link that is valid for 14 days; "
            "who follows it manages the profile. You can also do it later: import the file again."
        ),
        required=False,
    )
    replaces_no_staff = forms.BooleanField(
        label=gettext_lazy("I have made sure that no paid professional is replaced by this help."),
        required=False,
    )

    def __init__(self, *args: object, run: ImportRun, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = KINDS[run.kind].statuses
        self.initial |= {"version": run.version, "status": KINDS[run.kind].statuses[0][0]}
        if run.kind != ImportKind.ORGANISATIONS:
            del self.fields["invite"]
        if run.kind != ImportKind.NEEDS:
            del self.fields["replaces_no_staff"]


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """All imports that are kept, and the upload of a new one."""
    form = UploadForm()
    if request.method == "POST":
        # After the files: they are read only when somebody asks for them.
        files = request.FILES
        form = UploadForm(request.POST, files, dropped=getattr(request, "dropped_uploads", []))
    if form.is_valid():
        upload = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        try:
            run = runs.prepare(kind, upload.name, upload.read(), by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("admin:import", run.public_id)
    kept = ImportRun.objects.defer("content").select_related("started_by", "confirmed_by")
    context = _context(request, _("Import")) | {
        "form": form,
        "kinds": ImportKind.choices,
        "runs": kept.order_by("-started_at", "-pk")[:SHOWN_RUNS],
    }
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "admin/import/imports.html", context, status=status)


@require_safe
def template(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """A CSV with the headings and one example."""
    if kind not in KINDS:
        raise Http404
    return download(f"vorlage-{kind}", showing.template_rows(kind))


@require_safe
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is, what it would do, or what it did."""
    return _page(request, _run(public_id))


@require_POST
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep the choices of one page of the preview."""
    run = _run(public_id)
    answers = {
        int(name.removeprefix("line-")): value
        for name, value in request.POST.items()
        if name.startswith("line-") and name[5:].isdecimal() and len(name) < 24
    }
    try:
        runs.choose(run, answers, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your choices are kept. Nothing is stored yet."))
    return _back(run, request.POST)


@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have it stored."""
    run = _run(public_id)
    form = ConfirmForm(request.POST, run=run)
    if not form.is_valid():
        return _page(request, run, form=form, status=400)
    options = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    try:
        runs.confirm(run, options, version=form.cleaned_data["version"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:import", run.public_id)


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Forget it."""
    try:
        runs.discard(_run(public_id), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import is discarded."))
    return redirect("admin:imports")


@require_safe
def faulty(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """The faulty lines as CSV."""
    return download("fehlerhafte", showing.faulty_rows(_run(public_id)))


def _run(public_id: UUID) -> ImportRun:
    known = ImportRun.objects.defer("content").select_related("started_by", "confirmed_by")
    return get_object_or_404(known, public_id=public_id)


def _page(
    request: HttpRequest, run: ImportRun, *, form: ConfirmForm | None = None, status: int = 200
) -> HttpResponse:
    counts = showing.counts(run)
    show = request.GET.get("show", "")
    rows = run.lines.order_by("number")
    if show in Verdict.values:
        rows = rows.filter(verdict=show)
    page = Paginator(rows, LINES).get_page(request.GET.get("page"))
    lines = [] if run.is_at_work else showing.shown(run, page.object_list)
    tabs = [("", _("All"), counts[showing.ALL])]
    tabs += [(v.value, v.label, counts[v.value]) for v in Verdict if counts[v.value]]
    context = _context(request, _("Import of “%(file)s”") % {"file": run.file_name}) | {
        "run": run,
        "counts": counts,
        "compared": counts[showing.ALL] - counts["unchecked"],
        "tabs": tabs,
        "show": show,
        "page_obj": page,
        "lines": lines,
        "can_choose": any(line.options for line in lines),
        "form": form or ConfirmForm(run=run),
        "can_decide": run.is_ready,
        "is_done": run.state in {ImportState.DONE, ImportState.INVITING},
    }
    response = render(request, "admin/import/preview.html", context, status=status)
    if run.is_at_work:
        response["Refresh"] = str(RENEW_AFTER)
    return response


def _back(run: ImportRun, values: Any) -> HttpResponse:
    response = redirect("admin:import", run.public_id)
    show, page = values.get("show", ""), values.get("page", "")
    if show in Verdict.values or page.isdecimal():
        response["Location"] += f"?show={show if show in Verdict.values else ''}&page={page[:6]}"
    return response


def _context(request: HttpRequest, title: str) -> dict[str, object]:
    return {**admin.site.each_context(request), "title": title}
