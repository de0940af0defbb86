"""The Servicestelle's admin site: who gets in, and what waits on its first page."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, auth, messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from matching import rematch
from portal.foundation.moderation import is_moderator
from portal.site import waiting
from portal.site.views import importing
from portal.site.views.merging import merge_page
from profiles.second_factor import page_that_asks

# Pages of other packages that must not be there: groups are made by a migration and known by name,
# a second factor's page would show its secret, and a session's key opens it.
LEFT_OUT = {"auth.group", "mfa.authenticator", "usersessions.usersession"}

IMPORT_PAGES = [
    ("import/", importing.imports, "imports"),
    ("import/vorlage/<slug:kind>/", importing.template, "import-template"),
    ("import/<uuid:public_id>/", importing.preview, "import"),
    ("import/<uuid:public_id>/auswahl/", importing.choose, "import-choose"),
    ("import/<uuid:public_id>/uebernehmen/", importing.confirm, "import-confirm"),
    ("import/<uuid:public_id>/verwerfen/", importing.discard, "import-discard"),
    ("import/<uuid:public_id>/fehlerhafte.csv", importing.faulty, "import-faulty"),
]


def is_servicedesk(user) -> bool:  # noqa: ANN001 -- a User or an AnonymousUser
    """Whether `user` works for the Servicestelle."""
    return user.is_authenticated and (user.is_moderator or user.is_editor)


def has_fresh_second_factor(request: HttpRequest) -> bool:
    """Whether this session gave a second factor within STAFF_SESSION_HOURS."""
    since = time.time() - settings.STAFF_SESSION_HOURS * 3600
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] > since for record in records)


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = gettext_lazy("Servicestelle")
    index_title = gettext_lazy("What waits")
    empty_value_display = "–"
    enable_nav_sidebar = False  # the first page leads everywhere; lists need the room

    def register(
        self,
        model_or_iterable: type[Model] | list[type[Model]],
        admin_class: type[admin.ModelAdmin] | None = None,
        **options: object,
    ) -> None:
        single = isinstance(model_or_iterable, type)
        models = [model_or_iterable] if single else model_or_iterable
        shown = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff with a role, who proved a second factor in the last hours."""
        if not is_servicedesk(request.user):
            return False
        if not settings.ADMIN_REQUIRES_MFA:
            return True
        return is_mfa_enabled(request.user) and has_fresh_second_factor(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the portal's own sign-in, or say what is missing; there is no second form."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            target = reverse("admin:index")
        if not request.user.is_authenticated:
            return _redirect_with_next("account_login", target)
        if not is_servicedesk(request.user):
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(target)
        if not is_mfa_enabled(request.user):
            messages.warning(
                request,
                _(
                    "The Servicestelle's pages need a second factor. Please set one up here, "
                    "then open them again."
                ),
            )
            return _redirect_with_next("mfa_activate_totp", target)
        messages.info(request, _("Please confirm with your second factor that it is you."))
        return _redirect_with_next(page_that_asks(request.user), target)

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST":
            auth.logout(request)
        return redirect("site:home")

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern]:
        rematch = self._for_moderators(require_POST(self.rematch))
        merge = self._for_moderators(merge_page)
        return [
            path("rematch/", self.admin_view(rematch), name="rematch"),
            path("merge/<int:pk>/", self.admin_view(merge), name="organisation-merge"),
            *(
                path(address, self.admin_view(self._for_moderators(view)), name=name)
                for address, view, name in IMPORT_PAGES
            ),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        panels = (
            {"waiting": waiting.for_decision(request.user), "troubles": waiting.troubles()}
            if is_moderator(request)
            else {}
        )
        return super().index(request, panels | (extra_context or {}))

    def rematch(self, request: HttpRequest) -> HttpResponse:
        """Have every open listing matched anew, as after a change of the taxonomy."""
        run = rematch.start(by=request.user)
        messages.success(request, _("All open listings are being matched anew."))
        return redirect("admin:matching_matchingrun_change", run.pk)

    @staticmethod
    def _for_moderators(view: Callable) -> Callable:
        def guarded(request: HttpRequest, **of: object) -> HttpResponse:
            if not is_moderator(request):
                raise PermissionDenied
            return view(request, **of)

        return guarded


def _redirect_with_next(name: str, target: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': target})}")
