"""Who may do what: one row for each address of the portal, each tried as each role.

Roles: A signed out, U signed in without an organisation, X member of an uninvolved organisation,
P member and O owner of the Träger concerned, C owner of the company concerned, S owner of a
suspended organisation, M moderator. Whoever stands in no row is told that there is nothing (404);
the signed out are asked to sign in where a row does not name them.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import its_people, its_things

pytestmark = pytest.mark.django_db

EVERYBODY, SIGNED_IN = "AUXPOCSM", "UXPOCSM"
OWN_NAMESPACES = ("site", "mails", "profiles", "matching", "cooperation")
# (address, what its arguments are of, method, who gets through)
ROWS = [
    ("site:home", "", "GET", EVERYBODY),
    ("site:about", "", "GET", EVERYBODY),
    ("site:imprint", "", "GET", EVERYBODY),
    ("site:privacy", "", "GET", EVERYBODY),
    ("site:accessibility", "", "GET", EVERYBODY),
    ("site:terms", "", "GET", EVERYBODY),
    ("site:plain", "", "GET", EVERYBODY),
    ("site:barrier", "", "GET", EVERYBODY),
    ("site:barrier-thanks", "", "GET", EVERYBODY),
    ("site:regions", "", "GET", EVERYBODY),
    ("site:region", "land", "GET", EVERYBODY),
    ("site:region", "no region", "GET", ""),
    ("site:api", "", "GET", EVERYBODY),
    ("site:api-openapi", "", "GET", EVERYBODY),
    ("site:api-organisations", "", "GET", EVERYBODY),
    ("site:api-organisation", "provider's id", "GET", EVERYBODY),
    ("site:api-organisation", "unapproved's id", "GET", ""),
    ("site:api-needs", "", "GET", EVERYBODY),
    ("site:api-need", "need", "GET", EVERYBODY),
    ("site:api-need", "draft", "GET", ""),
    ("site:api-offers", "", "GET", EVERYBODY),
    ("site:api-offer", "offer", "GET", EVERYBODY),
    ("site:api-competencies", "", "GET", EVERYBODY),
    ("site:export-organisations", "", "GET", EVERYBODY),
    ("site:export-needs", "", "GET", EVERYBODY),
    ("site:export-offers", "", "GET", EVERYBODY),
    ("site:export-search", "scope", "GET", EVERYBODY),
    ("site:search", "", "GET", EVERYBODY),
    ("site:suggest", "", "GET", EVERYBODY),
    ("site:feed", "scope", "GET", EVERYBODY),
    ("site:search-save", "", "POST", SIGNED_IN),
    ("site:saved-searches", "", "GET", SIGNED_IN),
    ("site:saved-search-change", "saved search", "POST", "P"),
    ("site:searches-off", "token", "GET", ""),
    ("site:searches-off", "searches off", "GET", EVERYBODY),
    ("mails:preferences", "", "GET", SIGNED_IN),
    ("mails:unsubscribe", "token", "GET", ""),
    ("mails:unsubscribe", "unsubscribe token", "GET", EVERYBODY),
    ("mails:gallery", "", "GET", "M"),
    ("mails:sample", "sample mail", "GET", "M"),
    ("mails:sample-html", "sample mail", "GET", "M"),
    ("site:styleguide", "", "GET", "M"),
    ("site:figures", "", "GET", EVERYBODY),
    ("site:figures-csv", "statistic", "GET", EVERYBODY),
    ("site:robots", "", "GET", EVERYBODY),
    ("site:favicon", "", "GET", EVERYBODY),
    ("site:manifest", "", "GET", EVERYBODY),
    ("site:sitemap", "", "GET", EVERYBODY),
    ("site:sitemap-section", "section", "GET", EVERYBODY),
    ("site:security", "", "GET", EVERYBODY),
    ("site:desk", "", "GET", SIGNED_IN),
    ("healthz", "", "GET", EVERYBODY),
    ("readyz", "", "GET", EVERYBODY),
    ("site:organisations", "", "GET", EVERYBODY),
    ("profiles:organisation", "provider", "GET", EVERYBODY),
    ("profiles:organisation", "unapproved", "GET", "M"),
    ("profiles:logo", "unapproved", "GET", ""),
    ("profiles:logo", "logo", "GET", EVERYBODY),
    ("profiles:photo", "unapproved", "GET", "M"),
    ("profiles:photo", "photo", "GET", EVERYBODY),
    ("profiles:account", "", "GET", SIGNED_IN),
    ("profiles:account-name", "", "GET", SIGNED_IN),
    ("profiles:account-delete", "", "GET", SIGNED_IN),
    ("profiles:devices", "", "GET", SIGNED_IN),
    ("profiles:devices-end", "", "POST", SIGNED_IN),
    ("profiles:device-end", "device", "POST", "P"),
    ("profiles:session", "", "GET", EVERYBODY),
    ("profiles:link-again", "", "POST", SIGNED_IN),
    ("profiles:organisation-create", "", "GET", SIGNED_IN),
    ("profiles:switch", "", "POST", ""),
    ("profiles:organisation-edit", "provider", "GET", "PO"),
    ("profiles:organisation-edit", "suspended", "GET", ""),
    ("profiles:standing-competencies", "provider", "GET", "PO"),
    ("profiles:standing-competencies", "suspended", "GET", ""),
    ("profiles:site-add", "provider", "GET", "PO"),
    ("profiles:site-edit", "site", "GET", "PO"),
    ("profiles:site-remove", "site", "POST", "PO"),
    ("profiles:organisation-submit", "provider", "POST", "O"),
    ("profiles:organisation-confirm", "provider", "POST", "PO"),
    ("profiles:organisation-confirm", "suspended", "POST", ""),
    ("profiles:join", "provider", "GET", SIGNED_IN),
    ("profiles:join", "unapproved", "GET", ""),
    ("profiles:team", "provider", "GET", "PO"),
    ("profiles:team", "provider", "POST", "O"),
    ("profiles:team", "suspended", "GET", "S"),
    ("profiles:team-hand-over", "provider", "POST", "O"),
    ("profiles:mandate-give", "provider", "POST", "O"),
    ("profiles:mandate-end", "mandate", "POST", "O"),
    ("profiles:member-role", "membership", "POST", "O"),
    ("profiles:member-remove", "membership", "POST", "PO"),
    ("profiles:invitation-withdraw", "invitation", "POST", "O"),
    ("profiles:invitation-send-again", "invitation", "POST", "O"),
    ("profiles:invitation-accept", "invitation", "POST", ""),
    ("profiles:invitation-accept", "invitation to X", "POST", "X"),
    ("profiles:join-answer", "join request", "POST", "O"),
    ("profiles:invitation", "token", "GET", EVERYBODY),
    ("profiles:invitation", "invitation token", "GET", EVERYBODY),
    ("site:needs", "", "GET", EVERYBODY),
    ("site:offers", "", "GET", EVERYBODY),
    ("matching:need", "need", "GET", EVERYBODY),
    ("matching:need", "draft", "GET", "POM"),
    ("matching:offer", "offer", "GET", EVERYBODY),
    ("matching:still-true", "token", "GET", ""),
    ("matching:still-true", "token", "POST", ""),
    ("matching:still-true", "still true", "GET", EVERYBODY),
    ("matching:mine", "", "GET", SIGNED_IN),
    ("matching:need-create", "", "GET", SIGNED_IN),
    ("matching:offer-create", "", "GET", SIGNED_IN),
    ("matching:suggestions", "", "GET", SIGNED_IN),
    ("matching:suggestion-dismiss", "suggestion", "POST", "POC"),
    ("matching:suggestion-take-back", "dismissal", "POST", "PO"),
    ("cooperation:enquiries", "", "GET", SIGNED_IN),
    ("cooperation:enquire-need", "need", "GET", SIGNED_IN),
    ("cooperation:enquire-need", "draft", "GET", ""),
    ("cooperation:enquire-offer", "offer", "GET", SIGNED_IN),
    ("cooperation:enquire-pair", "suggestion", "GET", "POC"),
    ("cooperation:enquiry", "enquiry", "GET", "POC"),
    ("cooperation:enquiry-accept", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-decline", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-withdraw", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-take-up", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-extend", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-take-place", "enquiry", "POST", "POC"),
    ("cooperation:enquiry-give-up-place", "enquiry", "POST", "POC"),
    ("cooperation:conversations", "", "GET", SIGNED_IN),
    ("cooperation:conversation", "enquiry", "GET", "POC"),
    ("cooperation:conversation", "introduced to the company", "GET", "PO"),
    ("cooperation:conversation-invite", "enquiry", "POST", "POC"),
    ("cooperation:conversation-invite", "introduced to the company", "POST", "PO"),
    ("cooperation:conversation-report", "enquiry", "GET", "POC"),
    ("cooperation:cooperation-conversation", "cooperation", "GET", "POC"),
    ("cooperation:attachment", "attachment", "GET", "POC"),
    ("cooperation:cooperations", "", "GET", SIGNED_IN),
    ("cooperation:cooperation", "cooperation", "GET", "POC"),
    ("cooperation:cooperation-pause", "cooperation", "POST", "POC"),
    ("cooperation:cooperation-resume", "cooperation", "POST", "POC"),
    ("cooperation:cooperation-finish", "cooperation", "POST", "POC"),
    ("cooperation:cooperation-end-early", "cooperation", "POST", "POC"),
    ("cooperation:cooperation-call-off", "cooperation", "POST", "POC"),
    ("cooperation:cooperation-free", "cooperation", "POST", "POC"),
    ("cooperation:closing", "cooperation", "GET", "POC"),
    ("cooperation:feedback", "cooperation", "POST", "POC"),
    ("cooperation:outcome", "cooperation", "GET", "POC"),
    ("cooperation:example-draft", "cooperation", "GET", "POC"),
    ("cooperation:example-release", "cooperation", "POST", "POC"),
    ("cooperation:certificate", "cooperation", "GET", "PO"),
    ("cooperation:examples", "", "GET", EVERYBODY),
    ("cooperation:example", "example", "GET", EVERYBODY),
    ("cooperation:example", "draft example", "GET", ""),
    ("cooperation:example-photo", "example", "GET", EVERYBODY),
    ("cooperation:example-photo", "draft example", "GET", "POC"),
    ("cooperation:example-photo", "released example", "GET", "POCM"),
    ("cooperation:protection", "cooperation", "GET", "PO"),
    ("cooperation:protection-decide", "cooperation", "POST", "PO"),
    ("cooperation:protection-person", "cooperation", "GET", "PO"),
    ("cooperation:protection-person-edit", "protection record", "GET", "PO"),
    ("cooperation:protection-person-remove", "protection record", "POST", "PO"),
    ("cooperation:agreement", "cooperation", "GET", "POC"),
    ("cooperation:agreement-write", "cooperation", "GET", "POC"),
    ("cooperation:agreement-discard-draft", "cooperation", "POST", "POC"),
    ("cooperation:agreement-confirm", "cooperation", "POST", "POC"),
    ("cooperation:agreement-version", "agreement version", "GET", "POC"),
    ("cooperation:agreement-pdf", "agreement version", "GET", "POC"),
    ("cooperation:appointments", "cooperation", "GET", "POC"),
    ("cooperation:appointment-propose", "cooperation", "GET", "POC"),
    ("cooperation:cooperation-calendar", "cooperation", "GET", "POC"),
    ("cooperation:appointment", "appointment", "GET", "POC"),
    ("cooperation:appointment-change", "appointment", "GET", "POC"),
    ("cooperation:appointment-cancel", "appointment", "POST", "POC"),
    ("cooperation:appointment-answer", "appointment", "POST", "POC"),
    ("cooperation:appointment-hours", "appointment", "GET", "POC"),
    ("cooperation:appointment-calendar", "appointment", "GET", "POC"),
    ("cooperation:appointment", "another's appointment", "GET", ""),
    ("cooperation:hours", "cooperation", "GET", "POC"),
    ("cooperation:hours-log", "cooperation", "GET", "POC"),
    ("cooperation:hours-correct", "hours", "GET", "POC"),
    ("cooperation:hours-confirm", "hours", "POST", "POC"),
    ("cooperation:hours-dispute", "hours", "POST", "POC"),
    ("cooperation:hours-take-back", "hours", "POST", "POC"),
    ("cooperation:my-calendar", "", "GET", SIGNED_IN),
    ("cooperation:calendar-feed", "token", "GET", ""),
    ("cooperation:calendar-feed", "calendar token", "GET", EVERYBODY),
    ("cooperation:took-place", "token", "GET", ""),
    ("cooperation:took-place", "took place", "GET", EVERYBODY),
]
for kind, own in (("need", "PO"), ("offer", "C")):
    ROWS += [
        (f"matching:{kind}-preview", "", "POST", SIGNED_IN),
        (f"matching:{kind}-step", f"step of {kind}", "GET", own),
        (f"matching:{kind}-step", f"no step of {kind}", "GET", ""),
        (f"matching:{kind}-edit", kind, "GET", own),
        (f"matching:{kind}-check", kind, "GET", own),
        (f"matching:{kind}-submitted", kind, "GET", own),
        (f"matching:{kind}-confirm", kind, "POST", own),
        (f"matching:{kind}-pause", kind, "POST", own),
        (f"matching:{kind}-resume", kind, "POST", own),
        (f"matching:{kind}-fulfil", kind, "POST", own),
        (f"matching:{kind}-close", kind, "POST", own),
        (f"matching:{kind}-delete", kind, "POST", own),
    ]
# Signing in is not asked for here: that would tell that there is something.
PUBLIC_IF_AT_ALL = {
    "profiles:organisation", "profiles:logo", "profiles:photo", "matching:need", "matching:offer", "site:region",
    "site:api-organisation", "site:api-need", "site:searches-off", "cooperation:example",
    "cooperation:example-photo",
    "mails:unsubscribe", "mails:gallery", "mails:sample", "mails:sample-html",
    "cooperation:calendar-feed", "cooperation:took-place",
    "matching:still-true", "site:styleguide",
}  # fmt: skip


@pytest.fixture
def people():
    return its_people()


@pytest.fixture
def arguments(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return its_things(people)


def answer_of(client, method: str, address: str) -> str:
    """ "through", "sign in" or "nothing"."""
    response = client.post(address, {"role": "member"}) if method == "POST" else client.get(address)
    if response.streaming:  # reading a file to its end closes it
        b"".join(response.streaming_content)
    if response.status_code == 302 and response.url.startswith(
        (reverse("account_login"), reverse("account_signup"))
    ):
        return "sign in"
    if response.status_code == 404:
        return "nothing"
    assert response.status_code in {200, 302, 400, 403, 409, 422, 503}, response.status_code
    return "through"


@pytest.mark.parametrize(("name", "about", "method", "allowed"), ROWS)
def test_each_address_answers_each_role_as_agreed(
    client, people, arguments, name, about, method, allowed
):
    address = reverse(name, args=arguments[about])
    # Whoever may is tried last: a POST may end what it is about.
    roles = sorted(EVERYBODY, key=lambda role: (role in allowed, EVERYBODY.index(role)))
    may_be_gone = False
    for role in roles:
        client.logout()
        if role != "A":
            client.force_login(people[role])
        answer = answer_of(client, method, address)
        if role in allowed:
            assert answer == "through" or may_be_gone, role
            may_be_gone = method == "POST"
        else:
            needs_sign_in = role == "A" and name not in PUBLIC_IF_AT_ALL
            assert answer == ("sign in" if needs_sign_in else "nothing"), role


def addresses(patterns, namespace: str = "") -> set[str]:
    names = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            names |= addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and namespace in OWN_NAMESPACES:
            names.add(f"{namespace}:{pattern.name}")
    return names


def test_no_address_is_missing_in_the_table():
    assert addresses(get_resolver().url_patterns) - {row[0] for row in ROWS} == set()


@pytest.mark.parametrize("name", [row[0] for row in ROWS if row[2] == "POST"])
def test_nothing_is_changed_by_opening_an_address(client, people, arguments, name):
    about = next(row[1] for row in ROWS if row[0] == name and row[2] == "POST")
    client.force_login(people["O"])
    if name in {"profiles:team", "matching:still-true"}:
        return
    assert client.get(reverse(name, args=arguments[about])).status_code == 405
