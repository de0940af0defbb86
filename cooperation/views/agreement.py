"""The agreement of a cooperation: read it, write a version, confirm one, take it along as a PDF."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import agreements, machine
from cooperation.agreement_changes import changes
from cooperation.agreement_forms import AgreementForm
from cooperation.agreement_page import sections
from cooperation.agreement_pdf import agreement_pdf, file_name
from cooperation.agreement_templates import ground_rules
from cooperation.models import AgreementVersion
from cooperation.views.frame import Frame, context_of, frame_of
from portal.foundation.answers import sent
from portal.foundation.pdf import NoPdf
from portal.foundation.refusals import Refused

logger = logging.getLogger(__name__)
# The button's name in the form: its presence asks for a draft.
DRAFT = "draft"
NUMBER_MAX = 32767


@login_required
@require_safe
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest version, who has confirmed it, what it changes, and all the earlier ones."""
    frame = frame_of(request, public_id)
    newest = agreements.newest(frame.cooperation)
    return _show_version(request, frame, newest)


@login_required
@require_safe
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One version as it was proposed."""
    frame = frame_of(request, public_id)
    return _show_version(request, frame, _version(frame, number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a version: keep it as a draft, or propose it to the other side."""
    frame = frame_of(request, public_id)
    cooperation, side = frame.cooperation, frame.side
    if not _may_write(request, frame):
        messages.error(request, _("The agreement cannot be changed at the moment."))
        return redirect("cooperation:agreement", public_id)
    is_draft = DRAFT in request.POST
    draft = AgreementVersion.objects.draft_of(cooperation, side)
    draft = draft or agreements.start(cooperation, side=side, by=request.user)
    form = AgreementForm(sent(request), instance=draft, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        act = agreements.save_draft if is_draft else agreements.propose
        try:
            act(cooperation, form.values, side=side, based_on=form.seen, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Saved. Only your side sees the draft.")
            if not is_draft:
                done = _(
                    "Proposed. The other side has been told. Please confirm it for your side, too."
                )
            messages.success(request, done)
            return redirect("cooperation:agreement", public_id)
    return _show_form(request, frame, form)


@login_required
@require_POST
def discard_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw one's own side's draft away."""
    frame = frame_of(request, public_id)
    try:
        agreements.discard_draft(frame.cooperation, side=frame.side, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("cooperation:agreement", public_id)


@login_required
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to the version that was read: the form sends its check sum."""
    frame = frame_of(request, public_id)
    digest = request.POST.get("sha256", "")
    try:
        confirmed = agreements.confirm(frame.cooperation, digest, side=frame.side, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Confirmed. Now it is the other side's turn.")
        if confirmed.is_in_force:
            done = _("Both sides have confirmed: the agreement is in force.")
        messages.success(request, done)
    return redirect("cooperation:agreement", public_id)


@login_required
@require_safe
def version_pdf(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A version as a PDF, to be saved."""
    found = _version(frame_of(request, public_id), number)
    try:
        made = agreement_pdf(found)
    except NoPdf:
        logger.exception("no PDF of an agreement")
        messages.error(request, _("The PDF could not be made. Please write to the Servicestelle."))
        return redirect(found)
    name = f'attachment; filename="{file_name(found)}"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _show_version(
    request: HttpRequest, frame: Frame, shown: AgreementVersion | None
) -> HttpResponse:
    cooperation, side = frame.cooperation, frame.side
    versions = list(AgreementVersion.objects.of(cooperation))
    newest = versions[0] if versions else None
    is_newest = shown is not None and shown == newest
    earlier = None
    if shown is not None:
        # What the reader knows already: the version in force, else the one before.
        older = [row for row in versions if row.number < shown.number]
        earlier = next((row for row in older if row.is_in_force), older[0] if older else None)
    may_write = _may_write(request, frame)
    context = context_of(request, frame, "agreement") | {
        "version": shown,
        "is_newest": is_newest,
        "sections": sections(shown) if shown else [],
        "earlier": earlier,
        "changes": changes(earlier, shown) if earlier and shown else [],
        "versions": versions,
        "draft": AgreementVersion.objects.draft_of(cooperation, side),
        "may_write": may_write,
        "may_confirm": may_write and is_newest and not shown.is_confirmed_by(side),
        "confirmed_other_side": is_newest and request.user.pk in {
            shown.confirmed_seeking_by_id, shown.confirmed_offering_by_id,
        },
    }  # fmt: skip
    return render(request, "cooperation/agreement.html", context)


def _show_form(request: HttpRequest, frame: Frame, form: AgreementForm) -> HttpResponse:
    newest = agreements.newest(frame.cooperation)
    number = newest.number if newest else 0
    seen = form.instance.based_on
    if form.is_bound:
        given = form["based_on"].value()
        seen = int(given) if str(given).isdecimal() and len(str(given)) < 6 else 0
    overtaken = newest if newest and number != seen else None
    # Whoever sends this page has read the notice on it about the newer version.
    form.initial["based_on"] = number
    if form.is_bound:
        form.data = form.data.copy()
        form.data["based_on"] = number
    context = context_of(request, frame, "agreement") | {
        "form": form,
        "ground_rules": ground_rules(frame.cooperation),
        "overtaken": overtaken,
        "is_first": newest is None,
        "has_draft": form.instance.pk is not None,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "cooperation/agreement_form.html", context, status=status)


def _may_write(request: HttpRequest, frame: Frame) -> bool:
    possible = machine.possible_steps(frame.cooperation, request.user)
    return frame.may_act and "version proposed" in possible


def _version(frame: Frame, number: int) -> AgreementVersion:
    # A number that no column holds is one that no version has.
    found = AgreementVersion.objects.of(frame.cooperation)
    return get_object_or_404(found, number=min(number, NUMBER_MAX))
