"""No mail goes to people who are inactive, unconfirmed or suspended; what they must know still does."""

import pytest

from portal.foundation.models import MailState, OutboxMail
from portal.foundation.outbox import queue, queue_to_address, send
from portal.foundation.outbox.templates import template_named
from profiles import reviews
from tests.builders import a_moderator, a_user, an_organisation

pytestmark = pytest.mark.django_db


def news(to, organisation=None, template: str = "enquiry_received", **more):
    context = template_named(template).sample()
    context.pop("organisation", None)
    if organisation:
        context["organisation"] = organisation
    return queue(template, key=f"{template}:{to.pk}", to=to, context=context, **more)


def test_a_confirmed_active_person_gets_the_mail():
    person = a_user()
    assert news(person, an_organisation(owner=person)).recipient == person.email


def test_an_inactive_person_gets_none_not_even_by_address():
    person = a_user(is_active=False)
    assert news(person) is None
    context = template_named("invitation").sample()
    sent = queue_to_address("invitation", key="i:1", address=person.email.upper(), context=context)
    assert sent is None


def test_an_unconfirmed_person_gets_none():
    assert news(a_user(verified=False)) is None
    person = a_user()
    person.email = "neu@beispiel.example"  # changed, and the new one not confirmed yet
    person.save()
    assert news(person) is None


def test_somebody_unconfirmed_still_gets_what_confirms_them(client):
    client.post(
        "/konto/signup/",
        {"email": "neu@beispiel.example", "name": "Neu", "password1": "ein-gutes-passwort-2027"},
    )
    assert OutboxMail.objects.get().recipient == "neu@beispiel.example"


def test_news_of_a_suspended_organisation_reach_nobody_but_those_of_another_do():
    person = a_user()
    suspended = an_organisation(owner=person, status="suspended")
    other = an_organisation(owner=person)
    assert news(person, suspended) is None
    assert news(person, about=suspended) is None
    assert news(person, other) is not None


def test_somebody_of_suspended_organisations_only_gets_nothing_of_their_own_either():
    person = a_user()
    an_organisation(owner=person, status="suspended")
    assert news(person, template="search_digest") is None
    an_organisation(owner=person)
    assert news(person, template="search_digest") is not None


def test_owners_are_told_that_they_are_suspended_and_can_still_reset_their_password(client):
    person = a_user()
    organisation = an_organisation(owner=person)
    reviews.suspend(organisation, "Bitte rufen Sie uns an.", by=a_moderator())
    assert "Bitte rufen Sie uns an." in OutboxMail.objects.get(recipient=person.email).text
    client.post("/konto/password/reset/", {"email": person.email})
    assert OutboxMail.objects.filter(recipient=person.email, kind="account").exists()


def test_a_suspension_after_queueing_counts(mail_catcher):
    person = a_user()
    organisation = an_organisation(owner=person)
    mail = news(person, organisation)
    organisation.status = "suspended"
    organisation.save()
    assert not send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.due_at) == (MailState.WITHHELD, None)
    assert not list(mail_catcher.glob("*.eml"))
