"""The description of the open data: OpenAPI for programs, a page for people."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from portal.site.api import filters, serializers
from portal.site.api.middleware import CACHE_SECONDS
from portal.site.api.paging import LIMIT, LIMIT_MAX
from portal.site.api.throttling import ByAddress
from profiles import places

VERSION = "1.0.0"
ENTRIES = (
    ("organisations", serializers.OrganisationSerializer),
    ("needs", serializers.NeedSerializer),
    ("offers", serializers.OfferSerializer),
    ("competencies", serializers.CompetenceSerializer),
)


@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """The OpenAPI 3 document."""
    info = {
        "title": f"{settings.SERVICEDESK_NAME}: open data",
        "version": VERSION,
        "description": "Published entries of the portal, read-only. " + places.ATTRIBUTION,
        "license": {"name": settings.OPEN_DATA_LICENCE},
        "contact": {"email": settings.SERVICEDESK_EMAIL},
    }
    return JsonResponse(_document() | {"info": info})


@cache
def _document() -> dict:
    with translation.override("en"):
        document = SchemaGenerator(urlconf="portal.site.api.urls_v1").get_schema(public=True)
    return document | {"servers": [{"url": f"{settings.SITE_URL}/api/v1"}]}


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """How to read the open data, with examples."""
    return render(
        request,
        "site/api.html",
        {
            "base": f"{settings.SITE_URL}/api/v1",
            "licence": settings.OPEN_DATA_LICENCE,
            "attribution": places.ATTRIBUTION,
            "requests_a_minute": ByAddress().num_requests,
            "cache_minutes": CACHE_SECONDS // 60,
            "entries": [
                {"name": name, "fields": serializer().fields} for name, serializer in ENTRIES
            ],
            "parameters": _parameters(),
        },
    )


def _parameters() -> list[dict[str, str]]:
    """What lists can be narrowed by, as sentences."""
    radius = {"usual": filters.DEFAULT_RADIUS_KM, "most": filters.RADIUS_MAX_KM}
    listings = _("Only needs and offers.")
    return [
        {"name": name, "example": example, "text": text}
        for name, example, text in (
            ("kind", "company", _("Only organisations.") + " provider, company, public_body."),
            ("competence", "finance", _("A competency, or a group with all that is within it.")),
            ("format", "mentoring", listings + " " + _("Several times: any of them.")),
            ("target_group", "children", listings + " " + _("Several times: any of them.")),
            ("organisation", "…", listings + " " + _("The id of an organisation.")),
            ("land", "SN", _("Federal state, without “DE-”.")),
            ("plz", "04", _("A postcode, or its first two to four digits.")),
            (
                "place",
                "Leipzig",
                _(
                    "A postcode or a town; of towns with the same name the largest. The answer’s "
                    "field “around” says which one it is."
                ),
            ),
            (
                "radius",
                "40",
                _("Kilometres around the place; %(usual)s if left out, at most %(most)s.") % radius,
            ),
            (
                "updated_since",
                "2026-11-01",
                _("Changed since then. Go back ten minutes further than your last visit."),
            ),
            (
                "limit",
                str(LIMIT),
                _("Entries a page, at most %(most)s.") % {"most": LIMIT_MAX},
            ),
        )
    ]
