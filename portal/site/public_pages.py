"""Which pages everybody may find, and the one address of each.

No `hreflang`: the language is not part of the address.
"""

from django.conf import settings
from django.urls import ResolverMatch, reverse

STATIC_PAGES = (
    "site:home", "site:about", "site:organisations", "site:needs", "site:offers", "site:regions",
    "site:figures", "site:api", "site:plain", "site:imprint", "site:privacy", "site:accessibility",
    "site:terms",
)  # fmt: skip
ENTRY_PAGES = ("profiles:organisation", "matching:need", "matching:offer")

# Parts of addresses that open something for whoever has them: they stand in nobody's report.
SECRET_PARTS = ("token", "key", "uidb36")


def canonical_address(view_name: str, path: str, page: str) -> str:
    """The one address of a public page, "" for others; a list's further pages are their own."""
    if view_name not in {*STATIC_PAGES, *ENTRY_PAGES}:
        return ""
    is_further = page.isascii() and page.isdigit() and int(page[:6]) > 1
    return f"{settings.SITE_URL}{path}" + (f"?page={page[:6]}" if is_further else "")


def static_addresses() -> list[str]:
    """Paths of the public pages that are no entries."""
    return [reverse(name) for name in STATIC_PAGES]


def path_without_secrets(path: str, match: ResolverMatch | None) -> str:
    """`path`, with an ellipsis for each part that only one person should know."""
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRET_PARTS:
            path = path.replace(str(value), "…")
    return path
