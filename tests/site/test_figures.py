"""Public figures: nobody is recognised by one, and each says the same in words, chart, table and CSV."""

import re
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.site.charts import bar_chart, column_chart
from portal.site.figures.disclosure import LEAST, Row, safe_rows, safe_spans
from portal.site.figures.statistics import SLUGS
from profiles.models import Organisation
from tests.builders import a_company, a_cooperation, a_need, an_offer, an_organisation

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 30))
MONTHS = st.dictionaries(
    st.builds(date, st.integers(2029, 2031), st.integers(1, 12), st.just(1)), st.integers(0, 12)
)


@given(COUNTS)
def test_no_figure_is_small_and_nothing_is_lost(counts):
    rows = safe_rows(counts)
    assert all(row.count >= LEAST for row in rows)
    assert not rows or sum(row.count for row in rows) == sum(counts.values())


@given(COUNTS)
def test_what_is_put_together_cannot_be_taken_apart_again(counts):
    rows = safe_rows(counts)
    named = {row.label for row in rows}
    rest = next((row.count for row in rows if not row.label), 0)
    others = {label: count for label, count in counts.items() if label not in named}
    if rest:
        assert len(others) >= 2
        assert rest != (LEAST - 1) * len(others) or max(others.values()) >= LEAST


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ({}, []),
        ({"a": 4}, []),
        ({"a": 20, "b": 3}, [Row("", 23)]),
        ({"a": 20, "b": 9, "c": 1}, [Row("a", 20), Row("", 10)]),
        ({"a": 20, "b": 4, "c": 4}, [Row("", 28)]),  # 8 for two that are below 5: both are 4
        ({"a": 4, "b": 4}, []),
        ({"a": 20, "b": 4, "c": 3, "d": 0}, [Row("a", 20), Row("", 7)]),
        ({"a": 20, "b": 0}, [Row("a", 20)]),
    ],
)
def test_small_ones_join_others(counts, rows):
    assert safe_rows(counts) == rows


@given(MONTHS)
def test_months_follow_one_another_and_none_is_small(counts):
    spans = safe_spans(counts)
    assert all(span.count >= LEAST for span in spans)
    if spans:
        assert sum(span.count for span in spans) == sum(counts.values())
        assert (spans[0].first, spans[-1].last) == (min(counts), max(counts))
        length = (max(counts).year - min(counts).year) * 12 + max(counts).month - min(counts).month
        assert sum(span.months for span in spans) == length + 1


@given(st.lists(st.integers(0, 10**6), max_size=20))
def test_no_bar_is_wider_than_its_room(values):
    chart = bar_chart([(str(value), [("offered", value, str(value))]) for value in values])
    widths = [float(bar.width.rstrip("%")) for row in chart.rows for bar in row.bars]
    assert all(0 <= width <= 68 for width in widths)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(5, 10**6)), min_size=1, max_size=40))
def test_columns_fill_the_line_and_stay_below_the_top(spans):
    chart = column_chart([("01/2031", "02/2031", months, count) for months, count in spans])
    for column in chart.columns:
        assert float(column.y.rstrip("em")) >= 1.39
        assert 0 <= float(column.x.rstrip("%")) < 100
    last = chart.columns[-1]
    assert float(last.x.rstrip("%")) + float(last.width.rstrip("%")) <= 100
    assert any(column.number for column in chart.columns)


@pytest.fixture
def entries():
    for _number in range(5):
        a_need(organisation=an_organisation(approved_at=timezone.now()))
        an_offer(organisation=a_company(approved_at=timezone.now()))
        a_cooperation(status="active")
        a_cooperation(status="closed")
    a_cooperation(status="called_off")


@pytest.mark.django_db
def test_each_statistic_is_sentence_chart_table_and_csv(client, entries):
    page = client.get("/zahlen/").content.decode()
    assert page.count('<svg class="bars"') == page.count("<figcaption>") == len(SLUGS)
    assert page.count("<caption>") == len(SLUGS)
    for slug in SLUGS:
        assert f'id="{slug}-desc"' in page
        answer = client.get(f"/zahlen/{slug}.csv")
        text = b"".join(answer.streaming_content).decode()
        assert f"{slug}.csv" in answer["Content-Disposition"]
        counts = [int(line.rpartition(";")[2]) for line in text.strip().splitlines()[1:]]
        assert counts
        assert min(counts) >= LEAST
    assert client.get("/zahlen/erfundenes.csv").status_code == 404


@pytest.mark.django_db
def test_running_and_finished_are_told_and_what_came_to_nothing_is_not(client, entries):
    answer = client.get("/zahlen/kooperationen-nach-stand.csv")
    text = b"".join(answer.streaming_content).decode()
    assert re.findall(r";(\d+)", text) == ["5", "5"]


@pytest.mark.django_db
def test_few_that_stand_together_are_named(client, entries):
    an_organisation(kind="public_body")
    text = b"".join(client.get("/zahlen/organisationen-nach-art.csv").streaming_content).decode()
    *_more, last = text.strip().splitlines()
    assert last.rpartition(";")[0].count(",") == 1


@pytest.mark.django_db
def test_a_portal_that_has_just_begun_says_that_there_are_too_few(client):
    an_organisation()
    page = client.get("/zahlen/").content.decode()
    assert '<svg class="bars"' not in page


@pytest.mark.django_db
def test_figures_ask_the_database_as_often_for_many(client, django_assert_max_num_queries, entries):
    for number in range(20):
        a_company(name=f"Kontor {number}")
    assert Organisation.objects.count() > 20
    with django_assert_max_num_queries(12):
        client.get("/zahlen/")
