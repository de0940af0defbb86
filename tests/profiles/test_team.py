"""The life of a team: inviting again, handing over, leaving, and the last owner."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import HistoryEntry, OutboxMail
from portal.foundation.refusals import Refused
from profiles import team
from profiles.models import Invitation, Membership, User
from tests.builders import a_membership, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return a_user("Olga Leitung")


@pytest.fixture
def house(olga):
    return an_organisation("Jugendhaus Süd", owner=olga)


@pytest.fixture
def paul(house):
    return a_membership(house, a_user("Paul Mitglied"))


@pytest.fixture
def signed_in(client, olga):
    client.force_login(olga)
    return client


def mails_to(user) -> list[str]:
    return list(OutboxMail.objects.filter(recipient=user.email).values_list("text", flat=True))


def some_time_passes(**time) -> None:
    for entry in HistoryEntry.objects.all():
        HistoryEntry.objects.filter(pk=entry.pk).update(
            happened_at=entry.happened_at - timedelta(**time)
        )


def role_of(user) -> str | None:
    return Membership.objects.filter(user=user).values_list("role", flat=True).first()


def test_an_invitation_sent_again_has_a_new_link_and_holds_longer(house, olga):
    old = team.invite(house, "neu@haus.example", "member", by=olga)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    some_time_passes(days=15)

    new = team.send_again(Invitation.objects.get(), by=olga)

    guest = a_user(email="neu@haus.example")
    with pytest.raises(Refused):
        team.accept_invitation(old, by=guest)
    assert team.accept_invitation(new, by=guest).organisation == house
    assert OutboxMail.objects.filter(recipient="neu@haus.example").count() == 2


def test_the_state_of_each_invitation_is_on_the_page(signed_in, house, olga):
    for email in ("offen@haus.example", "vorbei@haus.example"):
        team.invite(house, email, "member", by=olga)
    Invitation.objects.filter(email__startswith="vorbei").update(expires_at=timezone.now())

    page = signed_in.get(reverse("profiles:team", args=[house.slug])).content.decode()

    assert page.index("offen@haus.example") < page.index("vorbei@haus.example")
    assert page.count(reverse("profiles:invitation-send-again", args=[
        Invitation.objects.get(email__startswith="vorbei").public_id])) == 1  # fmt: skip
    assert page.count("triangle-alert") == 1


def test_a_withdrawn_invitation_lets_nobody_in(signed_in, house, olga):
    token = team.invite(house, "neu@haus.example", "member", by=olga)
    invitation = Invitation.objects.get()

    signed_in.post(reverse("profiles:invitation-withdraw", args=[invitation.public_id]))

    with pytest.raises(Refused):
        team.accept_invitation(token, by=a_user(email="neu@haus.example"))
    assert history.of(house)[0].event == "invitation withdrawn"


@pytest.mark.parametrize("name", ["invitation-withdraw", "invitation-send-again"])
def test_an_accepted_invitation_stays_as_it_is(signed_in, house, olga, name):
    token = team.invite(house, "neu@haus.example", "member", by=olga)
    team.accept_invitation(token, by=a_user(email="neu@haus.example"))

    signed_in.post(reverse(f"profiles:{name}", args=[Invitation.objects.get().public_id]))

    assert Invitation.objects.get().accepted_at
    assert OutboxMail.objects.filter(recipient="neu@haus.example").count() == 1


def test_a_second_mail_to_the_same_address_waits_ten_minutes(signed_in, house, olga):
    team.invite(house, "neu@haus.example", "member", by=olga)
    invitation = Invitation.objects.get()

    with pytest.raises(Refused, match=r"neu@haus\.example"):
        team.send_again(invitation, by=olga)
    with pytest.raises(Refused):
        team.invite(house, "NEU@haus.example", "owner", by=olga)
    team.invite(house, "andere@haus.example", "member", by=olga)
    team.invite(an_organisation(), "neu@haus.example", "member", by=olga)
    some_time_passes(minutes=11)
    team.send_again(invitation, by=olga)

    assert OutboxMail.objects.filter(recipient="neu@haus.example").count() == 3


def test_one_address_gets_five_mails_of_a_team_also_when_the_invitation_was_withdrawn(house, olga):
    for _mail in range(5):
        team.invite(house, "neu@haus.example", "member", by=olga)
        team.withdraw_invitation(Invitation.objects.get(), by=olga)
        some_time_passes(minutes=11)

    with pytest.raises(Refused):
        team.invite(house, "neu@haus.example", "member", by=olga)

    assert OutboxMail.objects.count() == 5
    some_time_passes(days=90)
    team.invite(house, "neu@haus.example", "member", by=olga)


def test_twenty_invitations_are_open_at_most_and_expired_ones_do_not_count(house, olga):
    for number in range(20):
        team.invite(house, f"gast{number}@haus.example", "member", by=olga)
    some_time_passes(minutes=11)

    with pytest.raises(Refused):
        team.invite(house, "noch@haus.example", "member", by=olga)

    team.send_again(house.invitations.get(email="gast1@haus.example"), by=olga)
    house.invitations.filter(email="gast0@haus.example").update(expires_at=timezone.now())
    team.invite(house, "noch@haus.example", "member", by=olga)
    some_time_passes(minutes=11)
    with pytest.raises(Refused):
        team.send_again(house.invitations.get(email="gast0@haus.example"), by=olga)


def test_a_refused_invitation_is_said_on_the_page_and_leaves_the_open_one(signed_in, house):
    address = reverse("profiles:team", args=[house.slug])
    values = {"email": "neu@haus.example", "role": "member"}
    signed_in.post(address, values)

    response = signed_in.post(address, values | {"role": "owner"})
    assert response.context["form"].errors["email"]
    again = reverse("profiles:invitation-send-again", args=[Invitation.objects.get().public_id])
    page = signed_in.post(again, follow=True).content.decode()

    assert page.count("neu@haus.example") > 1
    assert Invitation.objects.get().role == "member"
    assert OutboxMail.objects.count() == 1


def test_a_request_that_somebody_has_answered_is_not_answered_again(signed_in, house, olga):
    """Two owners had the page open: the person heard that they are in, and that they are not."""
    nina = a_user("Nina Neugier")
    asked = team.ask_to_join(house, "Ich gehöre dazu.", by=nina)
    team.accept_join_request(asked, by=olga)

    for answer in (team.decline_join_request, team.accept_join_request):
        with pytest.raises(Refused):
            answer(asked, by=olga)

    assert len(mails_to(nina)) == 1


def test_whoever_is_in_is_neither_invited_nor_asking_any_more(house, olga):
    nina, nils = a_user("Nina"), a_user("Nils")
    for person in (nina, nils):
        team.ask_to_join(house, "", by=person)
        team.invite(house, person.email, "member", by=olga)

    team.accept_own_invitation(Invitation.objects.get(email=nina.email), by=nina)
    team.accept_join_request(house.join_requests.get(user=nils), by=olga)

    assert not house.join_requests.exists()
    assert not house.invitations.open().exists()


def test_an_invitation_is_accepted_from_the_desk_by_the_invited_address_only(client, house, olga):
    nina = a_user("Nina Neugier", email="Nina@haus.example")
    team.invite(house, "nina@haus.example", "member", by=olga)
    address = reverse("profiles:invitation-accept", args=[Invitation.objects.get().public_id])

    client.force_login(a_user("Otto Fremd"))
    assert client.post(address).status_code == 404
    assert "Jugendhaus Süd" not in client.get("/schreibtisch/").content.decode()
    client.force_login(nina)
    assert address in client.get("/schreibtisch/").content.decode()
    assert client.post(address).status_code == 302
    assert role_of(nina) == "member"
    assert client.post(address).status_code == 404


def test_a_used_link_is_kind_to_whoever_used_it_and_tells_others_nothing(client, house, olga):
    nina = a_user("Nina", email="nina@haus.example")
    token = team.invite(house, nina.email, "member", by=olga)
    team.accept_invitation(token, by=nina)
    address = reverse("profiles:invitation", args=[token])

    for reader in (None, a_user(), nina):
        if reader:
            client.force_login(reader)
        page = client.get(address).content.decode()
        assert (house.name in page) == (reader == nina)


def test_an_invitation_to_another_address_says_which_one_to_sign_in_with(client, house, olga):
    token = team.invite(house, "nina@haus.example", "member", by=olga)
    client.force_login(a_user(email="privat@nina.example"))
    page = client.get(reverse("profiles:invitation", args=[token])).content.decode()
    assert "privat@nina.example" in page
    assert reverse("account_logout") in page


@pytest.mark.parametrize(("then", "role"), [("stay", "member"), ("leave", None)])
def test_the_ownership_is_handed_over_in_one_step(signed_in, house, olga, paul, then, role):
    response = signed_in.post(
        reverse("profiles:team-hand-over", args=[house.slug]),
        {"to": str(paul.public_id), "then": then},
    )

    assert response.status_code == 302
    assert (role_of(paul.user), role_of(olga)) == ("owner", role)
    assert len(mails_to(paul.user)) == 1
    assert not mails_to(olga)


@pytest.mark.parametrize("to", ["", "abc", "a\ud7ff", "00000000-0000-0000-0000-000000000000"])
def test_nobody_chosen_is_said_at_the_field(signed_in, house, olga, paul, to):
    response = signed_in.post(reverse("profiles:team-hand-over", args=[house.slug]), {"to": to})

    assert response.context["hand_over_form"].errors["to"]
    assert role_of(olga) == "owner"


def test_nothing_is_handed_over_to_strangers_or_to_people_who_cannot_sign_in(
    signed_in, house, olga, paul
):
    stranger = a_membership(an_organisation(), a_user())
    User.objects.filter(pk=paul.user_id).update(is_active=False)

    for membership in (stranger, paul, house.memberships.get(user=olga)):
        signed_in.post(
            reverse("profiles:team-hand-over", args=[house.slug]),
            {"to": membership.public_id, "then": "stay"},
        )
        with pytest.raises(Refused):
            team.hand_over(house.memberships.get(user=olga), membership, by=olga)

    assert role_of(olga) == "owner"


def test_owners_hear_who_comes_and_goes(house, olga, paul):
    kim = a_user("Kim Neu", email="kim@haus.example")
    team.accept_invitation(team.invite(house, kim.email, "member", by=olga), by=kim)
    team.remove(paul, by=paul.user)

    joined, left = mails_to(olga)
    assert "Kim Neu" in joined
    assert "Paul Mitglied" in left
    assert not mails_to(paul.user)


def test_whoever_is_removed_or_gets_another_role_hears_of_it(house, olga, paul):
    team.change_role(paul, "owner", by=olga)
    team.change_role(paul, "owner", by=olga)  # changes nothing, tells nothing
    team.remove(paul, by=olga)

    assert len(mails_to(paul.user)) == 2
    assert not mails_to(olga)


def test_an_owner_who_cannot_sign_in_does_not_count(house, olga, paul):
    team.change_role(paul, "owner", by=olga)
    User.objects.filter(pk=paul.user_id).update(is_active=False)

    with pytest.raises(Refused):
        team.remove(house.memberships.get(user=olga), by=olga)


def test_the_account_of_a_last_owner_is_not_deleted(house, olga, paul):
    with pytest.raises(Refused, match="Jugendhaus Süd"):
        olga.delete()
    assert role_of(olga) == "owner"
    team.change_role(paul, "owner", by=olga)
    olga.delete()
    assert house.memberships.count() == 1


def switch_off(client, person):
    client.force_login(a_user(is_staff=True, is_superuser=True))
    values = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    return client.post(f"/verwaltung/profiles/user/{person.pk}/change/", values)


def test_a_last_owner_is_not_switched_off_in_admin(client, settings, house, olga, paul):
    settings.ADMIN_REQUIRES_MFA = False
    response = switch_off(client, olga)
    assert response.status_code == 200
    assert "Jugendhaus Süd" in response.content.decode()
    assert User.objects.get(pk=olga.pk).is_active

    team.change_role(paul, "owner", by=olga)
    assert switch_off(client, olga).status_code == 302
    assert not User.objects.get(pk=olga.pk).is_active


def test_the_owner_of_a_suspended_organisation_can_be_switched_off(client, settings, house, olga):
    settings.ADMIN_REQUIRES_MFA = False
    type(house).objects.update(status="suspended")
    assert switch_off(client, olga).status_code == 302
