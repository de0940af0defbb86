"""Protection of minors: the Träger decides and records; nothing starts before; nothing leaks or stays."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cooperation import cooperations, protection
from cooperation.models import Assessment, Cooperation, Level, ProtectionRecord
from matching.models import Format, TargetGroup
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_cooperation,
    a_moderator,
    a_need,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
NAME = "Tomke Feldhusen"


def with_minors(status: str = "confirmed", *, people: int = 1) -> Cooperation:
    """A mentoring of adolescents."""
    provider = an_organisation(owner=a_user("Sina Suchend"))
    need = a_need(
        organisation=provider, format=Format.MENTORING, target_group=TargetGroup.ADOLESCENTS
    )
    offer = an_offer(organisation=a_company(owner=a_user("Hakan Helfend")))
    return a_cooperation(need=need, offer=offer, status=status, people=people)


def provider_of(cooperation):
    return cooperation.seeking.memberships.first().user


def company_of(cooperation):
    return cooperation.offering.memberships.first().user


def decide(cooperation, level=Level.REQUIRED, **fields) -> Assessment:
    values = {
        "contact": "alone", "intensity": "high", "duration": "regular", "level": level,
        "reason": "Sie treffen sich zu zweit.",
    }  # fmt: skip
    return protection.decide(
        Assessment(cooperation=cooperation, **values | fields), by=provider_of(cooperation)
    )


def seen(cooperation, name=NAME, *, ago: int = 0, **fields) -> ProtectionRecord:
    day = timezone.localdate() - timedelta(days=ago)
    values = {"seen_on": day, "issued_on": day - timedelta(days=20)}
    return protection.record(
        ProtectionRecord(cooperation=cooperation, name=name, **values | fields),
        by=provider_of(cooperation),
    )


def status(cooperation) -> str:
    return Cooperation.objects.get(pk=cooperation.pk).status


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (("never_alone", "low", "once"), "not_needed"),
        (("never_alone", "low", "several"), "not_needed"),
        (("never_alone", "low", "regular"), "recommended"),
        (("group", "low", "once"), "recommended"),
        (("group", "low", "regular"), "required"),
        (("alone", "low", "once"), "required"),
        (("never_alone", "high", "once"), "recommended"),
        (("never_alone", "high", "several"), "required"),
    ],
)
def test_the_guide_goes_by_type_intensity_and_duration(answers, level):
    assert protection.proposed_level(*answers) == level


def test_what_meets_minors_does_not_start_before_everything_is_settled():
    cooperation = with_minors("planning", people=2)
    assert cooperations.note_agreed(cooperation).status == "confirmed"
    decide(cooperation)
    assert status(cooperation) == "confirmed"
    seen(cooperation, "Tomke Feldhusen")
    assert status(cooperation) == "confirmed"
    seen(cooperation, "Nele Brandis")
    assert status(cooperation) == "active"


def test_a_recommended_certificate_holds_nothing_up_but_a_required_declaration_does():
    cooperation = with_minors()
    decide(cooperation, Level.RECOMMENDED, needs_declaration=True)
    assert status(cooperation) == "confirmed"
    person = ProtectionRecord(cooperation=cooperation, name=NAME, declared_on=timezone.localdate())
    protection.record(person, by=provider_of(cooperation))
    assert status(cooperation) == "active"


def test_what_meets_no_minors_starts_at_once():
    need = a_need(format=Format.ADVISORY_HOUR, target_group=TargetGroup.STAFF)
    cooperation = a_cooperation(need=need, status="planning")
    assert cooperations.note_agreed(cooperation).status == "active"


def test_the_decision_needs_its_reason_and_is_written_down():
    cooperation = with_minors()
    with pytest.raises(Refused):
        decide(cooperation, reason="  ")
    first = decide(cooperation, Level.NOT_NEEDED, reason="Immer dabei.")
    again = decide(cooperation, Level.RECOMMENDED)
    assert first.public_id == again.public_id
    assert Assessment.objects.count() == 1
    changes = [(e.from_status, e.to_status) for e in history.of(again)]
    assert changes == [("not_needed", "recommended"), ("", "not_needed")]


def test_a_certificate_that_was_too_old_is_refused():
    cooperation = with_minors()
    decide(cooperation)
    day = timezone.localdate()
    with pytest.raises(Refused):
        seen(cooperation, issued_on=day - timedelta(days=100), seen_on=day)
    assert not ProtectionRecord.objects.exists()


def test_it_has_to_be_seen_again_after_five_years_also_from_a_leap_day():
    with time_machine.travel(date(2028, 3, 10)):
        cooperation = with_minors()
        decide(cooperation)
        record = seen(cooperation, issued_on=date(2028, 2, 29), seen_on=date(2028, 3, 10))
    assert record.see_again_on == date(2033, 2, 28)


def test_the_traeger_is_asked_before_a_record_runs_out_and_nobody_else():
    cooperation = with_minors()
    decide(cooperation)
    record = seen(cooperation)
    with time_machine.travel(record.see_again_on - timedelta(days=61)):
        assert protection.ask_for_renewal() == 0
    with time_machine.travel(record.see_again_on - timedelta(days=59)):
        protection.ask_for_renewal()
        protection.ask_for_renewal()
    mail = OutboxMail.objects.get(key__startswith="certificate_due")
    assert mail.recipient == provider_of(cooperation).email
    assert NAME not in mail.text + mail.subject + mail.html


def test_a_record_that_has_run_out_pauses_the_cooperation_without_telling_the_company_why():
    cooperation = with_minors()
    decide(cooperation)
    record = seen(cooperation)
    assert status(cooperation) == "active"
    with time_machine.travel(record.see_again_on + timedelta(days=1)):
        assert protection.pause_expired() == 1
        assert protection.pause_expired() == 0
        cooperation.refresh_from_db()
        assert cooperation.status == "paused"
        assert NAME not in cooperation.reason
        with pytest.raises(Refused) as refusal:
            cooperations.resume(cooperation, by=company_of(cooperation))
        assert "certificate" not in str(refusal.value)


@pytest.mark.parametrize(("end", "days"), [("closed", 92), ("called_off", 0)])
def test_records_are_deleted_on_schedule(end, days):
    cooperation = with_minors()
    decide(cooperation)
    seen(cooperation)
    Cooperation.objects.filter(pk=cooperation.pk).update(status=end, status_since=timezone.now())
    if days:
        assert protection.delete_due() == 0
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1)):
        assert protection.delete_due() == 1
    assert not ProtectionRecord.objects.exists()
    told = list(history.of(cooperation)) + list(history.of(cooperation.assessment))
    assert not any(NAME in entry.comment for entry in told)


def pages(cooperation, record):
    return [
        reverse("cooperation:protection", args=[cooperation.public_id]),
        reverse("cooperation:protection-person", args=[cooperation.public_id]),
        reverse(
            "cooperation:protection-person-edit", args=[cooperation.public_id, record.public_id]
        ),
    ]


def test_only_members_of_the_traeger_see_the_records(client):
    cooperation = with_minors()
    decide(cooperation)
    record = seen(cooperation)
    strangers = [company_of(cooperation), a_user(), a_moderator()]
    for person in strangers:
        client.force_login(person)
        assert [client.get(page).status_code for page in pages(cooperation, record)] == [404] * 3
    client.force_login(provider_of(cooperation))
    assert NAME in client.get(pages(cooperation, record)[0]).content.decode()


def test_the_company_only_learns_whether_all_is_met(client):
    cooperation = with_minors()
    decide(cooperation, reason="Weil sie allein sind.")
    client.force_login(company_of(cooperation))
    before = client.get(cooperation.get_absolute_url()).content.decode()
    seen(cooperation)
    after = client.get(cooperation.get_absolute_url()).content.decode()
    for page in (before, after):
        assert NAME not in page
        assert "Weil sie allein sind." not in page
    assert before != after


def test_the_guide_proposes_and_the_form_keeps_what_was_typed(client):
    cooperation = with_minors()
    client.force_login(provider_of(cooperation))
    address = reverse("cooperation:protection", args=[cooperation.public_id])
    page = client.get(address, {"contact": "alone", "intensity": "low", "duration": "regular"})
    assert page.context["proposed"] == Level.REQUIRED.label
    decide_at = reverse("cooperation:protection-decide", args=[cooperation.public_id])
    answers = {
        "contact": "alone", "intensity": "low", "duration": "regular", "level": "nonsense",
        "reason": "Mein Grund steht hier.",
    }  # fmt: skip
    again = client.post(decide_at, answers)
    assert again.status_code == 400
    assert "Mein Grund steht hier." in again.content.decode()
    assert client.post(decide_at, answers | {"level": "required"}).status_code == 302
    assert Assessment.objects.get().level == "required"


@pytest.mark.parametrize(
    "answers",
    [
        {"issued_on": "2026-01-01"},
        {"seen_on": "2026-01-01"},
        {"issued_on": "2999-01-01", "seen_on": "2999-01-01"},
        {"issued_on": "2026-10-10", "seen_on": "2026-10-01"},
        {"issued_on": "2026-10-10", "seen_on": "2026-11-01", "see_again_on": "2026-10-31"},
        {"see_again_on": "2030-01-01"},
        {"issued_on": "x"},
        {"name": ""},
        {"name": "\x00"},
        {"name": "N" * 121},
    ],
)
def test_dates_that_do_not_belong_together_are_explained_and_nothing_is_stored(client, answers):
    cooperation = with_minors()
    decide(cooperation)
    client.force_login(provider_of(cooperation))
    address = reverse("cooperation:protection-person", args=[cooperation.public_id])
    page = client.post(address, {"name": NAME} | answers)
    assert page.status_code == 400
    assert page.context["form"].errors
    assert not ProtectionRecord.objects.exists()


def test_the_same_person_stands_in_the_list_once(client):
    cooperation = with_minors()
    decide(cooperation)
    seen(cooperation)
    client.force_login(provider_of(cooperation))
    address = reverse("cooperation:protection-person", args=[cooperation.public_id])
    assert client.post(address, {"name": NAME}).status_code == 400
    assert ProtectionRecord.objects.count() == 1
