"""Registering an organisation and keeping its profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.foundation.answers import sent, sent_slug
from portal.foundation.refusals import Refused
from profiles import current, duplicates, registration, reviews, team
from profiles.forms.duplicates import IS_NEW, Question, question
from profiles.forms.organisation import JoinForm, OrganisationForm, SiteForm
from profiles.models import Organisation, Site, Verification
from profiles.models.organisation import IDENTITY

RECOGNISED_BY = set.union(*IDENTITY.values())


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Register an organisation with its first site; it stays a draft until it is submitted."""
    # Whoever registers it is the contact person most of the time; they may name somebody else.
    person = {"contact_name": request.user.name, "contact_email": request.user.email}
    form = OrganisationForm(sent(request), request.FILES or None, initial=person)
    form.note_dropped(request)
    site_form = SiteForm(sent(request), prefix="site")
    asked = Question()
    if request.method == "POST" and all([form.is_valid(), site_form.is_valid()]):
        near = duplicates.point_of(site_form.cleaned_data["postcode"])
        asked = question(form.instance, request.POST, asks=request.user, near=near)
        if not asked.stops:
            _register(form, site_form, asked.word, request)
            _tell_of_similar_names(asked, request)
            return redirect("site:desk")
    context = {"form": form, "site_form": site_form, "asked": asked}
    return render(request, "profiles/organisation_form.html", context)


@transaction.atomic
def _register(form: OrganisationForm, site_form: SiteForm, word: str, request: HttpRequest) -> None:
    organisation = registration.register(form.save(commit=False), by=request.user)
    organisation.standing_competencies.set(form.cleaned_data["standing_competencies"])
    site_form.instance.organisation = organisation
    registration.place_site(site_form.save(commit=False), by=request.user)
    if word:
        duplicates.keep_apart(organisation, word, by=request.user)
    current.switch(request, organisation)
    messages.success(request, _("Saved. Please check your profile and submit it."))


def _tell_of_similar_names(asked: Question, request: HttpRequest) -> None:
    if asked.elsewhere and IS_NEW not in request.POST:
        names = ", ".join(f"“{duplicate.organisation}”" for duplicate in asked.elsewhere)
        sentence = _(
            "Elsewhere there are organisations with a similar name: %(names)s. If yours is one of "
            "them, ask to join it on its page."
        )
        messages.info(request, sentence % {"names": names})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the profile; legal data of an approved organisation go through review again."""
    organisation = get_object_or_404(Organisation.objects.manageable_by(request.user), slug=slug)
    form = OrganisationForm(sent(request), request.FILES or None, instance=organisation)
    form.note_dropped(request)
    asked = Question()
    if request.method == "POST" and form.is_valid():
        if RECOGNISED_BY & set(form.changed_data):
            asked = question(form.instance, request.POST, asks=request.user)
        if not asked.stops and _changed(form, asked.word, request):
            return redirect(organisation)
    context = {"form": form, "site_form": None, "organisation": organisation, "asked": asked}
    return render(request, "profiles/organisation_form.html", context)


def _changed(form: OrganisationForm, word: str, request: HttpRequest) -> bool:
    try:
        with transaction.atomic():
            ended = reviews.change(form.save(commit=False), by=request.user)
            if word:
                duplicates.keep_apart(form.instance, word, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    _tell_of_ended_badges(ended, request)
    return True


def _tell_of_ended_badges(ended: list[Verification], request: HttpRequest) -> None:
    if ended:
        kinds = ", ".join(f"“{verification.get_kind_display()}”" for verification in ended)
        sentence = _(
            "What was checked has changed, so this is shown no more: %(kinds)s. The Servicestelle "
            "checks again when you ask it to."
        )
        messages.info(request, sentence % {"kinds": kinds})


@login_required
@require_http_methods(["GET", "POST"])
def add_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a site by its postcode."""
    organisation = get_object_or_404(Organisation.objects.manageable_by(request.user), slug=slug)
    form = SiteForm(sent(request), instance=Site(organisation=organisation))
    if request.method == "POST" and form.is_valid():
        registration.place_site(form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(organisation)
    return render(request, "profiles/site_form.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a site of one's organisation."""
    site = _own_site(request, public_id)
    form = SiteForm(sent(request), instance=site)
    if request.method == "POST" and form.is_valid():
        registration.place_site(form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(site.organisation)
    context = {"form": form, "organisation": site.organisation, "site": site}
    return render(request, "profiles/site_form.html", context)


@login_required
@require_POST
def remove_site(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a site that nothing needs any more."""
    site = _own_site(request, public_id)
    try:
        registration.remove_site(site, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("profiles:site-edit", public_id)
    messages.success(request, _("The site is removed."))
    return redirect(site.organisation)


def _own_site(request: HttpRequest, public_id: str) -> Site:
    own = Organisation.objects.manageable_by(request.user)
    return get_object_or_404(
        Site.objects.filter(organisation__in=own).select_related("organisation"),
        public_id=public_id,
    )


@login_required
@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the organisation in for review."""
    organisation = get_object_or_404(Organisation.objects.owned_by(request.user), slug=slug)
    try:
        reviews.submit(organisation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Submitted. The Servicestelle reads it and answers within three days.")
        )
    return redirect("site:desk")


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the profile is still true."""
    organisation = get_object_or_404(Organisation.objects.manageable_by(request.user), slug=slug)
    try:
        reviews.confirm(organisation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you! The profile is confirmed."))
    return redirect(organisation)


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    organisation = get_object_or_404(
        Organisation.objects.acted_for_by(request.user), slug=sent_slug(request, "organisation")
    )
    current.switch(request, organisation)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("site:desk")


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the owners of an existing organisation to be let in."""
    organisation = Organisation.objects.approved().filter(slug=slug).first()
    if organisation is None:
        kept = get_object_or_404(Organisation.objects.approved(), former_ones__slug=slug)
        return redirect("profiles:join", slug=kept.slug)
    form = JoinForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            team.ask_to_join(organisation, form.cleaned_data["message"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request is on its way to the owners."))
            return redirect("site:desk")
    asked = organisation.join_requests.filter(user=request.user).first()
    context = {"form": form, "organisation": organisation, "asked": asked}
    return render(request, "profiles/join.html", context)
