"""A search as an Atom feed: its newest hits."""

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator

from portal.site.search.describing import describe
from portal.site.search.filters import Scope, canonical
from portal.site.search.results import newest_of

ENTRIES = 30


def feed_of(query: QueryDict, scope: Scope, language: str) -> HttpResponse:
    """The feed of a search; its address and entries' addresses are absolute."""
    asked = canonical(query)
    page = settings.SITE_URL + reverse(scope.url_name) + (f"?{asked}" if asked else "")
    own = settings.SITE_URL + reverse("site:feed", args=[scope.name])
    feed = Atom1Feed(
        title=f"{settings.SERVICEDESK_NAME}: {describe(query, scope)}",
        link=page,
        description=str(scope.lead),
        language=language,
        feed_url=f"{own}?{asked}" if asked else own,
    )
    for row in newest_of(query, scope, ENTRIES):
        is_organisation = row.entry_kind == "organisation"
        published = row.approved_at if is_organisation else row.published_at
        feed.add_item(
            title=row.name if is_organisation else row.title,
            link=settings.SITE_URL + row.get_absolute_url(),
            description=escape(Truncator(_printable(row.description)).words(60)),
            unique_id=f"urn:uuid:{row.public_id}",
            pubdate=published,
            updateddate=published,
            author_name=row.name if is_organisation else row.organisation.name,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _printable(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
