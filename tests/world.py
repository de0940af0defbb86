"""A small world in which each address of the portal has something to show, and its people.

Roles: A signed out, U signed in without an organisation, X member of an uninvolved organisation,
P member and O owner of the Träger concerned, C owner of the company concerned, S owner of a
suspended organisation, M moderator.
"""

from django.core.files.base import ContentFile

from cooperation import answer_links, calendar_feeds
from cooperation.models import Attachment, CooperationSide, Message, ProtectionRecord
from matching.freshness import links
from matching.models import Dismissal
from portal.foundation.outbox import preferences
from portal.foundation.outbox.kinds import SUGGESTIONS
from portal.site.search import saving
from profiles import team
from profiles.models import Invitation, JoinRequest, Mandate, User
from tests.builders import (
    a_company,
    a_cooperation,
    a_device,
    a_membership,
    a_moderator,
    a_need,
    a_suggestion,
    a_user,
    a_work_log,
    an_agreement,
    an_appointment,
    an_asked_person,
    an_enquiry,
    an_example,
    an_offer,
    an_organisation,
    give_photo,
)
from tests.hostile_files import picture


def its_people() -> dict[str, User]:
    """One person for each role but A."""
    names = {"U": "Uli Neu", "X": "Xenia Fremd", "P": "Paul Mitglied", "O": "Olga Leitung",
             "C": "Cem Firma", "S": "Sam Gesperrt"}  # fmt: skip
    return {role: a_user(name) for role, name in names.items()} | {"M": a_moderator()}


def its_things(people: dict[str, User]) -> dict[str, list]:
    """What addresses are about, by the words of the table of rights: their arguments.

    Everything belongs to the Träger of P and O, or to the company of C.
    """
    provider = an_organisation("Jugendhaus Süd", owner=people["O"])
    company = a_company("Kontor Nord", owner=people["C"])
    an_organisation("Fremder Verein", owner=people["X"])
    suspended = an_organisation("Gesperrt", owner=people["S"], status="suspended")
    unapproved = an_organisation("Noch nicht frei", status="submitted")
    provider.logo.save("logo.webp", ContentFile(picture("WEBP")))
    for organisation in (provider, unapproved):
        give_photo(organisation)
    membership = a_membership(provider, people["P"])
    need, offer = a_need(organisation=provider), an_offer(organisation=company)
    unasked = an_offer(organisation=a_company("Kontor West", owner=people["C"]))
    need_draft = a_need(organisation=provider, status="draft")
    offer_draft = an_offer(organisation=company, status="draft")
    dismissed = Dismissal.objects.create(need=need, offer=an_offer(), side="need", reason="other")
    invited = Invitation.objects.create(
        organisation=provider, email="neu@beispiel.example", role="member", token_hash="x",
        expires_at="2999-01-01T00:00:00Z",
    )  # fmt: skip
    invited_stranger = Invitation.objects.create(
        organisation=company, email=people["X"].email, role="member", token_hash="y",
        expires_at="2999-01-01T00:00:00Z",
    )  # fmt: skip
    asking = JoinRequest.objects.create(organisation=provider, user=a_user())
    mandate = Mandate.objects.create(
        principal=provider, agent=an_organisation("Mittlerin", is_intermediary=True)
    )
    cooperation = a_cooperation(need=need, offer=an_offer(organisation=company), status="active")
    message = Message.objects.create(enquiry=cooperation.enquiry, side="seeking", text="Hallo")
    attachment = Attachment.objects.create(
        message=message, name="plan.pdf", size=1, file=ContentFile(b"x", name="x")
    )
    introduced = an_enquiry(
        need=need, offer=an_offer(organisation=company), status="introduced", opened_from="need",
        introduced_by=people["M"],
    )  # fmt: skip
    protected = ProtectionRecord.objects.create(cooperation=cooperation, name="Tomke Feldhusen")
    appointment = an_appointment(cooperation)
    over = an_appointment(cooperation, in_days=-1)
    saved = saving.save(people["P"], "needs", "q=mentoring", "daily")
    agreed = an_agreement(a_cooperation(need=need, offer=an_offer(organisation=company)))
    finished = a_cooperation(
        need=a_need(organisation=provider), offer=an_offer(organisation=company), status="closed"
    )
    return {
        "": [],
        "land": ["sachsen"],
        "no region": ["atlantis"],
        "statistic": ["bedarfe-nach-land"],
        "provider": [provider.slug],
        "unapproved": [unapproved.slug],
        "provider's id": [provider.public_id],
        "unapproved's id": [unapproved.public_id],
        "section": ["bedarfe"],
        "suspended": [suspended.slug],
        "site": [provider.sites.get().public_id],
        "membership": [membership.public_id],
        "mandate": [mandate.public_id],
        "invitation": [invited.public_id],
        "invitation to X": [invited_stranger.public_id],
        "join request": [asking.public_id],
        "token": ["a-token-that-nobody-got"],
        "unsubscribe token": [last_part(preferences.unsubscribe_url(people["P"], [SUGGESTIONS]))],
        "sample mail": ["de", "digest"],
        "logo": [provider.slug],
        "photo": [provider.slug],
        "invitation token": [
            team.invite(provider, "neugierig@beispiel.example", "member", by=people["O"])
        ],
        "calendar token": [last_part(calendar_feeds.url_of(calendar_feeds.renew(people["P"])))],
        "took place": [last_part(answer_links.url_of(over, people["P"], CooperationSide.SEEKING))],
        "searches off": [last_part(saving.off_url(people["P"]))],
        "device": [a_device(people["P"]).pk],
        "need": [need.public_id],
        "still true": [links.token_of_one(an_asked_person(need, people["P"]))],
        "draft": [need_draft.public_id],
        "step of need": [need_draft.public_id, "themen"],
        "no step of need": [need_draft.public_id, "wie-viel"],
        "step of offer": [offer_draft.public_id, "themen"],
        "no step of offer": [offer_draft.public_id, "wer-kommt"],
        "offer": [offer.public_id],
        "suggestion": [a_suggestion(need, unasked).public_id],
        "dismissal": [need.public_id, dismissed.offer.public_id],
        "scope": ["needs"],
        "saved search": [saved.public_id],
        "agreement version": [agreed.cooperation.public_id, agreed.number],
        "enquiry": [an_enquiry(need=need, offer=offer).public_id],
        "introduced to the company": [introduced.public_id],
        "cooperation": [cooperation.public_id],
        "attachment": [attachment.public_id],
        "example": [give_photo(an_example(cooperation=a_cooperation(status="closed"))).slug],
        "draft example": [give_photo(an_example(cooperation=cooperation, status="draft")).slug],
        "released example": [give_photo(an_example(cooperation=finished, status="released")).slug],
        "protection record": [cooperation.public_id, protected.public_id],
        "appointment": [cooperation.public_id, appointment.public_id],
        # The own cooperation does not open somebody else's appointment.
        "another's appointment": [cooperation.public_id, an_appointment().public_id],
        "hours": [cooperation.public_id, a_work_log(cooperation).public_id],
    }


def last_part(url: str) -> str:
    """The secret at the end of a link."""
    return url.rstrip("/").rpartition("/")[2].removesuffix(".ics")
