"""The step of the topics: what the portal reads in the text, and who decides."""

import pytest

from matching.models import Need
from tests.builders import a_need
from tests.matching.steps import step_address

pytestmark = pytest.mark.django_db

ORDER = "Drei Ordner voller Belege warten. Wer zeigt uns, wie man sie verbucht?"


@pytest.fixture
def draft(provider):
    return a_need(
        organisation=provider[0], status="draft", title="Ordnung in der Buchhaltung",
        description=ORDER, competencies=(),
    )  # fmt: skip


def boxes(client, draft) -> dict:
    """slug → (ticked, word) of the boxes on top."""
    topics = client.get(step_address(draft, "themen")).context["topics"]
    return {
        box.option.data["value"]: (box.option.data["selected"], box.word) for box in topics.foremost
    }


def test_what_is_read_stands_on_top_ticked_and_with_the_word_that_says_so(
    signed_in, provider, draft
):
    client = signed_in(provider[1])

    found = boxes(client, draft)

    assert found["finance/accounting"] == (True, "verbucht")
    page = client.get(step_address(draft, "themen")).content.decode()
    assert "you write: “verbucht”" in page
    assert "We have ticked it for you." in page
    assert not draft.competencies.exists()


def test_every_topic_can_be_ticked_exactly_once(signed_in, provider, draft):
    page = signed_in(provider[1]).get(step_address(draft, "themen")).content.decode()

    assert page.count('name="competencies"') == 57 == page.count('type="checkbox"')


def test_what_is_sent_is_stored_and_nothing_else(signed_in, provider, draft):
    client = signed_in(provider[1])

    response = client.post(step_address(draft, "themen"), {"competencies": ["youth/mentoring"]})

    assert response.url == step_address(draft, "wie-und-fuer-wen")
    assert [c.slug for c in draft.competencies.all()] == ["youth/mentoring"]


def test_once_something_is_chosen_nothing_is_ticked_for_anybody(signed_in, provider, draft):
    client = signed_in(provider[1])
    client.post(step_address(draft, "themen"), {"competencies": ["youth/mentoring"]})

    found = boxes(client, draft)

    assert found["youth/mentoring"] == (True, "")
    assert found["finance/accounting"] == (False, "verbucht")


def test_a_text_that_says_nothing_opens_all_topics(signed_in, provider, draft):
    Need.objects.update(title="Hilfe", description="")

    page = signed_in(provider[1]).get(step_address(draft, "themen"))

    assert page.context["topics"].is_empty
    assert "We could not read a topic in your text yet." in page.content.decode()
    assert '<details class="facet" open>' in page.content.decode()
