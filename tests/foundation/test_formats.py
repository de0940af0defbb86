"""Dates in both languages: the day before the month, the month never a number in English."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from portal.foundation.templatetags.components import weekday_date

DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("language", "long", "short", "with_weekday"),
    [
        ("de", "3. Dezember 2026", "03.12.2026", "Donnerstag, 3. Dezember 2026"),
        ("en", "3 December 2026", "3 Dec 2026", "Thursday, 3 December 2026"),
    ],
)
def test_nobody_takes_the_day_for_the_month(language, long, short, with_weekday):
    with translation.override(language):
        assert date_format(DAY) == long
        assert date_format(DAY, "SHORT_DATE_FORMAT") == short
        assert weekday_date(DAY) == with_weekday


def test_the_weekday_is_that_of_the_clocks_here():
    late = datetime(2026, 12, 2, 23, 30, tzinfo=UTC)  # half past twelve on the third in Germany
    page = Template("{% load components %}{{ at|weekday_date }}").render(Context({"at": late}))
    assert page == "Donnerstag, 3. Dezember 2026"


def test_what_is_no_day_is_written_as_nothing():
    assert weekday_date("") == ""
