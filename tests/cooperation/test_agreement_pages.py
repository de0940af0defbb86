"""The agreement's pages: who sees what, what the buttons do, what is said about a change."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from cooperation import agreements
from cooperation.agreement_changes import GONE, NEW, SAME, changes, pieces
from cooperation.agreement_forms import GROUPS
from cooperation.models import AgreementVersion, Cooperation
from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_need,
    a_user,
    an_agreement,
    an_offer,
    an_organisation,
)
from tests.evil import EVIL, NASTIEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    seeker, helper = a_user("Sina Suchend"), a_user("Hakan Helfend")
    need = a_need(organisation=an_organisation("Jugendhaus Süd", owner=seeker))
    offer = an_offer(organisation=a_company("Kontor Nord", owner=helper))
    return seeker, helper, a_cooperation(need=need, offer=offer)


def url(name, cooperation, *more):
    return reverse(f"cooperation:{name}", args=[cooperation.public_id, *more])


def filled(client, cooperation, **changed):
    """What the form would send, as it is filled in when it is opened."""
    form = client.get(url("agreement-write", cooperation)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (sent | changed).items()}


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_is_filled_in_and_can_be_proposed_as_it_is(client, world):
    seeker, helper, cooperation = world
    client.force_login(seeker)
    response = client.post(url("agreement-write", cooperation), filled(client, cooperation))
    assert response.status_code == 302
    version = agreements.newest(cooperation)
    assert version.side == "seeking"
    assert not version.is_confirmed_by_anybody
    client.force_login(helper)
    shown = page(client, url("agreement", cooperation))
    assert "Darum geht es" in shown
    assert version.sha256 in shown


def test_each_group_of_questions_has_its_heading(client, world):
    seeker, _helper, cooperation = world
    client.force_login(seeker)
    shown = page(client, url("agreement-write", cooperation))
    for number, (title, _names) in enumerate(GROUPS, start=1):
        assert f'<h3 id="group-{number}">{escape(title)}</h3>' in shown


def test_opening_the_form_stores_nothing_but_that_contact_data_were_read(client, world):
    seeker, _helper, cooperation = world
    client.force_login(seeker)
    assert cooperation.offering.contact_email in page(client, url("agreement-write", cooperation))
    assert not AgreementVersion.objects.exists()


def test_a_draft_is_kept_with_gaps_and_only_its_own_side_sees_it(client, world):
    seeker, helper, cooperation = world
    client.force_login(seeker)
    words = filled(client, cooperation, goals="Noch unfertig", ending="", people="", draft="1")
    assert client.post(url("agreement-write", cooperation), words).status_code == 302
    assert "Noch unfertig" in page(client, url("agreement-write", cooperation))
    client.force_login(helper)
    assert "Noch unfertig" not in page(client, url("agreement", cooperation))
    assert "Noch unfertig" not in page(client, url("agreement-write", cooperation))
    client.force_login(seeker)
    client.post(url("agreement-discard-draft", cooperation))
    assert "Noch unfertig" not in page(client, url("agreement-write", cooperation))


def test_a_gap_is_pointed_out_and_no_word_is_lost(client, world):
    seeker, _helper, cooperation = world
    client.force_login(seeker)
    words = filled(
        client, cooperation, goals="", costs="Jede Seite die ihren", ends_on="2020-01-01"
    )
    response = client.post(url("agreement-write", cooperation), words)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"goals", "ends_on"}
    assert "Jede Seite die ihren" in response.content.decode()


def test_both_confirm_with_the_button(client, world):
    seeker, helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    for person in (helper, seeker):
        client.force_login(person)
        assert 'name="sha256"' in page(client, url("agreement", cooperation))
        client.post(url("agreement-confirm", cooperation), {"sha256": version.sha256})
    assert agreements.in_force(cooperation) == version
    assert 'name="sha256"' not in page(client, url("agreement", cooperation))
    assert "Hakan Helfend" in page(client, url("agreement", cooperation))


def test_confirming_what_was_changed_meanwhile_is_refused(client, world):
    seeker, helper, cooperation = world
    old = an_agreement(cooperation, by=seeker)
    an_agreement(cooperation, by=helper, side="offering", place="Online")
    client.force_login(seeker)
    client.post(url("agreement-confirm", cooperation), {"sha256": old.sha256})
    assert not AgreementVersion.objects.exclude(confirmed_seeking_at=None).exists()


def test_somebody_of_both_sides_is_not_asked_twice(client, world):
    seeker, _helper, cooperation = world
    a_membership(cooperation.offering, seeker)
    version = an_agreement(cooperation, by=seeker)
    agreements.confirm(cooperation, version.sha256, side="offering", by=seeker)
    client.force_login(seeker)
    client.post(reverse("profiles:switch"), {"organisation": cooperation.seeking.slug})
    assert 'name="sha256"' not in page(client, url("agreement", cooperation))


def test_the_other_side_reads_only_what_changed(client, world):
    seeker, helper, cooperation = world
    first = an_agreement(cooperation, by=seeker, costs="Die Fahrt zahlt jede Seite selbst.")
    second = an_agreement(
        cooperation,
        by=helper,
        side="offering",
        costs="Die Fahrt trägt jede Seite selbst.",
        people=4,
    )
    assert [change.name for change in changes(first, second)] == ["people", "costs"]
    assert changes(first, second)[1].pieces == (
        (SAME, "Die Fahrt "), (GONE, "zahlt"), (NEW, "trägt"), (SAME, " jede Seite selbst."),
    )  # fmt: skip
    client.force_login(seeker)
    shown = page(client, url("agreement", cooperation))
    assert "<del>zahlt</del>" in shown
    assert "<ins>trägt</ins>" in shown


def test_what_is_far_from_a_change_is_left_out():
    before = "vorn " + "gleich " * 300 + "alt"
    told = list(pieces(before, before.replace("alt", "neu")))
    assert told[-2:] == [(GONE, "alt"), (NEW, "neu")]
    assert len(told[0][1]) < 250
    assert list(pieces("", "neu")) == [(NEW, "neu")]
    assert list(pieces("alt", "")) == [(GONE, "alt")]


def test_comparing_two_long_and_monotonous_texts_does_not_take_long(world):
    one, two = AgreementVersion(goals="a b " * 1250), AgreementVersion(goals="b a a " * 833)
    assert changes(one, two)


def test_what_was_slower_keeps_its_words_and_hears_of_the_newer_version(client, world):
    seeker, helper, cooperation = world
    client.force_login(seeker)
    words = filled(client, cooperation, goals="Unsere Worte")
    newer = an_agreement(cooperation, by=helper, side="offering")
    response = client.post(url("agreement-write", cooperation), words)
    assert response.status_code == 400
    shown = response.content.decode()
    assert "Unsere Worte" in shown
    assert newer.get_absolute_url() in shown
    # Having been told, one may propose all the same.
    assert (
        client.post(url("agreement-write", cooperation), words | {"based_on": 1}).status_code == 302
    )
    assert agreements.newest(cooperation).goals == "Unsere Worte"


def test_the_pdf_is_saved_not_shown(client, world):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    client.force_login(seeker)
    response = client.get(url("agreement-pdf", cooperation, 1))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")
    for number in (0, 2, 99_999_999_999):
        assert client.get(url("agreement-pdf", cooperation, number)).status_code == 404
        assert client.get(url("agreement-version", cooperation, number)).status_code == 404
    assert version.number == 1


def test_nothing_is_written_after_the_end(client, world):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    Cooperation.objects.filter(pk=cooperation.pk).update(status="closed")
    client.force_login(seeker)
    assert version.title in page(client, url("agreement", cooperation))
    assert client.get(url("agreement-write", cooperation)).status_code == 302
    client.post(url("agreement-confirm", cooperation), {"sha256": version.sha256})
    assert not AgreementVersion.objects.exclude(confirmed_seeking_at=None).exists()


def test_no_evil_value_breaks_the_form(client, world):
    seeker, _helper, cooperation = world
    client.force_login(seeker)
    good = filled(client, cooperation)
    attempts = [dict.fromkeys(good, value) for value in EVIL]
    attempts += [{name: value} for name in ("goals", "people", "based_on", "starts_on")
                 for value in NASTIEST]  # fmt: skip
    for number, attempt in enumerate(attempts):
        draft = {"draft": "1"} if number % 2 else {}
        response = client.post(url("agreement-write", cooperation), good | attempt | draft)
        assert response.status_code < 500, attempt
    for value in EVIL:
        assert (
            client.post(url("agreement-confirm", cooperation), {"sha256": value}).status_code < 500
        )


def test_every_field_stands_in_one_group_of_the_form():
    names = [name for _title, group in GROUPS for name in group]
    assert tuple(names) == AgreementVersion.CONTENT_FIELDS


def test_a_hundred_versions_ask_the_database_no_more_often(
    client, world, django_assert_max_num_queries
):
    seeker, _helper, cooperation = world
    an_agreement(cooperation, by=seeker)
    an_agreement(cooperation, by=seeker, hours=1)
    client.force_login(seeker)
    with django_assert_max_num_queries(45) as few:
        client.get(url("agreement", cooperation))
    for hours in range(2, 20):
        an_agreement(cooperation, by=seeker, hours=hours)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url("agreement", cooperation))
