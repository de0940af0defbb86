"""What the Servicestelle has checked: who may say so, for how long it holds, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from profiles import registration, reviews, verification
from profiles.models import CheckedKind, Organisation, Verification
from profiles.verification import Check
from tests.builders import (
    a_membership,
    a_moderator,
    a_site,
    a_user,
    a_verification,
    an_organisation,
)
from tests.evil import EVIL

pytestmark = pytest.mark.django_db
FACTS = {
    "legal_form": "e. V.", "register_court": "Leipzig", "register_number": "VR 1234",
    "vat_id": "DE123456788", "recognised_under_75": True, "recognised_on": "2020-05-03",
    "tax_notice": "exemption", "contact_phone": "+49341123456",
}  # fmt: skip


def today():
    return timezone.localdate()


@pytest.fixture
def moderator():
    return a_moderator()


@pytest.fixture
def organisation():
    return an_organisation(
        "Jugendhaus Süd", owner=a_user("Paula Träger"),
        tax_notice_on=today() - timedelta(days=365), **FACTS,
    )  # fmt: skip


def public_page(client, organisation) -> str:
    client.logout()
    return client.get(organisation.get_absolute_url()).content.decode()


class TestSetting:
    @pytest.mark.parametrize("kind", CheckedKind)
    def test_each_kind_holds_for_its_own_time(self, organisation, moderator, kind):
        made = verification.verify(organisation, Check(kind), by=moderator)
        assert (made.checked_on, made.checked_by) == (today(), moderator)
        assert made.valid_until == verification.last_day_allowed(organisation, kind, today())
        assert (history.of(organisation)[0].event, history.of(organisation)[0].by) == (
            "verified",
            moderator,
        )

    def test_a_notice_ends_with_itself_however_late_it_is_looked_at(self, organisation, moderator):
        made = verification.verify(organisation, Check("tax"), by=moderator)
        assert made.valid_until.year == organisation.tax_notice_on.year + 5
        organisation.tax_notice = "determination"
        organisation.save()
        made = verification.verify(organisation, Check("tax"), by=moderator)
        assert made.valid_until.year == organisation.tax_notice_on.year + 3

    def test_the_leap_day_has_an_end_too(self, organisation):
        leap = timezone.datetime(2024, 2, 29).date()
        assert str(verification.last_day_allowed(organisation, "vat_id", leap)) == "2025-02-28"

    def test_a_second_check_replaces_the_first(self, organisation, moderator):
        first = verification.verify(organisation, Check("register"), by=moderator)
        second = verification.verify(organisation, Check("register"), by=moderator)
        first.refresh_from_db()
        assert (first.end_reason, first.fingerprint) == ("renewed", "")
        assert list(organisation.verifications.in_force()) == [second]

    @pytest.mark.parametrize("kind", CheckedKind)
    def test_what_the_profile_does_not_say_cannot_be_checked(self, moderator, kind):
        empty = an_organisation(contact_phone="")
        empty.sites.all().delete()
        with pytest.raises(Refused):
            verification.verify(empty, Check(kind), by=moderator)

    @pytest.mark.parametrize(
        ("checked", "until"), [(1, None), (-500, None), (0, 366), (0, -1), (-30, 350)]
    )
    def test_days_that_make_no_sense_are_refused(self, organisation, moderator, checked, until):
        check = Check(
            "contact",
            checked_on=today() + timedelta(days=checked),
            valid_until=None if until is None else today() + timedelta(days=until),
        )
        with pytest.raises(Refused):
            verification.verify(organisation, check, by=moderator)
        assert not Verification.objects.exists()

    def test_only_moderators_who_are_no_members_set_and_withdraw(self, organisation, moderator):
        badge = a_verification(organisation)
        outsider, own = a_user(), a_moderator()
        a_membership(organisation, own)
        for person in (outsider, organisation.memberships.first().user, own):
            with pytest.raises(Refused):
                verification.verify(organisation, Check("visit"), by=person)
            with pytest.raises(Refused):
                verification.withdraw(badge, "Grund", by=person)
        badge.refresh_from_db()
        assert badge.ended_at is None


class TestEnding:
    def test_a_withdrawal_needs_a_reason_which_the_owners_read(self, organisation, moderator):
        badge = a_verification(organisation)
        with pytest.raises(Refused):
            verification.withdraw(badge, "  ", by=moderator)
        verification.withdraw(badge, "Das Haus ist <b>umgezogen</b>.", by=moderator)
        badge.refresh_from_db()
        assert badge.end_reason == "withdrawn"
        mail = OutboxMail.objects.get()
        assert mail.recipient == organisation.memberships.get().user.email
        assert "Das Haus ist <b>umgezogen</b>." in mail.text
        assert "<b>" not in mail.html
        with pytest.raises(Refused):
            verification.withdraw(badge, "Noch einmal", by=moderator)

    @pytest.mark.parametrize(
        ("kind", "field", "value"),
        [
            ("register", "register_number", "VR 99"),
            ("register", "name", "Anderer Name"),
            ("register", "legal_form", "gGmbH"),
            ("tax", "tax_notice", "determination"),
            ("recognition", "recognised_by", "Jugendamt Halle"),
            ("vat_id", "vat_id", ""),
            ("contact", "contact_phone", "+4934199999"),
            ("contact", "contact_name", "Jemand anderes"),
        ],
    )
    def test_a_change_of_what_was_checked_ends_it_at_once(self, organisation, kind, field, value):
        badge, other = a_verification(organisation, kind), a_verification(organisation, "visit")
        setattr(organisation, field, value)
        owner = organisation.memberships.get().user
        assert reviews.change(organisation, by=owner) == [badge]
        badge.refresh_from_db()
        assert (badge.end_reason, badge.fingerprint) == ("changed", "")
        entry = history.of(organisation).get(event="verification ended")
        assert entry.by == owner
        other.refresh_from_db()
        assert other.ended_at is None

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("register_number", "vr 01234"),
            ("vat_id", "DE 123 456 788"),
            ("contact_phone", "0341 123456"),
            ("description", "Etwas anderes, das lange genug ist, um etwas zu sagen."),
        ],
    )
    def test_another_spelling_ends_nothing(self, organisation, field, value):
        for kind in CheckedKind:
            a_verification(organisation, kind)
        setattr(organisation, field, value)
        assert reviews.change(organisation, by=organisation.memberships.get().user) == []

    def test_a_visit_ends_when_the_main_site_moves(self, organisation, moderator):
        badge = verification.verify(organisation, Check("visit"), by=moderator)
        other = a_site(organisation, in_="Köln")
        registration.place_site(other, by=None)
        badge.refresh_from_db()
        assert badge.ended_at is None
        other.is_main = True
        registration.place_site(other, by=None)
        badge.refresh_from_db()
        assert badge.end_reason == "changed"

    def test_a_refused_change_ends_nothing(self, organisation):
        badge = a_verification(organisation, "register")
        Organisation.objects.update(status="suspended")
        organisation.name = "Anderer Name"
        with pytest.raises(Refused):
            reviews.change(organisation, by=organisation.memberships.get().user)
        badge.refresh_from_db()
        assert badge.ended_at is None

    def test_the_member_who_changes_it_is_told(self, client, organisation):
        a_verification(organisation, "contact")
        client.force_login(organisation.memberships.get().user)
        address = reverse("profiles:organisation-edit", args=[organisation.slug])
        form = client.get(address).context["form"]
        shown = {name: form[name].value() for name in form.fields if form[name].value()}
        response = client.post(address, shown | {"contact_name": "Neue Person"}, follow=True)
        told = [str(message) for message in response.context["messages"]]
        assert len(told) == 2
        assert str(CheckedKind.CONTACT.label) in told[-1]


class TestShowing:
    def test_the_last_day_counts_and_the_next_does_not(self, client, organisation):
        badge = a_verification(organisation)
        assert "#shield-check" in public_page(client, organisation)
        last = timezone.datetime.combine(
            badge.valid_until, timezone.datetime.max.time(), timezone.get_current_timezone()
        )
        with time_machine.travel(last, tick=False):
            assert "#shield-check" in public_page(client, organisation)
        with time_machine.travel(last + timedelta(seconds=1), tick=False):
            assert "#shield-check" not in public_page(client, organisation)

    def test_the_public_reads_the_servicestelle_and_no_name_or_note(
        self, client, organisation, moderator
    ):
        check = Check("register", note="Am Telefon mit Frau Geheim")
        verification.verify(organisation, check, by=moderator)
        page = public_page(client, organisation)
        assert "Servicestelle" in page
        for secret in (moderator.name, moderator.email, "Geheim", "VR 1234", "DE123456788"):
            assert secret not in page

    def test_ended_ones_are_not_shown(self, client, organisation, moderator):
        badge = a_verification(organisation)
        verification.withdraw(badge, "Grund", by=moderator)
        assert "#shield-check" not in public_page(client, organisation)

    @pytest.mark.parametrize(
        "values",
        [
            {"kind": "nonsense"},
            {"valid_until": "2000-01-01"},
            {"ended_at": "2026-01-01T00:00:00Z"},
            {"end_reason": "withdrawn"},
            {"ended_at": "2026-01-01T00:00:00Z", "end_reason": "nonsense"},
        ],
    )
    def test_the_database_refuses_what_cannot_be_true(self, organisation, values):
        a_verification(organisation)
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.update(**values)

    def test_there_is_one_of_a_kind(self, organisation):
        a_verification(organisation)
        with pytest.raises(IntegrityError), transaction.atomic():
            a_verification(organisation)


class TestAdmin:
    @pytest.fixture
    def staff(self, client, settings, moderator):
        settings.ADMIN_REQUIRES_MFA = False
        client.force_login(moderator)
        return client

    @staticmethod
    def address(organisation, what: str) -> str:
        return reverse(f"admin:profiles_organisation_{what}", args=[organisation.pk])

    def test_a_badge_is_set_and_withdrawn_on_the_organisations_page(
        self, staff, organisation, moderator
    ):
        staff.post(self.address(organisation, "verify"), {"kind": "register", "note": "Auszug"})
        badge = organisation.verifications.get()
        assert badge.note == "Auszug"
        page = staff.get(self.address(organisation, "change")).content.decode()
        assert "Auszug" in page
        assert moderator.name in page
        answer = {"verification": badge.public_id, "reason": "Veraltet"}
        assert staff.post(self.address(organisation, "withdraw"), answer).status_code == 302
        badge.refresh_from_db()
        assert badge.end_reason == "withdrawn"

    def test_a_refusal_is_said_and_keeps_what_was_typed(self, staff, moderator):
        bare = an_organisation()
        response = staff.post(self.address(bare, "verify"), {"kind": "vat_id", "note": "Bleibt da"})
        assert response.status_code == 409
        assert "Bleibt da" in response.content.decode()

    def test_members_cannot_even_as_moderators(self, staff, organisation, moderator):
        a_membership(organisation, moderator)
        page = staff.get(self.address(organisation, "change")).content.decode()
        assert self.address(organisation, "verify") not in page
        assert (
            staff.post(self.address(organisation, "verify"), {"kind": "visit"}).status_code == 409
        )

    def test_nobody_else_reaches_it_and_opening_changes_nothing(self, client, staff, organisation):
        for what in ("verify", "withdraw"):
            assert staff.get(self.address(organisation, what)).status_code == 405
        client.force_login(organisation.memberships.get().user)
        for what in ("verify", "withdraw"):
            response = client.post(self.address(organisation, what), {"kind": "visit"})
            assert response.status_code in {302, 403, 404}
        assert not Verification.objects.exists()

    def test_a_badge_of_another_organisation_is_not_found(self, staff, organisation):
        badge = a_verification(an_organisation())
        answer = {"verification": badge.public_id, "reason": "x"}
        assert staff.post(self.address(organisation, "withdraw"), answer).status_code == 404

    def test_no_evil_value_breaks_it(self, staff, organisation):
        badge = a_verification(organisation)
        for value in EVIL:
            values = dict.fromkeys(("kind", "checked_on", "valid_until", "note"), value)
            assert staff.post(self.address(organisation, "verify"), values).status_code < 500
            for name in values:
                sent = {"kind": "visit"} | {name: value}
                assert staff.post(self.address(organisation, "verify"), sent).status_code < 500
            answer = {"verification": badge.public_id, "reason": value}
            assert staff.post(self.address(organisation, "withdraw"), answer).status_code < 500
            answer = {"verification": value, "reason": "x"}
            assert staff.post(self.address(organisation, "withdraw"), answer).status_code < 500

    def test_what_ends_within_thirty_days_is_counted_and_listed(self, staff, organisation):
        soon = a_verification(organisation, valid_until=today() + timedelta(days=30))
        a_verification(an_organisation(), valid_until=today() + timedelta(days=31))
        queues = staff.get(reverse("admin:index")).context["waiting"].queues
        ending = next(queue for queue in queues if "verification" in queue.url)
        assert ending.count == 1
        listed = staff.get(ending.url).context["cl"].result_list
        assert list(listed) == [soon]
        assert "Jugendhaus Süd" in staff.get(ending.url).content.decode()
