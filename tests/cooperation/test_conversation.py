"""Who may read and write in a conversation, and who hears of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cooperation import conversation
from cooperation.conversation import Letter, send
from cooperation.models import Message, ReadMark, Report
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from profiles.models import Mandate
from tests.builders import (
    a_company,
    a_cooperation,
    a_need,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
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


def set_status(enquiry, status: str) -> None:
    enquiry.status = status
    enquiry.save(update_fields=["status"])


# Reading -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Paula", "Petra", "Cem", "Carla"])
def test_all_members_of_both_sides_read_and_write(client, enquiry, people, name):
    write(enquiry, people["Paula"], SECRET)
    client.force_login(people[name])
    assert SECRET in client.get(page_of(enquiry)).content.decode()
    assert SECRET in client.get(enquiry.get_absolute_url()).content.decode()
    response = client.post(page_of(enquiry), {"text": "Danke schön!"})
    assert response.url == f"{page_of(enquiry)}#newest"
    assert Message.objects.filter(author=people[name], text="Danke schön!").exists()


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize(
    "name", ["conversation", "conversation-invite", "conversation-report", "cooperation"]
)
def test_strangers_and_moderators_find_nothing(client, people, moderator, verb, name):
    cooperation = a_cooperation()
    enquiry = cooperation.enquiry
    subject = cooperation if name == "cooperation" else enquiry
    name = "cooperation-conversation" if name == "cooperation" else name
    url = reverse(f"cooperation:{name}", args=[subject.public_id])
    stranger = a_user()
    an_organisation(owner=stranger)
    for person in (stranger, a_user(), moderator):
        client.force_login(person)
        assert getattr(client, verb)(url, {"text": "x"}).status_code in {404, 405}
    client.logout()
    assert getattr(client, verb)(url, {"text": "x"}).status_code in {302, 405}
    assert not Message.objects.exists()
    assert not Report.objects.exists()


def test_the_enquiry_s_own_words_and_the_answer_begin_the_conversation(client, people):
    cooperation = a_cooperation(
        need=a_need(organisation=an_organisation(owner=people["Paula"])),
        opened_by=people["Cem"],
        answer="Sehr gern, kommen Sie vorbei!",
        answered_by=people["Paula"],
        answered_at=timezone.now() + timedelta(minutes=1),
    )
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        write(cooperation.enquiry, people["Paula"], "Bis Montag.")
    client.force_login(people["Paula"])
    page = client.get(page_of(cooperation.enquiry), follow=True).content.decode()
    words = [cooperation.enquiry.message, "Sehr gern, kommen Sie vorbei!", "Bis Montag."]
    places = [page.index(text) for text in words]
    assert places == sorted(places)


def test_what_was_typed_is_shown_as_text(client, enquiry, people):
    write(enquiry, people["Cem"], "<script>alert(1)</script> https://beispiel.example")
    client.force_login(people["Paula"])
    page = client.get(page_of(enquiry)).content.decode()
    assert "<script>alert" not in page
    assert '<a href="https://beispiel.example" rel="nofollow">' in page


def test_older_messages_are_a_page_away(client, enquiry, people):
    start = timezone.now() + timedelta(hours=1)
    for n in range(70):
        Message.objects.create(
            enquiry=enquiry, author=people["Cem"], side="offering", text=f"Brief Nr. {n:02}",
            sent_at=start + timedelta(minutes=n),
        )  # fmt: skip
    client.force_login(people["Paula"])
    seen, url = [], page_of(enquiry)
    for part in range(3):
        response = client.get(url)
        page = response.content.decode()
        seen.append([n for n in range(70) if f"Brief Nr. {n:02}" in page])
        assert (enquiry.message in page) == (part == 2)
        url = f"{page_of(enquiry)}?before={response.context['stream'].older}"
    assert seen == [list(range(40, 70)), list(range(10, 40)), list(range(10))]
    other = an_enquiry()
    foreign = Message.objects.create(enquiry=other, side="offering", text="x")
    for key in ("x", str(other.public_id), str(foreign.public_id)):
        assert client.get(page_of(enquiry), {"before": key}).status_code == 404


@pytest.mark.parametrize("at", ["enquiry", "conversation", "cooperation"])
def test_fifty_messages_ask_the_database_as_often_as_two(client, people, at):
    cooperation = a_cooperation(
        need=a_need(organisation=an_organisation(owner=people["Paula"])), opened_by=people["Cem"]
    )
    enquiry = cooperation.enquiry
    if at == "conversation":
        cooperation.delete()
        set_status(enquiry, "open")
    url = {
        "enquiry": enquiry.get_absolute_url(),
        "conversation": page_of(enquiry),
        "cooperation": reverse(
            "cooperation:cooperation-conversation", args=[cooperation.public_id]
        ),
    }[at]
    client.force_login(people["Paula"])

    def queries() -> int:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    def add(number: int) -> None:
        for _n in range(number):
            Message.objects.create(
                enquiry=enquiry, author=a_user(), side="offering", text="x", sent_at=timezone.now()
            )

    add(2)
    few = queries()
    add(48)
    assert queries() == few <= 34


# Unread --------------------------------------------------------------------------------------------


def test_looking_makes_read_for_oneself_only(client, enquiry, people):
    write(enquiry, people["Cem"])
    write(enquiry, people["Cem"])
    for name in ("Paula", "Petra"):
        client.force_login(people[name])
        assert client.get("/schreibtisch/").context["open_counts"]["messages"] == 2
    client.get(page_of(enquiry))
    assert client.get("/schreibtisch/").context["open_counts"]["messages"] == 0
    client.force_login(people["Paula"])
    assert client.get("/schreibtisch/").context["open_counts"]["messages"] == 2
    listed = client.get(reverse("cooperation:conversations")).context["rows"]
    assert [row.unread for row, _other in listed] == [2]


def test_what_a_browser_fetches_ahead_does_not_count_as_read(client, enquiry, people):
    write(enquiry, people["Cem"])
    client.force_login(people["Paula"])
    client.get(page_of(enquiry), headers={"Sec-Purpose": "prefetch;prerender"})
    client.get(page_of(enquiry), headers={"Purpose": "prefetch"})
    client.head(page_of(enquiry))
    assert not ReadMark.objects.filter(user=people["Paula"]).exclude(read_until=None).exists()


def test_the_own_side_s_messages_are_not_news(client, enquiry, people):
    write(enquiry, people["Petra"])
    client.force_login(people["Paula"])
    assert client.get("/schreibtisch/").context["open_counts"]["messages"] == 0


def test_a_mark_never_goes_back(enquiry, people):
    now = timezone.now()
    conversation.mark_read(enquiry, by=people["Paula"], until=now)
    conversation.mark_read(enquiry, by=people["Paula"], until=now - timedelta(days=1))
    assert ReadMark.objects.get(user=people["Paula"]).read_until == now


# Mails ---------------------------------------------------------------------------------------------


def test_everybody_on_the_other_side_gets_a_mail_without_the_words(enquiry, people):
    write(enquiry, people["Paula"], SECRET)
    assert mails_to(people["Cem"], people["Carla"]) == 2
    assert mails_to(people["Paula"], people["Petra"]) == 0
    for mail in OutboxMail.objects.all():
        assert SECRET not in mail.text + mail.html + mail.subject
        assert page_of(enquiry) in mail.text
        assert "Jugendhaus Süd" in mail.text


def test_fifty_messages_are_one_mail_until_somebody_looks(client, enquiry, people):
    for _n in range(50):
        write(enquiry, people["Paula"])
    assert mails_to(people["Cem"]) == mails_to(people["Carla"]) == 1
    client.force_login(people["Cem"])
    client.get(page_of(enquiry))
    for _n in range(5):
        write(enquiry, people["Paula"])
    assert mails_to(people["Cem"]) == 2
    assert mails_to(people["Carla"]) == 1


def test_whoever_answers_has_looked(enquiry, people):
    for _n in range(3):
        write(enquiry, people["Paula"])
        write(enquiry, people["Cem"])
    assert mails_to(people["Cem"]) == mails_to(people["Paula"]) == 3
    assert mails_to(people["Carla"]) == mails_to(people["Petra"]) == 1


# Who may write when --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["open", "waiting", "place_offered", "accepted"])
def test_both_sides_write_while_something_is_to_be_said(enquiry, people, status):
    set_status(enquiry, status)
    for name in ("Paula", "Cem"):
        assert write(enquiry, people[name])


@pytest.mark.parametrize("status", ["declined", "withdrawn", "lapsed"])
def test_an_enquiry_that_has_ended_is_read_only(client, enquiry, people, status):
    write(enquiry, people["Cem"], SECRET)
    set_status(enquiry, status)
    with pytest.raises(Refused):
        write(enquiry, people["Paula"])
    client.force_login(people["Paula"])
    page = client.get(page_of(enquiry)).content.decode()
    assert SECRET in page
    assert '<textarea name="text"' not in page


def test_a_cooperation_can_be_thanked_for_ninety_days(people):
    provider = an_organisation(owner=people["Paula"])
    cooperation = a_cooperation(status="closed", need=a_need(organisation=provider))
    assert write(cooperation.enquiry, people["Paula"])
    with time_machine.travel(timezone.now() + timedelta(days=91)), pytest.raises(Refused):
        write(cooperation.enquiry, people["Paula"])


def test_members_of_a_suspended_organisation_read_but_do_not_write(client, enquiry, people):
    write(enquiry, people["Cem"], SECRET)
    type(enquiry.seeking).objects.filter(pk=enquiry.seeking_id).update(status="suspended")
    client.force_login(people["Paula"])
    response = client.post(page_of(enquiry), {"text": "Aber ich muss etwas sagen."})
    assert response.status_code == 400
    assert SECRET in response.content.decode()
    assert Message.objects.count() == 1
    assert client.post(page_of(enquiry).replace("gespraech", "servicestelle")).status_code == 302
    assert not Report.objects.exists()
    assert client.post(page_of(enquiry).replace("gespraech", "melden"), {"text": "Hilfe!"}).url
    assert Report.objects.get().kind == "reported"


def test_nobody_writes_for_a_side_that_is_not_theirs(enquiry, people):
    for side in (enquiry.offering, None, an_organisation()):
        with pytest.raises(Refused):
            send(Letter("Hallo"), enquiry, by=people["Paula"], side=side)
    with pytest.raises(Refused):
        send(Letter("Hallo"), enquiry, by=a_user(), side=enquiry.seeking)


def test_whoever_acts_by_a_mandate_writes_on_behalf(enquiry):
    agent = a_user("Mira Mittlerin")
    office = an_organisation("Freiwilligenagentur", owner=agent, is_intermediary=True)
    Mandate.objects.create(principal=enquiry.seeking, agent=office)
    assert send(Letter("Hallo"), enquiry, by=agent, side=enquiry.seeking).on_behalf


def test_sixty_messages_an_hour_are_enough(client, enquiry, people):
    for _n in range(60):
        Message.objects.create(enquiry=enquiry, author=people["Paula"], side="seeking", text="x")
    client.force_login(people["Paula"])
    response = client.post(page_of(enquiry), {"text": "Noch etwas"})
    assert response.status_code == 400
    assert "Noch etwas" in response.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert write(enquiry, people["Paula"])


def test_an_introduction_is_between_the_sender_and_the_servicestelle(client, people, moderator):
    provider = an_organisation(owner=people["Paula"])
    company = a_company(owner=people["Cem"])
    enquiry = an_enquiry(
        need=a_need(organisation=provider), offer=an_offer(organisation=company),
        status="introduced", introduced_by=moderator, opened_by=moderator, opened_from="offer",
    )  # fmt: skip
    client.force_login(people["Paula"])
    assert client.get(page_of(enquiry)).status_code == 404
    with pytest.raises(Refused):
        write(enquiry, people["Paula"])
    write(enquiry, people["Cem"], SECRET)
    assert SECRET not in client.get(enquiry.get_absolute_url()).content.decode()
    assert not client.get(reverse("cooperation:conversations")).context["rows"]
    assert client.get("/schreibtisch/").context["open_counts"]["messages"] == 0
    assert mails_to(people["Paula"]) == 0
    assert OutboxMail.objects.get().recipient == "kontakt@servicestelle.example"
    call = Report.objects.get()
    send(Letter("Was brauchen Sie noch?"), enquiry, by=moderator, side=None)
    assert mails_to(people["Cem"]) == 1
    assert mails_to(people["Paula"]) == 0
    write(enquiry, people["Cem"])
    assert mails_to(moderator) == 1
    assert admin_page(call) in OutboxMail.objects.get(recipient=moderator.email).text


# Nothing is lost, nothing twice ---------------------------------------------------------------------


def test_a_text_that_is_too_long_stays(client, enquiry, people):
    client.force_login(people["Paula"])
    typed = "Ein langer Brief. " * 200
    response = client.post(page_of(enquiry), {"text": typed})
    assert response.status_code == 400
    assert typed in response.content.decode()


def test_a_new_line_counts_once(client, enquiry, people):
    client.force_login(people["Paula"])
    assert client.post(page_of(enquiry), {"text": "\r\n".join(["x"] * 1500)}).status_code == 302


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_nothing_is_not_sent(client, enquiry, people, text):
    client.force_login(people["Paula"])
    assert client.post(page_of(enquiry), {"text": text}).status_code == 400
    assert not Message.objects.exists()


def test_a_form_that_is_sent_twice_is_one_message(client, enquiry, people):
    client.force_login(people["Paula"])
    key = client.get(page_of(enquiry)).context["message_form"]["key"].value()
    for _n in range(2):
        assert client.post(page_of(enquiry), {"text": "Guten Tag", "key": key}).status_code == 302
    assert Message.objects.count() == 1
    client.force_login(people["Cem"])
    client.post(page_of(enquiry), {"text": "Auch guten Tag", "key": key})
    client.post(page_of(enquiry), {"text": "Und noch einer", "key": "kein Schlüssel"})
    assert Message.objects.count() == 3
