"""The table of German postcodes and the ways to ask it."""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

TABLE = Path(__file__).with_name("postcodes.tsv.gz")
ATTRIBUTION = (
    "Postleitzahlen, Orte und Koordinaten: © OpenStreetMap-Mitwirkende "
    "(openstreetmap.org/copyright) und Countries States Cities Database, "
    "Open Database License 1.0 (opendatacommons.org/licenses/odbl/1-0)."
)
# "Halle (Saale)", "Frankfurt am Main", "Lutherstadt Wittenberg": what people leave out.
_WITHOUT_ADDITION = re.compile(
    r"\s*\(.*|,.*|\s+(?:am|an der|an dem|ob der|vor der|im|in der|bei|a\.d\.|i\.d\.)\s.*"
)
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


# Names of the Länder are the same in every language of the portal.
LAENDER = {
    "BW": "Baden-Württemberg", "BY": "Bayern", "BE": "Berlin", "BB": "Brandenburg",
    "HB": "Bremen", "HH": "Hamburg", "HE": "Hessen", "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen", "RP": "Rheinland-Pfalz",
    "SL": "Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt", "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode area: its main place, its Land (ISO 3166-2 without "DE-") and its centre."""

    postcode: str
    name: str
    land: str
    lat: float
    lon: float


class UnknownPostcode(ValueError):  # noqa: N818 -- reads as what it is
    """There is no such postcode; the text is a sentence that says how to mend it."""


def every_place() -> list[Place]:
    """All postcode areas, by postcode."""
    return list(_table().values())


def find(postcode: str) -> Place | None:
    """The place of a postcode, written "04109", " 04109 " or "D-04109"; None when unknown."""
    return _table().get(_digits(postcode))


def require(postcode: str) -> Place:
    """Like `find`. Raises UnknownPostcode with the nearest existing ones."""
    place = find(postcode)
    if place is None:
        near = ", ".join(f"{p.postcode} {p.name}" for p in _neighbours(_digits(postcode)))
        sentence = _("There is no German postcode “%(postcode)s”. Please give five digits.")
        if near:
            sentence += " " + _("Did you mean %(near)s?") % {"near": near}
        raise UnknownPostcode(sentence % {"postcode": postcode.strip()[:20]})
    return place


def search(text: str, limit: int = 10) -> list[Place]:
    """Places for a postcode or the beginning of a name, one a name, best first.

    A whole name comes before a longer one; "Muenchen" finds "München". Of a town with several
    postcodes the lowest is given, which is its centre in nearly all towns.
    """
    exact = find(text)
    if exact:
        return [exact]
    wanted = fold(text)
    if len(wanted) < 2:
        return []
    hits: dict[str, Place] = {}
    for folded, place in _names():
        if folded.startswith(wanted):
            hits.setdefault(folded, place)
    ordered = sorted(hits.items(), key=lambda hit: (len(hit[0]), hit[0]))
    return [place for _name, place in ordered[:limit]]


def named(name: str) -> Place | None:
    """The place with exactly this name, however its umlauts are written; None when there is none.

    "Frankfurt" and "Halle" mean the largest of their namesakes.
    """
    return _by_name().get(fold(name))


def fold(text: str) -> str:
    """Lower case, umlauts written out, single spaces: how names are compared."""
    return " ".join(text.casefold().translate(FOLDED).split())


def _digits(postcode: str) -> str:
    return re.sub(r"^D[E]?\s*-?\s*", "", str(postcode).strip(), flags=re.IGNORECASE)


def _neighbours(postcode: str) -> list[Place]:
    for length in (4, 3, 2):
        prefix = postcode[:length]
        if re.fullmatch(r"[0-9]+", prefix) and len(prefix) == length:
            near = [p for p in every_place() if p.postcode.startswith(prefix)]
            if near:
                return near[:3]
    return []


@cache
def _table() -> dict[str, Place]:
    with gzip.open(TABLE, "rt", encoding="utf-8") as rows:
        cells = (row.rstrip("\n").split("\t") for row in rows)
        return {
            c: Place(c, name, land, float(lat), float(lon)) for c, name, land, lat, lon in cells
        }


@cache
def _by_name() -> dict[str, Place]:
    """First postcode area of each name, with and without its addition; of namesakes the largest."""
    areas: dict[str, list[Place]] = {}
    for folded, place in _names():
        areas.setdefault(folded, []).append(place)
    found: dict[str, Place] = {}
    for folded, some in sorted(areas.items(), key=lambda item: -len(item[1])):
        for name in (folded, _WITHOUT_ADDITION.sub("", folded)):
            found.setdefault(name, some[0])
    return found


@cache
def _names() -> list[tuple[str, Place]]:
    return [(fold(place.name), place) for place in every_place()]
