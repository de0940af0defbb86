"""The end: feedback that nobody has to fear, outcomes on three levels, an example both agree to."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cooperation import closing, cooperations, examples
from cooperation.models import Cooperation, CooperationSide, Example, Feedback, Outcome
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_example,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        CooperationSide.SEEKING: a_user("Sina Suchend"),
        CooperationSide.OFFERING: a_user("Hakan Helfend"),
    }


@pytest.fixture
def cooperation(people):
    return a_cooperation(
        need=a_need(organisation=an_organisation(owner=people[CooperationSide.SEEKING])),
        offer=an_offer(organisation=a_company(owner=people[CooperationSide.OFFERING])),
        status="closing",
    )


def give(cooperation, side, by, words="Danke, es war gut.") -> Feedback:
    feedback = Feedback(
        cooperation=cooperation, side=side, again="yes", to_other=words, to_servicedesk="Intern"
    )
    return closing.give_feedback(feedback, by=by)


def test_nobody_reads_the_other_feedback_before_giving_ones_own(cooperation, people):
    give(cooperation, CooperationSide.SEEKING, people[CooperationSide.SEEKING])
    assert closing.readable_feedback(cooperation, CooperationSide.OFFERING) is None
    assert closing.readable_feedback(cooperation, CooperationSide.SEEKING) is None
    give(
        cooperation, CooperationSide.OFFERING, people[CooperationSide.OFFERING], words="Gern wieder"
    )
    cooperation.refresh_from_db()
    assert cooperation.status == "closed"
    assert closing.readable_feedback(cooperation, CooperationSide.SEEKING).to_other == "Gern wieder"
    assert (
        closing.readable_feedback(cooperation, CooperationSide.OFFERING).side
        == CooperationSide.SEEKING
    )


def test_each_side_gives_feedback_once_and_only_for_itself(cooperation, people):
    give(cooperation, CooperationSide.SEEKING, people[CooperationSide.SEEKING])
    with pytest.raises(Refused):
        give(cooperation, CooperationSide.SEEKING, people[CooperationSide.SEEKING])
    with pytest.raises(Refused):
        give(cooperation, CooperationSide.OFFERING, people[CooperationSide.SEEKING])
    assert Feedback.objects.count() == 1


def test_after_thirty_days_it_is_closed_without_the_missing_feedback(cooperation, people):
    give(cooperation, CooperationSide.SEEKING, people[CooperationSide.SEEKING])
    assert cooperations.conclude_overdue() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert cooperations.conclude_overdue() == 1
    cooperation.refresh_from_db()
    assert cooperation.status == "closed"
    assert (
        closing.readable_feedback(cooperation, CooperationSide.OFFERING).side
        == CooperationSide.SEEKING
    )


def test_the_other_side_never_reads_what_was_written_to_the_servicestelle(
    client, cooperation, people
):
    for side, person in people.items():
        give(cooperation, side, person, words=f"von {side}")
    client.force_login(people[CooperationSide.OFFERING])
    page = client.get(reverse("cooperation:closing", args=[cooperation.public_id]))
    assert "von seeking" in page.content.decode()
    assert "Intern" not in page.content.decode()


def test_feedback_that_misses_something_keeps_what_was_typed(client, cooperation, people):
    client.force_login(people[CooperationSide.SEEKING])
    address = reverse("cooperation:feedback", args=[cooperation.public_id])
    page = client.post(address, {"again": "", "to_other": "Ein langer Dank."})
    assert page.status_code == 400
    assert "Ein langer Dank." in page.content.decode()
    assert not Feedback.objects.exists()


def test_outcomes_are_written_down_on_three_levels_by_either_side(client, cooperation, people):
    address = reverse("cooperation:outcome", args=[cooperation.public_id])
    competence = cooperation.enquiry.need.competencies.get()
    client.force_login(people[CooperationSide.OFFERING])
    client.post(
        address,
        {
            "competencies": [competence.pk],
            "what_changed": "Der Kontenrahmen steht.",
            "young_people": "12",
            "growth": ["social", "motivation"],
            "new_contacts": "3",
        },
    )
    outcome = Outcome.objects.get()
    assert (outcome.young_people, outcome.growth, outcome.new_contacts) == (
        12, ["social", "motivation"], 3,
    )  # fmt: skip
    assert list(outcome.competencies.all()) == [competence]
    client.force_login(people[CooperationSide.SEEKING])
    assert client.post(address, {"young_people": "-1"}).status_code == 400
    assert client.post(address, {"growth": ["nonsense"]}).status_code == 400
    outcome.refresh_from_db()
    assert outcome.young_people == 12


def test_outcomes_wait_until_the_work_is_done(cooperation, people):
    Cooperation.objects.filter(pk=cooperation.pk).update(status="active")
    with pytest.raises(Refused):
        closing.record_outcome(
            Outcome(cooperation=cooperation),
            (),
            CooperationSide.SEEKING,
            by=people[CooperationSide.SEEKING],
        )


@pytest.fixture
def closed(cooperation):
    Cooperation.objects.filter(pk=cooperation.pk).update(status="closed")
    cooperation.refresh_from_db()
    return cooperation


@pytest.fixture
def example(closed, people):
    Outcome.objects.create(
        cooperation=closed, what_changed="Der Kontenrahmen steht.", young_people=12
    )
    closed.refresh_from_db()
    return examples.save_draft(
        examples.drafted(closed), CooperationSide.SEEKING, by=people[CooperationSide.SEEKING]
    )


def test_a_draft_is_written_from_the_record(example, closed):
    assert "Der Kontenrahmen steht." in example.story
    assert "12" in example.story
    assert closed.enquiry.need.description in example.story
    assert closed.seeking.name in example.summary


def release_both(example, people) -> Example:
    for side, person in people.items():
        example = examples.release(example, side, example.version, by=person)
    return example


def test_an_example_is_public_only_after_both_sides_and_the_servicestelle(client, example, people):
    address = example.get_absolute_url()
    with pytest.raises(Refused):
        examples.publish(example, by=a_moderator())
    example = examples.release(
        example, CooperationSide.SEEKING, example.version, by=people[CooperationSide.SEEKING]
    )
    assert example.status == "draft"
    example = release_both(example, people)
    assert example.status == "released"
    assert client.get(address).status_code == 404
    examples.publish(example, by=a_moderator())
    page = client.get(address)
    assert page.status_code == 200
    assert "Der Kontenrahmen steht." in page.content.decode()
    assert example.title in client.get(reverse("cooperation:examples")).content.decode()


def test_a_changed_text_has_to_be_released_anew(example, people):
    release_both(example, people)
    example = Example.objects.get()
    examples.publish(example, by=a_moderator())
    example.title = "Ein anderer Titel"
    changed = examples.save_draft(
        example, CooperationSide.OFFERING, by=people[CooperationSide.OFFERING]
    )
    assert changed.status == "draft"
    assert not examples.published().exists()
    assert not changed.is_released_by(CooperationSide.SEEKING)


def test_nobody_releases_what_they_have_not_read(example, people):
    seen = example.version
    examples.save_draft(
        Example.objects.get(), CooperationSide.OFFERING, by=people[CooperationSide.OFFERING]
    )
    with pytest.raises(Refused):
        examples.release(example, CooperationSide.SEEKING, seen, by=people[CooperationSide.SEEKING])


def test_one_side_takes_its_release_back_and_it_is_gone(client, example, people):
    release_both(example, people)
    examples.publish(Example.objects.get(), by=a_moderator())
    examples.take_back(
        Example.objects.get(), CooperationSide.OFFERING, by=people[CooperationSide.OFFERING]
    )
    assert client.get(example.get_absolute_url()).status_code == 404
    told = OutboxMail.objects.get(key__startswith="example_taken_back")
    assert told.recipient == people[CooperationSide.SEEKING].email


def test_an_example_of_a_suspended_organisation_is_not_shown(client):
    example = an_example()
    assert client.get(example.get_absolute_url()).status_code == 200
    seeking = example.cooperation.seeking
    type(seeking).objects.filter(pk=seeking.pk).update(status="suspended")
    assert client.get(example.get_absolute_url()).status_code == 404


def test_a_moderator_of_one_side_does_not_publish(example, people, closed):
    release_both(example, people)
    moderator = a_moderator()
    a_membership(closed.seeking, moderator)
    with pytest.raises(Refused):
        examples.publish(Example.objects.get(), by=moderator)


def test_the_servicestelle_mends_and_publishes_in_its_admin(client, settings, example, people):
    settings.ADMIN_REQUIRES_MFA = False
    release_both(example, people)
    client.force_login(a_moderator())
    address = reverse("admin:cooperation_example_edit", args=[example.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "", "summary": "x", "story": "y"}).status_code == 400
    values = {"title": "Belege im Griff", "summary": "Kurz.", "story": "Lang.", "publish": "1"}
    assert client.post(address, values).status_code == 302
    example.refresh_from_db()
    assert (example.status, example.title) == ("published", "Belege im Griff")
    assert OutboxMail.objects.filter(key__startswith="example_mended").count() == 2


def test_the_list_of_examples_asks_a_bounded_number_of_queries(
    client, django_assert_max_num_queries
):
    for _number in range(2):
        an_example()
    client.get(reverse("cooperation:examples"))
    with django_assert_max_num_queries(6):
        client.get(reverse("cooperation:examples"))
    for _number in range(12):
        an_example()
    with django_assert_max_num_queries(6):
        client.get(reverse("cooperation:examples"))
