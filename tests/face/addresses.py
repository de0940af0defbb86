"""Every address that the URLconf knows and that a role may open, with arguments that lead somewhere.

A new address is covered by itself: our own come from the table of rights (which a test keeps
complete), allauth's and the admin's from the URLconf. What needs arguments that nobody gave here
ends in `Uncovered`, and a test fails on it.
"""

from collections.abc import Iterator

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from profiles.models import User
from tests.site.test_authorisation import EVERYBODY, OWN_NAMESPACES, ROWS

# Roles that sign in by the same words see the same pages; these differ in what they own.
ROLES = EVERYBODY
# Answered with a redirect, JSON or nothing to look at, whatever the arguments.
NO_PAGES = {
    "set_language", "healthz", "readyz", "account_logout",
    "admin:login", "admin:logout", "admin:jsi18n", "admin:autocomplete", "admin:view_on_site",
}  # fmt: skip


def of_role(role: str, people: dict[str, User], things: dict[str, list]) -> list[str]:
    """The paths that `role` may open, each once, in the order of the table."""
    paths = [
        reverse(name, args=things[about])
        for name, about, method, allowed in ROWS
        if method == "GET" and role in allowed
    ]
    paths += of_sign_in(people.get(role))
    if role == "M":
        paths += of_the_admin()
    return list(dict.fromkeys(paths))


def of_sign_in(person: User | None) -> list[str]:
    """The pages of allauth."""
    return [
        reverse(name, args=_sign_in_arguments(name, person))
        for name in names("")
        if name not in NO_PAGES
    ]


def _sign_in_arguments(name: str, person: User | None) -> list:
    user = person or User.objects.order_by("pk").first()
    if name == "account_confirm_email":
        return [EmailConfirmationHMAC(user.emailaddress_set.first()).key]
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}:
        return [user.authenticator_set.first().pk]
    if name == "account_reset_password_from_key":
        return [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return []


def of_the_admin() -> list[str]:
    """The lists, the first row of each model, and what the admin adds to them."""
    paths = []
    for name in names("admin"):
        if f"admin:{name}" not in NO_PAGES:
            arguments = _admin_arguments(name)
            if arguments is not None:
                paths.append(reverse(f"admin:{name}", args=arguments))
    return paths


def _admin_arguments(name: str) -> list | None:
    """None where the model has no row, or the address wants arguments that only a POST has."""
    candidates = [
        lambda: [],
        lambda: ["profiles"] if name == "app_list" else None,
        lambda: (
            [first("matching.need").pk, first("matching.offer").pk]
            if name == "cooperation_introduce"
            else None
        ),
        lambda: [first(_model_of(name)).pk],
    ]
    for candidate in candidates:
        try:
            arguments = candidate()
            reverse(f"admin:{name}", args=arguments)
        except (NoReverseMatch, LookupError, AttributeError):
            continue
        return arguments
    return None


def _model_of(name: str) -> str:
    """The model of "matching_need_change"."""
    if name == "organisation-merge":
        return "profiles.organisation"
    app, model = name.split("_")[:2] if name.count("_") > 1 else ("", "")
    return f"{app}.{model}"


def first(model: str):
    return apps.get_model(model).objects.order_by("pk").first()


def names(namespace: str) -> list[str]:
    """The names of one namespace in the URLconf; "" are allauth's and the health checks."""
    return list(dict.fromkeys(_names(get_resolver().url_patterns, "", namespace)))


def _names(patterns, inside: str, wanted: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, pattern.namespace or inside, wanted)
        elif isinstance(pattern, URLPattern) and inside == wanted and pattern.name:
            yield pattern.name


def without_a_page() -> set[str]:
    """Our own addresses that no row of the table opens for anybody with a GET."""
    known = {f"{space}:{name}" for space in OWN_NAMESPACES for name in names(space)}
    opened = {name for name, _about, method, allowed in ROWS if method == "GET" and allowed}
    only_post = {name for name, _about, method, _allowed in ROWS if method == "POST"}
    return known - opened - only_post
