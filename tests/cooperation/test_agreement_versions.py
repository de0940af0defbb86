"""Proposing and confirming: versions, the check sum, both sides, and two at once."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cooperation import agreements, turns
from cooperation.models import AgreementVersion, Cooperation
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
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

pytestmark = pytest.mark.django_db


def make_world():
    """(Träger's person, company's person, cooperation)."""
    seeker, helper = a_user("Sina Suchend"), a_user("Hakan Helfend")
    need = a_need(organisation=an_organisation("Jugendhaus Süd e. V.", owner=seeker))
    offer = an_offer(organisation=a_company("Kontor Nord GmbH", owner=helper))
    return seeker, helper, a_cooperation(need=need, offer=offer)


@pytest.fixture
def world():
    return make_world()


def confirm_both(version, seeker, helper):
    for side, person in (("seeking", seeker), ("offering", helper)):
        version = agreements.confirm(version.cooperation, version.sha256, side=side, by=person)
    return version


def told(address):
    return list(OutboxMail.objects.filter(recipient=address).values_list("subject", flat=True))


def test_proposing_tells_the_other_side_and_confirms_nothing(world):
    seeker, helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    assert version.number == 1
    assert not version.is_confirmed_by_anybody
    assert version.seeking_name == "Jugendhaus Süd e. V."
    assert "ersetzt keine Fachkraft" in version.ground_rules
    assert len(told(helper.email)) == 1
    assert told(seeker.email) == []
    mail = OutboxMail.objects.get()
    assert version.goals not in mail.text
    assert history.of(cooperation).first().event == "version proposed"


def test_both_sides_confirm_the_same_version_and_it_is_in_force(world):
    seeker, helper, cooperation = world
    version = confirm_both(an_agreement(cooperation, by=helper, side="offering"), seeker, helper)
    assert version.is_in_force
    assert agreements.in_force(cooperation) == version
    assert version.confirmed_seeking_name == "Sina Suchend"
    cooperation.refresh_from_db()
    assert cooperation.status in {"confirmed", "active"}
    events = set(history.of(cooperation).values_list("event", flat=True))
    assert {"version proposed", "version confirmed", "agreed"} <= events


def test_another_check_sum_is_not_confirmed(world):
    seeker, helper, cooperation = world
    old = an_agreement(cooperation, by=seeker)
    new = an_agreement(cooperation, by=helper, side="offering", goals="Etwas anderes.")
    for digest in (old.sha256, "", "0" * 64, new.sha256.upper()):
        with pytest.raises(Refused):
            agreements.confirm(cooperation, digest, side="seeking", by=seeker)
    assert not AgreementVersion.objects.exclude(confirmed_seeking_at=None).exists()


def test_a_side_confirms_once_and_only_for_itself(world):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    with pytest.raises(Refused):
        agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    for person in (seeker, a_user()):
        with pytest.raises(Refused):
            agreements.confirm(cooperation, version.sha256, side="offering", by=person)


def test_nobody_confirms_for_both_sides(world):
    seeker, helper, cooperation = world
    a_membership(cooperation.offering, seeker)
    version = an_agreement(cooperation, by=seeker)
    agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    with pytest.raises(Refused):
        agreements.confirm(cooperation, version.sha256, side="offering", by=seeker)
    assert agreements.confirm(cooperation, version.sha256, side="offering", by=helper).is_in_force
    assert told(helper.email)  # although the person belongs to both, the other side hears of it


def test_the_old_version_stays_in_force_until_both_have_confirmed_the_new_one(world):
    seeker, helper, cooperation = world
    first = confirm_both(an_agreement(cooperation, by=seeker), seeker, helper)
    Cooperation.objects.filter(pk=cooperation.pk).update(status="active")
    second = an_agreement(cooperation, by=helper, side="offering", place="Online")
    agreements.confirm(cooperation, second.sha256, side="offering", by=helper)
    assert agreements.in_force(cooperation) == first
    agreements.confirm(cooperation, second.sha256, side="seeking", by=seeker)
    assert agreements.in_force(cooperation) == second
    first.refresh_from_db()
    assert first.superseded_at
    cooperation.refresh_from_db()
    assert cooperation.status == "active"


def test_whoever_was_slower_is_told_and_replaces_nothing(world):
    seeker, helper, cooperation = world
    draft = agreements.start(cooperation, side="seeking", by=seeker)
    an_agreement(cooperation, by=helper, side="offering")
    with pytest.raises(Refused):
        agreements.propose(cooperation, draft.contents, side="seeking", based_on=0, by=seeker)
    assert AgreementVersion.objects.count() == 1


def test_a_version_without_a_change_is_not_proposed(world):
    seeker, helper, cooperation = world
    an_agreement(cooperation, by=seeker, goals="Eine Zeile\nund noch eine")
    with pytest.raises(Refused):
        an_agreement(
            cooperation, by=helper, goals="Eine Zeile \r\nund noch eine\r\n", side="offering"
        )


def test_a_proposal_has_no_gaps_and_a_draft_may_have_them(world):
    seeker, _helper, cooperation = world
    values = agreements.start(cooperation, side="seeking", by=seeker).contents
    for name in AgreementVersion.NEEDED_TO_PROPOSE:
        gap = values | {name: "" if isinstance(values[name], str) else None}
        with pytest.raises(Refused):
            agreements.propose(cooperation, gap, side="seeking", based_on=0, by=seeker)
        agreements.save_draft(cooperation, gap, side="seeking", based_on=0, by=seeker)
    draft = AgreementVersion.objects.draft_of(cooperation, "seeking")
    assert draft.ending == ""
    assert AgreementVersion.objects.draft_of(cooperation, "offering") is None
    assert agreements.newest(cooperation) is None
    assert OutboxMail.objects.count() == 0
    proposed = agreements.propose(cooperation, values, side="seeking", based_on=0, by=seeker)
    assert proposed.pk == draft.pk


def test_a_draft_can_be_thrown_away(world):
    seeker, helper, cooperation = world
    version = an_agreement(cooperation, by=helper, side="offering")
    draft = agreements.start(cooperation, side="seeking", by=seeker)
    agreements.save_draft(cooperation, draft.contents, side="seeking", based_on=1, by=seeker)
    agreements.discard_draft(cooperation, side="seeking", by=seeker)
    assert list(AgreementVersion.objects.all()) == [version]


@pytest.mark.parametrize("status", ["closing", "closed", "called_off"])
def test_nothing_is_agreed_after_the_end(world, status):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    Cooperation.objects.filter(pk=cooperation.pk).update(status=status)
    with pytest.raises(Refused):
        agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    with pytest.raises(Refused):
        an_agreement(cooperation, by=seeker, goals="Neu")


def test_a_suspended_side_confirms_nothing(world):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker)
    type(cooperation.seeking).objects.filter(pk=cooperation.seeking.pk).update(status="suspended")
    with pytest.raises(Refused):
        agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)


def test_what_was_proposed_cannot_be_rewritten_not_even_past_the_functions(world):
    seeker, helper, cooperation = world
    version = confirm_both(an_agreement(cooperation, by=seeker), seeker, helper)
    rows = AgreementVersion.objects.filter(pk=version.pk)
    attempts = (
        {"goals": "Anders"}, {"ends_on": date(2099, 1, 1)}, {"sha256": "0" * 64}, {"number": 7},
        {"seeking_name": "Andere"}, {"ground_rules": ""}, {"proposed_at": None},
        {"confirmed_seeking_at": None}, {"confirmed_offering_name": "Jemand"},
        {"confirmed_seeking_by": helper}, {"in_force_since": None},
    )  # fmt: skip
    for change in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    rows.update(created_by=None, confirmed_seeking_by=None)  # an account ends
    version.refresh_from_db()
    assert version.confirmed_seeking_name == "Sina Suchend"
    assert version.computed_sum() == version.sha256


def test_at_most_one_version_is_in_force(world):
    seeker, helper, cooperation = world
    confirm_both(an_agreement(cooperation, by=seeker), seeker, helper)
    second = an_agreement(cooperation, by=helper, side="offering", place="Online")
    now = second.proposed_at
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=second.pk).update(
            confirmed_seeking_at=now, confirmed_offering_at=now, in_force_since=now
        )


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(
        [
            *AgreementVersion.CONTENT_FIELDS,
            "seeking_name",
            "offering_name",
            "ground_rules",
            "number",
        ]
    ),
    text=st.text(max_size=40),
)
def test_every_word_counts_for_the_check_sum(name, text):
    cooperation = Cooperation()
    one, two = AgreementVersion(cooperation=cooperation), AgreementVersion(cooperation=cooperation)
    assert one.computed_sum() == two.computed_sum()
    value = getattr(one, name)
    changed = "x" + text if isinstance(value, str) else 12
    setattr(two, name, changed)
    assert one.computed_sum() != two.computed_sum()


def test_the_check_sum_never_changes_its_form():
    """Sums that were confirmed years ago have to be found again by later versions of the portal."""
    cooperation = Cooperation(public_id="6a1f2c3d-0000-4000-8000-000000000001")
    version = AgreementVersion(
        cooperation=cooperation, number=1, title="Töne & „Träume“", starts_on=date(2027, 5, 31),
        people=3, seeking_name="Jugendhaus", offering_name="Kontor", ground_rules="Kein Geld.",
    )  # fmt: skip
    assert version.computed_sum() == (
        "e2517405fdf336005fa279af9075fe77ce10cfb6444dfe2e671ee214abde3c26"
    )


def test_whose_turn_it_is(world):
    seeker, helper, cooperation = world

    def now():
        return [(turn.side.name, turn.sentence) for turn in turns.turns_of_agreement(cooperation)]

    assert [side for side, _sentence in now()] == ["Jugendhaus Süd e. V."]
    draft = agreements.start(cooperation, side="offering", by=helper)
    agreements.save_draft(cooperation, draft.contents, side="offering", based_on=0, by=helper)
    assert [side for side, _sentence in now()] == ["Kontor Nord GmbH"]
    version = an_agreement(cooperation, by=helper, side="offering")
    assert len(now()) == 2
    agreements.confirm(cooperation, version.sha256, side="offering", by=helper)
    assert [side for side, _sentence in now()] == ["Jugendhaus Süd e. V."]
    agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    assert now() == []


def at_once(*acts):
    """Runs all of them in threads that start together; what each gave or raised."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(position, act):
        start.wait()
        try:
            results[position] = act()
        except Refused as refusal:
            results[position] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_both_confirm_in_the_same_moment():
    seeker, helper, cooperation = make_world()
    version = an_agreement(cooperation, by=seeker)
    at_once(
        lambda: agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker),
        lambda: agreements.confirm(cooperation, version.sha256, side="offering", by=helper),
    )
    assert agreements.in_force(cooperation) == version
    assert history.of(cooperation).filter(event="agreed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_proposals_in_the_same_moment_become_one_version():
    seeker, helper, cooperation = make_world()
    values = agreements.start(cooperation, side="seeking", by=seeker).contents
    results = at_once(
        lambda: agreements.propose(cooperation, values, side="seeking", based_on=0, by=seeker),
        lambda: agreements.propose(
            cooperation, values | {"goals": "B"}, side="offering", based_on=0, by=helper
        ),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert AgreementVersion.objects.of(cooperation).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_never_lands_on_words_that_were_changed_in_that_moment():
    seeker, helper, cooperation = make_world()
    version = an_agreement(cooperation, by=seeker)
    agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    values = version.contents | {"costs": "Alles trägt die Firma."}
    confirmed, proposed = at_once(
        lambda: agreements.confirm(cooperation, version.sha256, side="offering", by=helper),
        lambda: agreements.propose(cooperation, values, side="seeking", based_on=1, by=seeker),
    )
    assert not isinstance(proposed, Refused)
    assert not AgreementVersion.objects.get(number=2).is_confirmed_by_anybody
    in_force = agreements.in_force(cooperation)
    assert (in_force is None) == isinstance(confirmed, Refused)
