"""What people type finds what they mean, on the demo data: a hit among the first five."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import QueryDict

from portal.site.search.filters import SCOPES
from portal.site.search.results import results

pytestmark = pytest.mark.django_db

AT_LEAST = 0.9
FIRST = 5


def queries() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("relevance.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_nine_of_ten_queries_have_what_was_meant_among_the_first_five():
    call_command("load_demo", force=True, verbosity=0)
    missed = {}
    for typed, expected in queries():
        query = QueryDict(mutable=True)
        query["q"] = typed
        page = results(query, SCOPES["search"]).page
        names = [getattr(row, "title", "") or row.name for row in list(page)[:FIRST]]
        places = [getattr(getattr(row, "site", None), "place", "") for row in list(page)[:FIRST]]
        if not any(expected.casefold() in text.casefold() for text in (*names, *places)):
            missed[typed] = names

    assert len(queries()) >= 60
    assert len(missed) <= (1 - AT_LEAST) * len(queries()), missed
