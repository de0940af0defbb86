"""Two organisations become one: every kind of row passes over, and nothing is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.utils import timezone

from cooperation.models import Enquiry
from matching.models import Dismissal, Suggestion
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from portal.site import merging
from portal.site.merging.relations import HOW, foreign_keys
from profiles.models import (
    FormerOrganisation,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
)
from profiles.registration import free_slug
from tests.builders import (
    a_company,
    a_competence,
    a_membership,
    a_moderator,
    a_need,
    a_site,
    a_suggestion,
    a_user,
    a_verification,
    an_asked_person,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return a_moderator()


@pytest.fixture
def kept():
    return an_organisation("Jugendhaus Süd", owner=a_user("Olga Leitung"))


@pytest.fixture
def gone():
    return an_organisation("Jugendhaus Süd e. V.", owner=a_user("Otto Leitung"), in_="Halle")


@pytest.fixture
def merged(kept, gone, moderator):
    def do(**answers) -> Organisation:
        merging.merge(kept, gone, answers, by=moderator)
        assert not Organisation.objects.filter(pk=gone.pk).exists()
        return Organisation.objects.get(pk=kept.pk)

    return do


def test_somebody_has_thought_about_every_foreign_key():
    assert {str(key) for key in foreign_keys()} == set(HOW)


def test_a_kind_that_nobody_thought_of_moves_too(kept, gone, merged, monkeypatch):
    for name in [name for name in HOW if name.startswith("matching")]:
        monkeypatch.delitem(HOW, name)
    need = a_need(organisation=gone)
    merged()
    need.refresh_from_db()
    assert need.organisation == kept


def test_an_unhandled_row_stops_the_merge_instead_of_vanishing(kept, gone, moderator, monkeypatch):
    monkeypatch.setitem(HOW, "matching.Need.organisation", lambda *_of: None)
    a_need(organisation=gone)
    with pytest.raises(RuntimeError), transaction.atomic():
        merging.merge(kept, gone, {}, by=moderator)
    assert Organisation.objects.filter(pk=gone.pk).exists()


def test_members_of_both_keep_the_higher_role_and_the_earlier_day(kept, gone, merged):
    paul, early = a_user("Paul"), timezone.now() - timedelta(days=900)
    a_membership(kept, paul)
    a_membership(gone, paul, role="owner")
    Membership.objects.filter(organisation=gone, user=paul).update(joined_at=early)
    merged()
    of_paul = Membership.objects.get(user=paul)
    assert (of_paul.organisation, of_paul.role, of_paul.joined_at) == (kept, "owner", early)
    assert kept.memberships.count() == 3


def test_sites_move_there_stays_one_main_one_and_the_same_address_becomes_one(kept, gone, merged):
    twice = a_site(gone, street="Am Feld 1")
    kept.sites.update(street="am  feld 1")
    need = a_need(organisation=gone, site=twice)
    merged()
    assert sorted(kept.sites.values_list("place", flat=True)) == ["Halle", "Leipzig"]
    assert kept.sites.get(is_main=True).place == "Leipzig"
    need.refresh_from_db()
    assert need.site.organisation == kept


def test_listings_move_and_are_matched_anew(kept, gone, merged):
    need, draft = a_need(organisation=gone), a_need(organisation=gone, status="draft")
    merged()
    for listing in (need, draft):
        listing.refresh_from_db()
        assert listing.organisation == kept
    assert need.matching_due_at
    assert not draft.matching_due_at


def test_a_pair_of_the_two_is_suggested_no_more_but_what_was_said_of_it_stays(moderator):
    one, other = (an_organisation(name, kind="public_body") for name in ("Amt A", "Amt B"))
    need, offer = a_need(organisation=one), an_offer(organisation=other)
    a_suggestion(need, offer)
    elsewhere = a_suggestion(need)
    Dismissal.objects.create(need=need, offer=offer, side="need", reason="other")
    merging.merge(one, other, {}, by=moderator)
    assert list(Suggestion.objects.all()) == [elsewhere]
    assert Dismissal.objects.count() == 1


def test_of_two_open_invitations_the_longer_one_stays_with_the_higher_role(kept, gone, merged):
    day = timezone.now() + timedelta(days=3)
    values = {"email": "Neu@haus.example", "token_hash": "a"}
    Invitation.objects.create(organisation=kept, role="owner", expires_at=day, **values)
    values = {"email": "neu@haus.example", "token_hash": "b"}
    later = day + timedelta(days=1)
    Invitation.objects.create(organisation=gone, role="member", expires_at=later, **values)
    Invitation.objects.create(
        organisation=gone, email="neu@haus.example", token_hash="c", expires_at=day,
        accepted_at=timezone.now(),
    )  # fmt: skip
    merged()
    stays = kept.invitations.get(accepted_at=None)
    assert (stays.token_hash, stays.role) == ("b", "owner")
    assert kept.invitations.count() == 2


def test_requests_to_join_become_one_and_members_need_none(kept, gone, merged):
    asks = a_user("Ada Fragt")
    for organisation, message in ((kept, "Hallo"), (gone, "Guten Tag")):
        JoinRequest.objects.create(organisation=organisation, user=asks, message=message)
    JoinRequest.objects.create(organisation=gone, user=kept.memberships.get().user)
    JoinRequest.objects.create(organisation=gone, user=a_user())
    merged()
    assert kept.join_requests.get(user=asks).message == "Hallo\n\nGuten Tag"
    assert kept.join_requests.count() == 2


def test_mandates_move_and_of_two_in_force_one_is_ended(kept, gone, merged):
    agent, client = (an_organisation(is_intermediary=True) for _time in range(2))
    for organisation in (kept, gone):
        Mandate.objects.create(principal=organisation, agent=agent)
        Mandate.objects.create(principal=organisation, agent=None)
        Mandate.objects.create(principal=client, agent=organisation)
    Mandate.objects.create(principal=kept, agent=gone)
    merged()
    assert kept.mandates_given.filter(ended_at=None).count() == 2
    assert kept.mandates_given.count() == 4
    assert kept.mandates_held.filter(ended_at=None).count() == 1
    assert kept.mandates_held.count() == 2


def test_enquiries_move_and_of_two_open_ones_the_older_stays_open(kept, gone, merged):
    offer = an_offer()
    values = {"offer": offer, "offering": offer.organisation, "opened_from": "need"}
    older, newer = (
        Enquiry.objects.create(
            seeking=organisation, message="Guten Tag", answer_by=timezone.localdate(), **values
        )
        for organisation in (gone, kept)
    )
    about_a_need = an_enquiry(need=a_need(organisation=gone))
    merged()
    assert kept.enquiries_seeking.count() == 3
    older.refresh_from_db(), newer.refresh_from_db()
    assert (older.status, newer.status) == ("open", "lapsed")
    assert history.of(newer).get().event == "lapsed"
    about_a_need.refresh_from_db()
    assert about_a_need.is_open


def test_the_history_of_both_is_one_and_both_say_what_happened(kept, gone, merged, moderator):
    history.record(gone, "created")
    merged()
    assert [entry.event for entry in history.of(kept)] == ["merged", "created"]
    assert [entry.event for entry in history.of(gone)] == ["merged away"]
    assert history.of(kept)[0].by == moderator


def test_owners_of_both_are_told(kept, gone, merged):
    owners = {m.user.email for o in (kept, gone) for m in o.memberships.all()}
    merged()
    assert set(OutboxMail.objects.values_list("recipient", flat=True)) == owners


def test_the_old_address_leads_to_the_new_one_also_after_a_second_merge(
    client, kept, gone, merged, moderator
):
    old = gone.get_absolute_url()
    merged()
    response = client.get(old)
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())
    last = an_organisation("Haus Süd")
    merging.merge(last, kept, {}, by=moderator)
    assert client.get(old).url == last.get_absolute_url()
    assert free_slug(gone.name) != gone.slug
    Organisation.objects.filter(pk=last.pk).update(status="submitted")
    assert client.get(old).status_code == 404


def test_empty_values_are_filled_lists_are_joined_and_the_rest_is_chosen(kept, gone, merged):
    Organisation.objects.filter(pk=kept.pk).update(fields_of_work=["daycare"], legal_form="gGmbH")
    Organisation.objects.filter(pk=gone.pk).update(
        fields_of_work=["daycare", "youth_work"], website="https://sued.example",
        legal_form="e. V.", is_intermediary=True, contact_name="Otto Leitung", contact_phone="",
    )  # fmt: skip
    gone.standing_competencies.add(a_competence())
    found = merged(contact="gone")
    assert found.fields_of_work == ["daycare", "youth_work"]
    assert (found.website, found.legal_form) == ("https://sued.example", "gGmbH")
    assert found.is_intermediary
    assert (found.contact_name, found.contact_phone) == ("Otto Leitung", "")
    assert found.standing_competencies.count() == 1
    assert found.domains[-1] == "sued.example"
    assert FormerOrganisation.objects.get().values["legal_form"] == "e. V."


def test_of_a_contact_person_who_is_not_kept_nothing_stays(gone, merged):
    merged(contact="kept")
    assert not [name for name in FormerOrganisation.objects.get().values if "contact" in name]


def test_what_is_said_of_competencies_passes_over_and_nothing_of_it_is_lost(kept, gone, merged):
    both, only_gone = a_competence("finance/tax"), a_competence("it/support")
    kept.standing.create(competence=both, conditions="nur dienstags")
    gone.standing.create(competence=both, level="solid", conditions="nur im Mai")
    gone.standing.create(competence=only_gone, level="basic", conditions="20 km")
    found = merged()
    said = {row.competence: (row.level, row.conditions) for row in found.standing.all()}
    assert said == {both: ("solid", "nur dienstags"), only_gone: ("basic", "20 km")}
    before = FormerOrganisation.objects.get().values["standing"]
    assert {row["conditions"] for row in before} == {"nur im Mai", "20 km"}


def test_of_the_other_ones_competencies_its_own_words_are_kept_when_they_are_chosen(
    kept, gone, merged
):
    both, only_kept = a_competence("finance/tax"), a_competence("it/support")
    kept.standing.create(competence=both, conditions="nur dienstags")
    kept.standing.create(competence=only_kept)
    gone.standing.create(competence=both, conditions="nur im Mai")
    found = merged(standing_competencies="gone")
    assert [row.conditions for row in found.standing.all()] == ["nur im Mai"]


def test_values_that_belong_together_are_chosen_together(kept, gone, merged):
    Organisation.objects.filter(pk=gone.pk).update(
        recognised_under_75=True, recognised_on="2020-05-03", recognised_by="Jugendamt Halle",
        tax_notice="exemption", tax_notice_on="2025-01-01", umbrella="other", umbrella_name="Bund",
    )  # fmt: skip
    found = merged()
    assert (found.recognised_under_75, found.recognised_by) == (True, "Jugendamt Halle")
    assert (found.tax_notice, found.umbrella_name) == ("exemption", "Bund")


def test_badges_stay_only_where_they_speak_of_what_is_kept(kept, gone, merged):
    numbers = {"register_court": "Leipzig", "register_number": "VR 1"}
    Organisation.objects.filter(pk=gone.pk).update(name=kept.name, contact_name="Otto", **numbers)
    gone.refresh_from_db()
    true_of_both = a_verification(gone, "register")
    old = a_verification(kept, "contact")
    newer = a_verification(gone, "contact", valid_until=timezone.localdate() + timedelta(days=300))
    found = merged(contact="kept")
    assert set(found.verifications.filter(ended_at=None)) == {true_of_both, old}
    newer.refresh_from_db()
    assert (newer.organisation, newer.end_reason) == (found, "renewed")


def test_a_badge_about_values_that_are_not_kept_ends_with_a_line_in_the_history(kept, gone, merged):
    gone.register_court, gone.register_number = "Leipzig", "VR 1"
    gone.save()
    badge = a_verification(gone, "register")
    found = merged(register="kept")
    badge.refresh_from_db()
    assert badge.end_reason == "changed"
    assert history.of(found).filter(event="verification ended").exists()


@pytest.mark.parametrize("kind", ["member", "suspended", "draft stays", "enquiry", "offers"])
def test_what_must_not_be_merged_is_refused_with_a_sentence(kept, gone, moderator, kind):
    if kind == "member":
        a_membership(gone, moderator)
    if kind == "suspended":
        Organisation.objects.filter(pk=gone.pk).update(status="suspended")
    if kind == "draft stays":
        Organisation.objects.filter(pk=kept.pk).update(status="draft")
    if kind == "enquiry":
        an_enquiry(need=a_need(organisation=kept), offer=an_offer(organisation=gone))
    if kind == "offers":
        an_offer(organisation=gone)
    with pytest.raises(Refused), transaction.atomic():
        merging.merge(kept, gone, {}, by=moderator)
    assert Organisation.objects.filter(pk=gone.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_wins_and_the_other_is_told(kept, gone, moderator):
    third = an_organisation("Haus Süd")
    a_need(organisation=gone)
    start, results = threading.Barrier(2), []

    def run(into):
        try:
            start.wait(5)
            merging.merge(into, gone, {}, by=moderator)
            results.append("merged")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[into]) for into in (kept, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["merged", "refused"]
    assert Organisation.objects.filter(needs__isnull=False).exists()


def test_every_field_that_people_fill_in_is_asked_for(kept, gone):
    asked = {field.name for choice in merging.choices_for(kept, gone) for field in choice.fields}
    filled_in = {
        field.name
        for field in Organisation._meta.get_fields()
        if getattr(field, "editable", False) and isinstance(field, models.Field)
    }
    assert asked == filled_in - {"id"}


def test_a_company_is_merged_with_a_company(moderator):
    one, other = a_company("Kontor"), a_company("Kontor GmbH")
    offer = an_offer(organisation=other)
    merging.merge(one, other, {}, by=moderator)
    offer.refresh_from_db()
    assert offer.organisation == one


def test_of_two_open_questions_about_the_profile_one_goes_on(kept, gone, merged):
    own, other = (an_asked_person(one).question for one in (kept, gone))
    merged()
    for question in (own, other):
        question.refresh_from_db()
        assert question.organisation == kept
    assert (own.answer, other.answer) == ("", "overtaken")
