"""The same hard constraints and a score of competencies, distance and capacity, in SQL.

One table as a portal would index it: GIN on integer arrays, GiST on the place and on the period
together with a remote flag; the statement is prepared once for each number of wanted competencies.
"""

import os
from collections.abc import Sequence

import numpy as np
import psycopg2
from psycopg2.extras import execute_values

from matching.engine import FORMATS, Index, NeedRecord, OfferRecord

SCHEMA = """
CREATE EXTENSION IF NOT EXISTS cube; CREATE EXTENSION IF NOT EXISTS earthdistance;
CREATE EXTENSION IF NOT EXISTS intarray; CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE bench_offer (
    id int PRIMARY KEY, company int NOT NULL, lat float8 NOT NULL, lon float8 NOT NULL,
    radius_km float8 NOT NULL, remote boolean NOT NULL, period daterange NOT NULL,
    capacity int NOT NULL, excludes_minors boolean NOT NULL,
    formats int[] NOT NULL, languages text[] NOT NULL,
    topics int[] NOT NULL, covered float4[] NOT NULL
);
"""
INDEXES = """
CREATE INDEX ON bench_offer USING gist (ll_to_earth(lat, lon)) WHERE capacity > 0;
CREATE INDEX ON bench_offer USING gist (period) WHERE capacity > 0;
CREATE INDEX ON bench_offer USING gin (formats gin__int_ops, topics gin__int_ops)
    WHERE capacity > 0;
CREATE INDEX ON bench_offer USING gin (topics gin__int_ops, formats gin__int_ops)
    WHERE capacity > 0 AND remote;
ANALYZE bench_offer;
"""
# Near ones by the place, remote ones by what they cover; then the exact rules and the score.
QUERY = """
WITH candidate AS (
    SELECT * FROM bench_offer
    WHERE capacity > 0 AND {near} AND topics && %(topics)s
    UNION
    SELECT * FROM bench_offer
    WHERE capacity > 0 AND remote AND %(remote)s AND topics && %(topics)s
      AND formats && %(formats)s
)
SELECT id, ({coverage}) * (0.8 + 0.2 * sqrt(least(1, capacity / %(people)s::float8))) AS score
FROM candidate
WHERE formats && %(formats)s AND period && daterange(%(first)s, %(last)s, '[]')
  AND languages && %(languages)s AND NOT (%(minors)s AND excludes_minors)
  AND company <> %(owner)s
  AND ((remote AND %(remote)s)
       OR earth_distance(ll_to_earth(lat, lon), ll_to_earth(%(lat)s, %(lon)s))
          <= 1000 * least(radius_km, %(radius)s))
ORDER BY score DESC, id LIMIT 20
"""
NEAR = "earth_box(ll_to_earth(%(lat)s, %(lon)s), 1000 * %(radius)s) @> ll_to_earth(lat, lon)"
EVERYWHERE_KM = 30_000.0


class Database:
    """The offers of an index in a table of their own."""

    def __init__(self, index: Index, offers: Sequence[OfferRecord]) -> None:
        self.index = index
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.cursor.execute(SCHEMA)
        self.owners: dict[str, int] = {}
        covered = index._offers.all()["topic"]
        execute_values(
            self.cursor,
            "INSERT INTO bench_offer VALUES %s",
            (self._row(offer, covered[:, index._offers.row_of[offer.id]]) for offer in offers),
            page_size=1000,
        )
        self.cursor.execute(INDEXES)

    def best(self, need: NeedRecord) -> list[tuple[int, float]]:
        """The 20 best (offer id, score) for a need."""
        columns = self.index._rows.needs([self.index._known(need, "need")])
        weights = columns["topic"][:, 0]  # products of roots of shares, as the engine has it
        wanted = np.flatnonzero(weights).tolist()
        coverage = " + ".join(f"{weights[at]:.6f} * covered[{at + 1}]" for at in wanted) or "0"
        near = NEAR if need.radius_km is not None else "true"
        self.cursor.execute(
            QUERY.format(near=near, coverage=coverage),
            {
                "topics": wanted,
                "formats": [FORMATS.index(name) for name in need.formats],
                "languages": list(need.languages),
                "first": need.starts_on,
                "last": need.ends_on,
                "people": max(1, need.people_needed),
                "minors": need.contact_with_minors,
                "owner": self.owners.get(need.organisation, -1),
                "remote": need.remote_ok,
                "lat": need.lat,
                "lon": need.lon,
                "radius": need.radius_km if need.radius_km is not None else EVERYWHERE_KM,
            },
        )
        return self.cursor.fetchall()

    def _row(self, offer: OfferRecord, covered: "np.ndarray") -> tuple[object, ...]:
        first, last = offer.available_from, offer.available_until
        return (
            int(offer.id),
            self.owners.setdefault(offer.company, len(self.owners)),
            offer.lat,
            offer.lon,
            EVERYWHERE_KM if offer.radius_km is None else offer.radius_km,
            offer.remote_ok,
            f"[{first},{last}]",
            offer.capacity,
            "contact-with-minors" in offer.excludes,
            [FORMATS.index(name) for name in offer.formats],
            list(offer.languages),
            np.flatnonzero(covered).tolist(),
            covered.astype(float).round(6).tolist(),
        )
