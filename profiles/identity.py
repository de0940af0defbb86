"""By what an organisation is recognised, however it is written: keys that are equal or alike.

Pure functions. The keys are stored with the organisation (`Organisation.save`), so that one in
100,000 is found by an index; an empty key is equal to nothing.
"""

import re
import unicodedata
from urllib.parse import urlsplit

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
LEGAL_FORMS = re.compile(
    r"\b(gGmbH|GmbH|gUG|UG|AG|KG|OHG|GbR|SE|eG|e\.?\s?V\.?|e\.?\s?K\.?|mbH|Co\.?|Stiftung"
    r"|haftungsbeschränkt|gemeinnützige[rns]?|PartG|mbB)(?=\W|$)",
    re.IGNORECASE,
)
COURT_WORDS = {"amtsgericht", "ag", "registergericht", "vereinsregister", "handelsregister", "beim"}
SAME_COURT = {
    "berlin": "charlottenburg",
    "berlin charlottenburg": "charlottenburg",
    "charlottenburg berlin": "charlottenburg",
    "frankfurt a m": "frankfurt am main",
    "frankfurt a main": "frankfurt am main",
    "frankfurt main": "frankfurt am main",
    "halle saale": "halle",
}
# Whoever has an address here shares the domain with everybody else.
MAIL_HOSTERS = {
    "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "gmail.com",
    "googlemail.com", "freenet.de", "outlook.com", "outlook.de", "hotmail.com", "hotmail.de",
    "live.com", "live.de", "msn.com", "yahoo.com", "yahoo.de", "icloud.com", "me.com", "mac.com",
    "aol.com", "aol.de", "arcor.de", "online.de", "posteo.de", "posteo.net", "mailbox.org",
    "email.de", "mail.de", "1und1.de", "kabelmail.de", "unitybox.de", "vodafone.de", "ewe.net",
    "ewetel.net", "proton.me", "protonmail.com", "tutanota.com", "tutanota.de", "tuta.com",
    "tuta.io", "riseup.net", "systemli.org", "mail.ru", "gmx.eu", "o2online.de", "alice.de",
}  # fmt: skip
# The page of one is a path below the host, or says nothing about who owns the host.
SHARED_HOSTS = {
    "facebook.com", "fb.com", "fb.me", "instagram.com", "linkedin.com", "xing.com", "youtube.com",
    "youtu.be", "twitter.com", "x.com", "tiktok.com", "threads.net", "mastodon.social", "t.me",
    "whatsapp.com", "wa.me", "google.com", "google.de", "goo.gl", "g.page", "linktr.ee",
    "betterplace.org", "nebenan.de", "meetup.com", "eventbrite.de", "wikipedia.org",
}  # fmt: skip
# Here the bare host is shared, while `somebody.jimdofree.com` is somebody's own.
SITE_BUILDERS = {
    "jimdo.com", "jimdofree.com", "jimdosite.com", "wixsite.com", "wix.com", "wordpress.com",
    "blogspot.com", "blogspot.de", "weebly.com", "webnode.page", "webnode.com", "webnode.de",
    "github.io", "gitlab.io", "business.site", "squarespace.com", "beepworld.de", "npage.de",
    "chayns.net", "chayns.site", "notion.site", "carrd.co", "tumblr.com", "homepage-baukasten.de",
}  # fmt: skip


def name_key(name: str) -> str:
    """The name without what people leave out: "Jugendtreff Süd gGmbH" → "jugendtreff sued"."""
    return _words(LEGAL_FORMS.sub(" ", name))[:300]


def register_key(court: str, number: str) -> str:
    """Court and number as one: ("AG Leipzig", "vr 01234") → "leipzig:VR1234"; "" without both."""
    words = [word for word in _words(court).split() if word not in COURT_WORDS]
    at = " ".join(words)
    found = re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]", "", number).upper())
    whole = f"{SAME_COURT.get(at, at)}:{found}"
    return whole[:200] if at and re.search(r"\d", found) else ""


def vat_key(vat_id: str) -> str:
    """ "de 123 456 788" → "DE123456788"; nine bare digits are a German one."""
    found = re.sub(r"[\W_]", "", vat_id).upper()[:30]
    return f"DE{found}" if re.fullmatch(r"[0-9]{9}", found) else found


def domains(*, website: str, email: str) -> list[str]:
    """The domains of one's own that website and e-mail address name; those of hosters are left out."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        host = ""
    found = {_own(host), _own(email.rpartition("@")[2] if "@" in email else "")}
    return sorted(found - {""})


def _own(host: str) -> str:
    host = host.strip().strip(".").casefold().removeprefix("www.")
    parts = host.split(".")
    if len(parts) < 2 or host in MAIL_HOSTERS | SITE_BUILDERS:
        return ""
    return "" if ".".join(parts[-2:]) in SHARED_HOSTS else host[:200]


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(UMLAUTS).casefold()
    return " ".join(re.findall(r"\w+", plain))
