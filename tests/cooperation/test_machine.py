"""The state machine, tried whole: every step from every state by everybody.

The table in `cooperation.machine` says who may; these tests carry each step out with the function
that people, tasks and mails call, and look at the state and at the history afterwards.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cooperation import answer_clock, cooperations, enquiries, machine, waiting_list
from cooperation.machine import COOPERATION_STEPS, ENQUIRY_STEPS, Party
from cooperation.management.commands.write_cooperation_table import tables
from cooperation.models import Cooperation, CooperationStatus, Enquiry, EnquiryStatus
from portal.foundation import history
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_cooperation,
    a_moderator,
    a_need,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db

# The company asks: it is the sender, the Träger the receiver.
ROLES = {
    "Träger": {Party.SEEKING, Party.RECEIVER},
    "company": {Party.OFFERING, Party.SENDER},
    "Servicestelle": {Party.SERVICEDESK},
    "portal": {Party.PORTAL},
    "moderator of the Träger": {Party.SEEKING, Party.RECEIVER},
    "stranger": set(),
}


@pytest.fixture
def people():
    return {
        "Träger": a_user("Sina Suchend"),
        "company": a_user("Hakan Helfend"),
        "Servicestelle": a_moderator(),
        "portal": None,
        "moderator of the Träger": a_moderator(),
        "stranger": an_organisation(owner=a_user("Xenia Fremd")).memberships.get().user,
    }


@pytest.fixture
def listings(people):
    provider = an_organisation(owner=people["Träger"])
    provider.memberships.create(user=people["moderator of the Träger"], role="member")
    company = a_company(owner=people["company"])
    return a_need(organisation=provider), an_offer(organisation=company, capacity=1)


def enquiry_in(status: str, listings) -> Enquiry:
    """An enquiry as it stands in `status`, with what that status brings along."""
    need, offer = listings
    now = timezone.now()
    fields = {
        "waiting": {"waiting_since": now},
        "place_offered": {"waiting_since": now, "place_kept_until": now - timedelta(hours=1)},
        # Overdue, so that the Servicestelle may act on behalf.
        "open": {"answer_by": timezone.localdate() - timedelta(days=1)},
    }.get(status, {})
    holds = 1 if status in {"place_offered", "accepted"} else 0
    type(offer).objects.filter(pk=offer.pk).update(capacity_taken=holds)
    return an_enquiry(need=need, offer=offer, status=status, holds=holds, **fields)


def begin_enquiry(verb):
    def act(listings, by):
        need, offer = listings
        enquiry = enquiries.prepare(need=need, offer=offer, sender=offer.organisation)
        enquiry.message = "Wir helfen gern."
        return verb(enquiry, by=by)

    return act


def put_on_the_waiting_list(enquiry, by):
    type(enquiry.offer).objects.filter(pk=enquiry.offer_id).update(capacity_taken=1)
    return enquiries.accept(enquiry, by=by)


def offer_place(enquiry, by):
    assert by is None
    assert waiting_list.pass_on(enquiry.offer)


def let_pass(enquiry, by):
    if by is None and enquiry.status == EnquiryStatus.PLACE_OFFERED:
        assert waiting_list.let_kept_places_pass() == 1
    else:
        enquiries.lapse(enquiry, "ended", by=by)


def remind(enquiry, by):
    Enquiry.objects.filter(pk=enquiry.pk).update(answer_by=timezone.localdate())
    assert answer_clock.watch() == 1


def escalate(enquiry, by):
    Enquiry.objects.filter(pk=enquiry.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    assert answer_clock.watch() == 1


ENQUIRY_VERBS = {
    "taken up": lambda e, by: enquiries.take_up(e, by=by),
    "accepted": lambda e, by: enquiries.accept(e, "Gern!", by=by),
    "put on the waiting list": put_on_the_waiting_list,
    "place offered": offer_place,
    "place taken": lambda e, by: enquiries.take_place(e, by=by),
    "declined": lambda e, by: enquiries.decline(e, "Leider nein.", by=by),
    "place given up": lambda e, by: enquiries.give_up_place(e, by=by),
    "withdrawn": lambda e, by: enquiries.withdraw(e, by=by),
    "lapsed": let_pass,
    "reminded": remind,
    "escalated": escalate,
    "extended": lambda e, by: answer_clock.extend(e, by=by),
    "called": lambda e, by: answer_clock.log_call(e, "Sie melden sich morgen.", by=by),
}
# What only the portal does is no function that a person could be handed to.
ONLY_PORTAL = {"place offered", "reminded", "escalated"}

COOPERATION_VERBS = {
    "paused": lambda c, by: cooperations.pause(c, "Sommerferien", by=by),
    "resumed": lambda c, by: cooperations.resume(c, by=by),
    "finished": lambda c, by: cooperations.finish(c, by=by),
    "ended early": lambda c, by: cooperations.end_early(c, "Umzug", by=by),
    "called off": lambda c, by: cooperations.call_off(c, "Kein Termin gefunden", by=by),
    "capacity freed": lambda c, by: cooperations.free_capacity(c, by=by),
}
COOPERATION_BY_PORTAL = {
    "agreed": lambda c: machine.take_step(cooperations.locked(c), "agreed", by=None),
    "started": cooperations.start_if_ready,
    "concluded": cooperations.conclude,
}


def allowed(steps, name, status, role) -> machine.Step | None:
    """The line of the table for this step, state and person, found without the code under test."""
    for step in steps:
        if step.name == name and status in step.when and ROLES[role] & set(step.by):
            return step
    return None


def try_and_compare(subject, act, step, name, by):
    before = subject.status
    entries = history.of(subject).count()
    if step is None:
        with pytest.raises(Refused) as refusal:
            act()
        assert str(refusal.value)
        subject.refresh_from_db()
        assert subject.status == before
        assert history.of(subject).count() == entries
        return
    act()
    subject.refresh_from_db()
    assert subject.status == (step.to or before)
    entry = history.of(subject).filter(event=name).first()
    assert entry is not None
    assert (entry.from_status, entry.to_status, entry.by) == (before, step.to or before, by)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", EnquiryStatus.values)
def test_an_enquiry_takes_exactly_the_steps_of_the_table(status, role, people, listings):
    by = people[role]
    for name, verb in ENQUIRY_VERBS.items():
        if name in ONLY_PORTAL and role != "portal":
            continue
        step = allowed(ENQUIRY_STEPS, name, status, role)
        if name in ONLY_PORTAL and step is None:
            continue
        if by is None and step is None and name != "lapsed":
            continue  # people's verbs are never called without a person
        if name == "put on the waiting list" and step is None:
            continue  # the same function as accepting, which is tried for itself
        enquiry = enquiry_in(status, listings)
        try_and_compare(enquiry, lambda: verb(enquiry, by), step, name, by)  # noqa: B023
        Cooperation.objects.all().delete()
        Enquiry.objects.all().delete()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "portal"])
@pytest.mark.parametrize(
    ("name", "verb"), [("opened", enquiries.open_enquiry), ("introduced", enquiries.introduce)]
)
def test_an_enquiry_is_begun_by_the_one_the_table_names(name, verb, role, people, listings):
    by = people[role]
    step = allowed(ENQUIRY_STEPS, name, "", role)
    if step is None:
        with pytest.raises(Refused):
            begin_enquiry(verb)(listings, by)
        assert not Enquiry.objects.exists()
    else:
        enquiry = begin_enquiry(verb)(listings, by)
        assert enquiry.status == step.to
        entry = history.of(enquiry).get()
        assert (entry.event, entry.from_status, entry.to_status, entry.by) == (
            name, "", step.to, by,
        )  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", CooperationStatus.values)
def test_a_cooperation_takes_exactly_the_steps_of_the_table(status, role, people, listings):
    by = people[role]
    need, offer = listings
    for name, verb in COOPERATION_VERBS.items():
        if by is None and name != "paused":
            continue
        cooperation = a_cooperation(need=need, offer=offer, status=status)
        type(offer).objects.filter(pk=offer.pk).update(capacity_taken=1)
        step = allowed(COOPERATION_STEPS, name, status, role)
        try_and_compare(cooperation, lambda: verb(cooperation, by), step, name, by)  # noqa: B023
        Cooperation.objects.all().delete()
        Enquiry.objects.all().delete()


@pytest.mark.parametrize("status", CooperationStatus.values)
@pytest.mark.parametrize("name", COOPERATION_BY_PORTAL)
def test_what_the_portal_does_with_a_cooperation_follows_the_table(name, status):
    cooperation = a_cooperation(status=status)
    step = allowed(COOPERATION_STEPS, name, status, "portal")
    if step is None and name == "started":
        assert cooperations.start_if_ready(cooperation).status == status
        return
    act = COOPERATION_BY_PORTAL[name]
    try_and_compare(cooperation, lambda: act(cooperation), step, name, None)


def test_every_step_of_the_table_is_tried():
    enquiry_steps = {step.name for step in ENQUIRY_STEPS}
    assert enquiry_steps == set(ENQUIRY_VERBS) | {"opened", "introduced"}
    tried_elsewhere = {"begun", "version proposed", "version confirmed"}
    cooperation_steps = {step.name for step in COOPERATION_STEPS}
    assert cooperation_steps == (
        set(COOPERATION_VERBS) | set(COOPERATION_BY_PORTAL) | tried_elsewhere
    )


def test_the_documentation_carries_the_table_as_it_is():
    text = (Path(settings.BASE_DIR) / "docs" / "cooperation.md").read_text()
    assert tables() in text, "run `manage.py write_cooperation_table`"


def test_each_verb_of_a_step_has_a_name_that_people_read():
    from portal.foundation.events import EVENT_WORDS

    steps = (*ENQUIRY_STEPS, *COOPERATION_STEPS)
    assert {step.name for step in steps} <= set(EVENT_WORDS)
