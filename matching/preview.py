"""While somebody writes: what the engine reads in the text, and what would fit it today.

The same index and the same ranking as the worker's, in this web process, caught up with the
database; nothing is written. What is not answered yet counts as “does not matter”.
"""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from matching import sync
from matching.engine import (
    EncoderError,
    Features,
    Index,
    Match,
    NeedRecord,
    OfferRecord,
    RecordError,
)
from matching.engine import reasons as codes
from matching.models import Format, Need, Offer, Side
from matching.models.listing import Listing
from matching.reasons import Labels, competence_labels
from matching.records import records_of_unfinished
from matching.templates_to_start import GAP
from profiles.models import Site
from profiles.places import LAENDER, distance_km

logger = logging.getLogger(__name__)

COUNTED_AT_MOST = 50
EXAMPLES = 3
READ_AT_MOST = 5
# A competence that has this share of a text is offered to be ticked; below, it is a guess.
READ_FROM = 0.12
# Shorter texts say nothing: whatever is found for them is chance.
WORDS_NEEDED = 3
# While another thread reads a whole country for the first time, pages do without.
PATIENCE_SECONDS = 2.0

_one_at_a_time = threading.Lock()  # threads of a web process share the index


class Example(NamedTuple):
    """One that fits, without anything that says whose it is."""

    help: str
    topic: str
    place: str


class ReadTopic(NamedTuple):
    """A competence that the text speaks of, and the word that says so ("" for the whole text)."""

    slug: str
    word: str


@dataclass(frozen=True)
class Preview:
    """What fits today (`number` is COUNTED_AT_MOST for that many or more), and what was read."""

    says_enough: bool = False
    number: int = 0
    number_beyond: int = 0  # how many would fit without the limit of distance, when nothing does
    examples: list[Example] = field(default_factory=list)
    read: list[ReadTopic] = field(default_factory=list)

    @property
    def is_more(self) -> bool:
        """Whether counting stopped before the end."""
        return self.number >= COUNTED_AT_MOST


def preview_of(listing: Listing, competencies: Iterable[str]) -> Preview | None:
    """What would fit a listing as it is written so far, stored or not; None while that is not known.

    `competencies` are the slugs that are ticked.
    """
    ticked = tuple(competencies)
    written = GAP.sub("", f"{listing.title} {listing.description}")
    if len(written.split()) < WORDS_NEEDED and not ticked:
        return Preview()
    records = records_of_unfinished(listing, ticked)
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        return None
    try:
        index = sync.process_index.refreshed(stores=False)
        matches = _most(index, records)
        beyond = []
        if not matches and listing.radius_km:
            beyond = _most(index, [replace(record, radius_km=None) for record in records])
        read = _read(index, index.analyse(records[0]))
    except (EncoderError, RecordError) as error:
        logger.warning("no preview: %s", error)
        return None
    finally:
        _one_at_a_time.release()
    examples = _examples(listing, matches[:EXAMPLES])
    return Preview(
        says_enough=True,
        number=len(matches),
        number_beyond=len(beyond),
        examples=examples,
        read=read,
    )


def warm() -> None:
    """Load the index before somebody needs it, in a thread of its own."""
    try:
        with _one_at_a_time:
            sync.process_index.refreshed(stores=False)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the first preview will say it
        logger.warning("the index is loaded by the first preview: %s", error)
    finally:
        connection.close()


def _most(index: Index, records: Iterable[NeedRecord | OfferRecord]) -> list[Match]:
    return max((_best(index, record) for record in records), key=len)


def _best(index: Index, record: NeedRecord | OfferRecord) -> list[Match]:
    best = index.rank_offers if isinstance(record, NeedRecord) else index.rank_needs
    return best(record, COUNTED_AT_MOST, today=timezone.localdate())


def _read(index: Index, features: Features) -> list[ReadTopic]:
    """Competences that the text speaks of, the surest first, each with its weightiest word."""
    known = index.analyser.lexicon.concepts
    words: dict[str, tuple[float, str]] = {}
    for place, word in features.surfaces.items():
        slug, weight = known[place].competence, features.concepts[place] * known[place].strength
        if slug and weight > words.get(slug, (0.0, ""))[0]:
            words[slug] = (weight, word)
    sure = [pair for pair in features.competences.items() if pair[1] >= READ_FROM]
    sure.sort(key=lambda pair: (-pair[1], pair[0]))
    return [ReadTopic(slug, words.get(slug, (0, ""))[1]) for slug, _share in sure[:READ_AT_MOST]]


def _examples(listing: Listing, matches: list[Match]) -> list[Example]:
    is_need = isinstance(listing, Need)
    side = Side.NEED if is_need else Side.OFFER
    model = Offer if is_need else Need
    ids = [int(match.offer_id if is_need else match.need_id) for match in matches]
    found = model.objects.open().select_related("site").in_bulk(ids) if ids else {}
    labels = competence_labels() if found else {}
    return [
        Example(
            _help(found[pk], listing, side),
            _topic(match, labels, side),
            _place(found[pk].site, listing.site, match),
        )
        for pk, match in zip(ids, matches, strict=True)
        if pk in found  # its row may have been deleted since the index was loaded
    ]


def _help(other: Listing, own: Listing, side: str) -> str:
    """The kind of help that both sides named, else the first of the other side."""
    wished = [own.format] if side == Side.NEED else own.formats
    both = [code for code in other.formats if code in wished]
    return str(Format((both or other.formats)[0]).label)


def _topic(match: Match, labels: Labels, side: str) -> str:
    for reason in match.reasons:
        if reason.code == codes.COMPETENCE_SHARED:
            return next((labels[slug] for slug in reason.values["slugs"] if slug in labels), "")
        if reason.code == codes.COMPETENCE_RELATED:
            return labels.get(reason.values["offered" if side == Side.NEED else "wanted"], "")
    return ""


def _place(site: Site, own: Site, match: Match) -> str:
    """Its Land and how far it is: less than a search among what is public would tell."""
    if any(reason.code == codes.REMOTE for reason in match.reasons):
        return _("possible online or by phone")
    values = {
        "land": LAENDER.get(site.land, site.place),
        "km": max(1, round(distance_km(site.lat, site.lon, own.lat, own.lon))),
    }
    return _("%(land)s, about %(km)s km away") % values
