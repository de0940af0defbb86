"""Calling the Servicestelle into a conversation: by invitation, by a report."""

import pytest
from django.urls import reverse

from cooperation import calls
from cooperation.conversation import Letter, send
from cooperation.models import Message, Report
from portal.foundation import history
from portal.foundation.models import HistoryEntry, OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_membership,
)

pytestmark = pytest.mark.django_db
SECRET = "Unser Schlüssel liegt unter der Matte."


def page_of(enquiry) -> str:
    return reverse("cooperation:conversation", args=[enquiry.public_id])


def admin_page(call, tail: str = "change/") -> str:
    return f"/verwaltung/cooperation/report/{call.pk}/{tail}"


def write(enquiry, by, text="Guten Tag", *, side=None) -> Message:
    mine = [s for s in (enquiry.seeking, enquiry.offering) if s.memberships.filter(user=by)]
    return send(Letter(text), enquiry, by=by, side=side or mine[0])


def mails_to(*people) -> int:
    addresses = [person.email for person in people]
    return OutboxMail.objects.filter(recipient__in=addresses).count()


def test_moderators_see_nothing_before_they_are_called(client, enquiry, people, moderator):
    write(enquiry, people["Cem"], SECRET)
    client.force_login(moderator)
    assert client.get(page_of(enquiry)).status_code == 404
    assert client.get("/verwaltung/cooperation/report/").status_code == 200
    assert client.post("/verwaltung/cooperation/report/1/conversation/").status_code == 404
    with pytest.raises(Refused):
        send(Letter("Hallo"), enquiry, by=moderator, side=None)


def test_an_invitation_is_seen_by_both_sides_and_opens_the_conversation(
    client, enquiry, people, moderator
):
    write(enquiry, people["Cem"], SECRET)
    client.force_login(people["Paula"])
    client.post(reverse("cooperation:conversation-invite", args=[enquiry.public_id]))
    enquiry.refresh_from_db()
    assert enquiry.servicedesk_reads_since is not None
    assert history.of(enquiry).filter(event="servicedesk invited", by=people["Paula"]).exists()
    assert OutboxMail.objects.filter(recipient="kontakt@servicestelle.example").exists()
    assert OutboxMail.objects.filter(recipient=people["Cem"].email).exists()
    client.force_login(people["Cem"])
    page = client.get(page_of(enquiry))
    events = [e.text for _day, es in page.context["stream"].days for e in es if e.is_event]
    assert len(events) == 1

    client.force_login(moderator)
    call = Report.objects.get()
    assert call.kind == "invited"
    waiting = client.get("/verwaltung/").context["waiting"]
    assert [item.url for item in waiting.oldest] == [admin_page(call)]
    assert SECRET not in client.get(admin_page(call)).content.decode()
    assert SECRET in client.post(admin_page(call, "conversation/")).content.decode()
    assert client.post(admin_page(call, "write/"), {"text": "Wir helfen gern."}).status_code == 302
    message = Message.objects.get(text="Wir helfen gern.")
    assert (message.side, message.on_behalf) == ("servicedesk", False)

    answers = {"decision": "helped", "comment": "Beide haben sich verabredet."}
    assert client.post(admin_page(call, "handle/"), answers).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.servicedesk_reads_since is None
    assert history.of(enquiry).filter(event="servicedesk left").exists()
    closed = client.post(admin_page(call, "conversation/"))
    assert closed.status_code == 409
    assert SECRET not in closed.content.decode()
    assert client.post(admin_page(call, "write/"), {"text": "Noch etwas"}).status_code == 409


def test_the_servicestelle_is_invited_once(enquiry, people):
    calls.invite(enquiry, by=people["Paula"], side=enquiry.seeking)
    with pytest.raises(Refused):
        calls.invite(enquiry, by=people["Cem"], side=enquiry.offering)
    assert Report.objects.count() == 1


def test_the_other_side_hears_nothing_of_a_report(client, enquiry, people, moderator):
    write(enquiry, people["Cem"], SECRET)
    before = mails_to(people["Cem"], people["Carla"])
    client.force_login(people["Paula"])
    url = reverse("cooperation:conversation-report", args=[enquiry.public_id])
    assert client.get(url).status_code == 200
    assert client.post(url, {"text": ""}).status_code == 400
    assert client.post(url, {"text": "Das war beleidigend."}).status_code == 302
    assert client.post(url, {"text": "Und noch einmal."}).status_code == 400
    call = Report.objects.get()

    client.force_login(moderator)
    page = client.get(admin_page(call)).content.decode()
    assert "Das war beleidigend." in page
    assert people["Paula"].name in page
    assert SECRET in client.post(admin_page(call, "conversation/")).content.decode()
    assert history.of(call).filter(event="conversation read", by=moderator).count() == 1

    for name in ("Cem", "Carla"):
        client.force_login(people[name])
        for address in (page_of(enquiry), enquiry.get_absolute_url(), "/schreibtisch/"):
            page = client.get(address)
            assert "beleidigend" not in page.content.decode()
            assert moderator.name not in page.content.decode()
    assert mails_to(people["Cem"], people["Carla"]) == before
    assert not history.of(enquiry).exists()
    assert not HistoryEntry.objects.filter(by=people["Paula"]).exists()


def test_every_reading_of_a_report_is_written_down(client, enquiry, people, moderator):
    call = calls.report(enquiry, "Bitte ansehen", by=people["Paula"], side=enquiry.seeking)
    client.force_login(moderator)
    for number in (1, 2, 3):
        client.post(admin_page(call, "conversation/"))
        assert history.of(call).filter(event="conversation read").count() == number
    assert client.get(admin_page(call, "conversation/")).status_code == 405


def test_a_report_is_handled_once_and_whoever_reported_hears_of_it(
    client, enquiry, people, moderator
):
    call = calls.report(enquiry, "Bitte ansehen", by=people["Paula"], side=enquiry.seeking)
    client.force_login(moderator)
    for answers in ({}, {"decision": "talked"}, {"decision": "x", "comment": "y"}):
        response = client.post(admin_page(call, "handle/"), answers)
        assert response.status_code == 400
    answers = {"decision": "talked", "comment": "Beide angerufen."}
    client.post(admin_page(call, "handle/"), answers)
    call.refresh_from_db()
    assert (call.handled_by, call.decision) == (moderator, "talked")
    mail = OutboxMail.objects.get(recipient=people["Paula"].email)
    assert "Beide angerufen." not in mail.text
    assert client.post(admin_page(call, "handle/"), answers).status_code == 409
    assert not client.get("/verwaltung/").context["waiting"].oldest
    assert client.get("/verwaltung/cooperation/report/?status=handled").status_code == 200


def test_a_moderator_who_belongs_to_a_side_sees_no_call_about_it(
    client, enquiry, people, moderator
):
    a_membership(enquiry.offering, moderator)
    call = calls.report(enquiry, "Bitte ansehen", by=people["Paula"], side=enquiry.seeking)
    client.force_login(moderator)
    assert not client.get("/verwaltung/").context["waiting"].oldest
    for tail in ("conversation/", "write/", "handle/"):
        assert client.post(admin_page(call, tail), {"text": "x"}).status_code == 404
    assert "Bitte ansehen" not in client.get(admin_page(call), follow=True).content.decode()
    with pytest.raises(Refused):
        calls.note_reading(call, by=moderator)
    with pytest.raises(Refused):
        calls.handle(call, "nothing", "Alles gut", by=moderator)
    with pytest.raises(Refused):
        send(Letter("Hallo"), enquiry, by=moderator, side=None)


def test_members_and_editors_do_not_reach_the_calls(client, enquiry, people, settings):
    settings.ADMIN_REQUIRES_MFA = False
    call = calls.report(enquiry, "Bitte ansehen", by=people["Paula"], side=enquiry.seeking)
    client.force_login(people["Cem"])
    for tail in ("conversation/", "write/", "handle/"):
        assert client.post(admin_page(call, tail)).status_code in {302, 403, 404}
    assert client.get(admin_page(call)).status_code in {302, 403}
    assert not history.of(call).exists()
