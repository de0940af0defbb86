"""The life of a team, on phones: invited, arrived, in charge, gone."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from profiles.models import Membership
from tests.builders import PASSWORD, a_user, an_organisation
from tests.journeys.person import Person, eventually, text_of

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

NEWCOMER = "nora.neumann@feldweg.example"
INVITATION = r"/einladung/[\w-]+/"


def invite(owner: Person) -> str:
    owner.fill(email=NEWCOMER)
    owner.press(_("Send the invitation"))
    assert owner.reads(_("The invitation is on its way."), NEWCOMER)
    assert owner.fits_the_screen()
    return owner.link_in_mail(NEWCOMER, INVITATION)


def arrive(nora: Person, link: str) -> None:
    """From the mail through sign-up into the team, without opening the first mail again."""
    nora.open(link)
    assert nora.reads("Jugendhaus Feldweg")
    assert nora.fits_the_screen()
    nora.follow(_("Create an account"))
    nora.fill(name="Nora Neumann", email=NEWCOMER, password1=PASSWORD)
    nora.press(_("Create an account"))
    nora.open(nora.link_in_mail(NEWCOMER, r"/konto/confirm-email/[\w:.-]+/"))
    nora.press(_("Yes, confirm this address"))
    assert nora.page.url.endswith(link)
    nora.press(_("Join the team"))
    assert nora.reads(_("My desk"), "Jugendhaus Feldweg")


def hand_over(olga: Person, team: str) -> None:
    olga.open(team)
    olga.page.get_by_label(_("New owner")).select_option("Nora Neumann")
    olga.page.get_by_label(_("I stay as a member")).check()
    olga.press(_("Hand over"))
    assert olga.reads(
        _("%(person)s is owner now and gets a mail about it.") % {"person": "Nora Neumann"}
    )
    assert olga.fits_the_screen()


def leave(person: Person, team: str) -> None:
    person.open(team)
    person.page.locator("summary", has_text=_("Leave the team")).click()
    person.press(_("Leave the team"), within="dialog:modal")


def test_a_newcomer_is_invited_takes_over_and_the_old_owner_leaves(people):
    owner = a_user("Olga Leitung")
    house = an_organisation("Jugendhaus Feldweg", owner=owner)
    team = f"/organisation/{house.slug}/team/"
    olga, nora = people(), people()
    with translation.override("de"):
        olga.sign_in(owner.email)
        olga.open(team)
        leave(olga, team)
        assert olga.reads(
            _("%(person)s is the last owner. Please make somebody else owner first.")
            % {"person": "Olga Leitung"}
        )
        link = invite(olga)
        arrive(nora, link)
        assert olga.mail(owner.email, "Nora Neumann")

        nora.open(link)
        assert nora.reads(_("You have accepted this invitation already."))
        olga.open(link)
        assert olga.reads(
            _("This invitation has been used or has expired. Please ask for a new one.")
        )

        hand_over(olga, team)
        assert nora.link_in_mail(NEWCOMER, team)
        leave(olga, team)
        assert olga.reads(_("Next: tell us which organisation you belong to."))
        assert olga.page.goto(team).status == 404

        leave(nora, team)
        assert nora.reads(
            _("%(person)s is the last owner. Please make somebody else owner first.")
            % {"person": "Nora Neumann"}
        )
        assert nora.fits_the_screen()
    assert Membership.objects.get().user.email == NEWCOMER


def test_whoever_signs_up_without_the_link_finds_the_invitation_on_the_desk(people):
    owner = a_user("Olga Leitung")
    house = an_organisation("Jugendhaus Feldweg", owner=owner)
    olga, nora = people(), people()
    newcomer = a_user("Nora Neumann", email=NEWCOMER)
    with translation.override("de"):
        olga.sign_in(owner.email)
        olga.open(f"/organisation/{house.slug}/team/")
        invite(olga)
        nora.sign_in(newcomer.email)
        assert nora.reads("Jugendhaus Feldweg")
        nora.press(_("Join the team"), about="Jugendhaus Feldweg")
        assert nora.reads(_("My desk"), "Jugendhaus Feldweg")
        mail = eventually(lambda: olga.mails_to(owner.email))[0]
        assert "Nora Neumann" in text_of(mail)
