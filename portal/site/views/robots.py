"""For programs that visit: robots.txt, the sitemap, whom to tell about a weakness."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.site.sitemaps import sections

TEXT = "text/plain; charset=utf-8"
# Behind a sign-in, or links that are meant for one person.
NOT_FOR_ROBOTS = (
    "/verwaltung/", "/konto/", "/mein-konto/", "/schreibtisch/", "/meine/", "/vorschlaege/",
    "/anfragen/", "/organisation/", "/team/", "/einladung/", "/sprache/", "/suchen-abbestellen/",
    "/noch-aktuell/", "/barriere-melden/",
)  # fmt: skip
for_an_hour = cache_control(public=True, max_age=3600)


@require_safe
@for_an_hour
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may visit."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('site:sitemap')}\n")
    return HttpResponse("\n".join(lines), content_type=TEXT)


@require_safe
@for_an_hour
def security(_request: HttpRequest) -> HttpResponse:
    """RFC 9116. The date moves on by itself: the address is that of the imprint."""
    expires = timezone.now() + timedelta(days=180)
    return HttpResponse(
        f"Contact: mailto:{settings.SERVICEDESK_EMAIL}\n"
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}\n"
        "Preferred-Languages: de, en\n"
        f"Canonical: {settings.SITE_URL}{reverse('site:security')}\n",
        content_type=TEXT,
    )


@require_safe
@for_an_hour
def manifest(_request: HttpRequest) -> JsonResponse:
    """How the portal calls and shows itself on the home screen of a telephone."""
    icons = [
        {"src": static(f"img/icon-{edge}.png"), "sizes": f"{edge}x{edge}", "type": "image/png",
         "purpose": purpose}
        for edge in (192, 512) for purpose in ("any", "maskable")
    ]  # fmt: skip
    told = {
        "name": settings.SERVICEDESK_NAME,
        "short_name": "Soziale Kooperation",
        "lang": settings.LANGUAGE_CODE,
        "id": "/",
        "start_url": reverse("site:home"),
        "scope": "/",
        "display": "browser",
        "background_color": "#fbf8f3",
        "theme_color": "#0b5563",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@for_an_hour
def sitemap_index(_request: HttpRequest) -> HttpResponse:
    """The pieces of the sitemap."""
    pieces = []
    for section, entries in sections().items():
        address = f"{settings.SITE_URL}{reverse('site:sitemap-section', args=[section])}"
        newest = entries.get_latest_lastmod()
        pieces += [
            SitemapIndexItem(address if page == 1 else f"{address}?p={page}", newest)
            for page in entries.paginator.page_range
        ]
    return _xml("sitemap_index.xml", {"sitemaps": pieces})


@require_safe
@for_an_hour
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One piece; `p` is its number."""
    try:
        urls = sections()[section].get_urls(page=request.GET.get("p", 1))
    except (KeyError, InvalidPage) as error:
        raise Http404 from error
    return _xml("sitemap.xml", {"urlset": urls})


def _xml(template: str, context: dict) -> HttpResponse:
    """Without the request, unlike Django's own views: the answer is the same for everybody."""
    text = render_to_string(template, context)
    return HttpResponse(text, content_type="application/xml", headers={"X-Robots-Tag": "noindex"})


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Programs that read no `<link rel="icon">` ask here: mail programs, feed readers."""
    return HttpResponseRedirect(static("img/favicon-32.png"))
