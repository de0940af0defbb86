"""The search page in its four scopes, its feed, and suggestions while typing."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from portal.site.map_links import map_of_results
from portal.site.models import Frequency
from portal.site.search.feeds import feed_of
from portal.site.search.filters import SCOPES, Scope, canonical
from portal.site.search.results import Results, results
from portal.site.search.suggesting import suggestions
from profiles import places


@require_safe
def search(request: HttpRequest, scope: str) -> HttpResponse:
    """Hits, facets and chips for the GET values; works the same without JavaScript."""
    chosen = SCOPES[scope]
    found = results(request.GET, chosen)
    query = canonical(request.GET)
    # Drawn when asked for: with a whole country of hits it takes longer than all the rest.
    shows_map = request.GET.get("map") == "1"
    marks, frame = map_of_results(found, request.GET, request.path) if shows_map else ([], None)
    return render(
        request,
        "site/search.html",
        {
            "scope": chosen,
            "results": found,
            "is_mixed": chosen.name == "search",
            "marks": marks,
            "frame": frame,
            "tabs": _tabs(chosen, found, query),
            "query": query,
            "place_query": _with_place(request.GET, found),
            "also_labels": _also(found),
            "frequencies": Frequency.choices,
            "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
            "export_url": f"{reverse('site:export-search', args=[scope])}?{query}",
            "feed_url": f"{reverse('site:feed', args=[scope])}?{query}",
            # Filtered lists are the same entries once more: search engines need only the whole one.
            "is_filtered": bool(request.GET),
        },
    )


@require_safe
@cache_control(public=True, max_age=300)
def feed(request: HttpRequest, scope: str) -> HttpResponse:
    """The newest hits as an Atom feed."""
    if scope not in SCOPES:
        raise Http404
    return feed_of(request.GET, SCOPES[scope], request.LANGUAGE_CODE)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """What the typed beginning may become, as a list of texts."""
    return JsonResponse({"suggestions": suggestions(request.GET.get("q", ""))})


def _tabs(scope: Scope, found: Results, query: str) -> list[dict[str, object]]:
    """The same search in the other lists, with how many each would give."""
    tabs = []
    for other in SCOPES.values():
        kinds = other.kinds or found.kind_counts
        tabs.append(
            {
                "label": _("Everything") if other.name == "search" else other.title,
                "href": f"{reverse(other.url_name)}?{_without_kind(query)}".rstrip("?"),
                "current": other is scope,
                "count": sum(found.kind_counts.get(kind, 0) for kind in kinds),
            }
        )
    return tabs


def _without_kind(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not part.startswith("kind="))


def _also(found: Results) -> list[str]:
    """Labels of competencies that were searched although nobody typed them."""
    english = get_language() == "en"
    competences = [named.competence for named in found.understood.also]
    return list(dict.fromkeys(c.label_en if english else c.label_de for c in competences))


def _with_place(query: QueryDict, found: Results) -> str:
    """The search with the place that may have been meant; the word that names it is taken out."""
    place = found.understood.maybe_place
    if place is None:
        return ""
    changed = query.copy()
    words = [w for w in query.get("q", "").split() if places.named(w) != place]
    changed["q"], changed["place"] = " ".join(words), f"{place.postcode} {place.name}"
    return canonical(changed)
