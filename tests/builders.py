"""Small builders: valid by default, smallest possible, everything else by keyword."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from cooperation.models import AgreementVersion, Appointment, Cooperation, Enquiry, Example, WorkLog
from matching.forms import NeedForm, OfferForm
from matching.models import (
    AskedPerson,
    Format,
    FreshnessQuestion,
    ListingStatus,
    Need,
    Offer,
    Side,
    Suggestion,
    TargetGroup,
)
from portal.site.legal import pages as legal_pages
from portal.site.models import BarrierReport, LegalText
from profiles import verification
from profiles.models import (
    MODERATORS,
    Competence,
    Membership,
    Organisation,
    OrganisationKind,
    ReviewStatus,
    Role,
    Site,
    User,
    Verification,
)
from profiles.registration import free_slug

PASSWORD = "ein-gutes-passwort-2027"
PLACES = {
    "Leipzig": ("04109", 51.340, 12.374),
    "Halle": ("06108", 51.483, 11.969),
    "Köln": ("50667", 50.938, 6.957),
    "Berlin": ("10115", 52.532, 13.385),
}
_numbers = count(1)


def a_user(name: str = "Mia Probst", *, email: str = "", verified: bool = True, **fields) -> User:
    """A person with a password (`PASSWORD`) and, by default, a verified address."""
    email = email or f"person{next(_numbers)}@beispiel.example"
    user = User.objects.create_user(email, PASSWORD, name=name, **fields)
    if verified:
        user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def a_moderator(**fields) -> User:
    """Staff of the Servicestelle who may decide."""
    from django.contrib.auth.models import Group

    user = a_user("Rana Moderation", is_staff=True, **fields)
    user.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    return user


def a_device(user: User, *, browser: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0", **fields):
    """`user` is signed in on one more device."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["of"] = "a builder"
    session.save()
    values = {"ip": "203.0.113.7", "user_agent": browser, "session_key": session.session_key}
    return UserSession.objects.create(user=user, **values | fields)


def a_site(organisation: Organisation, *, in_: str = "Leipzig", **fields) -> Site:
    """A site in one of the towns of `PLACES`."""
    postcode, lat, lon = PLACES[in_]
    values = {
        "postcode": postcode,
        "place": in_,
        "lat": lat,
        "lon": lon,
        "is_main": not organisation.sites.exists(),
    }
    return Site.objects.create(organisation=organisation, **values | fields)


def an_organisation(
    name: str = "", *, kind: str = OrganisationKind.PROVIDER, owner: User | None = None,
    in_: str = "Leipzig", **fields,
) -> Organisation:  # fmt: skip
    """An approved organisation with one site; `owner` becomes its owner."""
    name = name or f"{'Jugendhaus' if kind == 'provider' else 'Firma'} {next(_numbers)}"
    values = {
        "status": ReviewStatus.APPROVED,
        "description": "Wir arbeiten seit vielen Jahren im Stadtteil und freuen uns auf Neues.",
        "contact_name": "Kim Kontakt",
        "contact_email": f"kontakt@haus{next(_numbers)}.example",
        "contact_phone": "0341 12345",
    }
    values |= fields
    if values["status"] == ReviewStatus.SUBMITTED:
        values.setdefault("submitted_at", timezone.now())
    organisation = Organisation.objects.create(name=name, slug=free_slug(name), kind=kind, **values)
    a_site(organisation, in_=in_)
    if owner:
        a_membership(organisation, owner, role=Role.OWNER)
    return organisation


def a_company(name: str = "", **fields) -> Organisation:
    """An approved company."""
    return an_organisation(name, kind=OrganisationKind.COMPANY, **fields)


def a_membership(organisation: Organisation, user: User, *, role: str = Role.MEMBER) -> Membership:
    """`user` belongs to `organisation`."""
    return Membership.objects.create(organisation=organisation, user=user, role=role)


def a_competence(slug: str = "finance/accounting") -> Competence:
    """A competency of the taxonomy, with its group."""
    group, _sep, leaf = slug.partition("/")
    parent, _new = Competence.objects.get_or_create(
        slug=group, defaults={"label_de": group.title(), "label_en": group.title()}
    )
    found, _new = Competence.objects.get_or_create(
        slug=slug,
        defaults={"parent": parent, "label_de": leaf.title(), "label_en": leaf.title()},
    )
    return found


def a_verification(organisation: Organisation, kind: str = "visit", **fields) -> Verification:
    """A badge in force that fits what `organisation` says today."""
    values = {
        "checked_on": timezone.localdate(),
        "valid_until": timezone.localdate() + timedelta(days=200),
        "fingerprint": verification.fingerprint(organisation, kind),
    }
    return Verification.objects.create(organisation=organisation, kind=kind, **values | fields)


def _listing(fields: dict, *, in_: str, organisation: Organisation) -> dict:
    today = timezone.localdate()
    site = organisation.sites.filter(place=in_).first() or a_site(organisation, in_=in_)
    values = {
        "organisation": organisation,
        "site": site,
        "title": "Hilfe bei der Buchhaltung",
        "description": "Unsere Buchhaltung ist liegen geblieben. Wer ordnet mit uns die Belege?",
        "status": ListingStatus.PUBLISHED,
        "starts_on": today,
        "ends_on": today + timedelta(days=120),
        "radius_km": 50,
    }
    values |= fields
    if values["status"] not in {"draft", "submitted", "returned"}:
        values.setdefault("published_at", timezone.now())
        values.setdefault("valid_until", today + timedelta(days=90))
    if values["status"] == "submitted":
        values.setdefault("submitted_at", timezone.now())
    return values


def a_need(
    *, organisation: Organisation | None = None, in_: str = "Leipzig",
    competencies: tuple[str, ...] = ("finance/accounting",), **fields,
) -> Need:  # fmt: skip
    """A published need of an approved Träger."""
    organisation = organisation or an_organisation(in_=in_)
    values = {"format": Format.ADVISORY_HOUR, "target_group": TargetGroup.STAFF}
    values["steps_seen"] = [questions.slug for questions in NeedForm.GROUPS]
    values |= {"replaces_no_staff": True} | fields
    need = Need.objects.create(**_listing(values, in_=in_, organisation=organisation))
    need.competencies.set(a_competence(slug) for slug in competencies)
    return need


def an_offer(
    *, organisation: Organisation | None = None, in_: str = "Leipzig",
    competencies: tuple[str, ...] = ("finance/accounting",), **fields,
) -> Offer:  # fmt: skip
    """A published offer of an approved company."""
    organisation = organisation or a_company(in_=in_)
    values = {
        "title": "Beratung zur Vereinsbuchhaltung",
        "description": "Unsere Fachleute helfen gemeinnützigen Vereinen bei der Buchhaltung.",
        "formats": [Format.ADVISORY_HOUR],
        "target_groups": [TargetGroup.STAFF],
        "capacity": 2,
        "steps_seen": [questions.slug for questions in OfferForm.GROUPS],
    }
    offer = Offer.objects.create(**_listing(values | fields, in_=in_, organisation=organisation))
    offer.competencies.set(a_competence(slug) for slug in competencies)
    return offer


def an_asked_person(
    entry: Need | Offer | Organisation, user: User | None = None, **fields
) -> AskedPerson:
    """`user` was asked just now whether `entry` is still true."""
    kind = "organisation" if isinstance(entry, Organisation) else entry._meta.model_name
    now = timezone.now()
    values = {"asked_at": now, "step_at": now, kind: entry}
    question = FreshnessQuestion.objects.create(**values | fields)
    return AskedPerson.objects.create(question=question, user=user or a_user(), told=1)


def a_suggestion(need: Need | None = None, offer: Offer | None = None, **fields) -> Suggestion:
    """A stored suggestion of a pair."""
    values = {
        "score": 0.8,
        "rank_for_need": 1,
        "reasons": [{"code": "distance", "values": {"km": 1.0}}],
        "computed_at": timezone.now(),
    }
    return Suggestion.objects.create(
        need=need or a_need(), offer=offer or an_offer(), **values | fields
    )


def an_enquiry(*, need: Need | None = None, offer: Offer | None = None, **fields) -> Enquiry:
    """An open enquiry: the company of `offer` offers help with `need`."""
    need, offer = need or a_need(), offer or an_offer()
    values = {
        "seeking": need.organisation,
        "offering": offer.organisation,
        "need": need,
        "offer": offer,
        "opened_from": Side.OFFER,
        "message": "Guten Tag, wir helfen gern. Wann passt es Ihnen?",
        "answer_by": timezone.localdate() + timedelta(days=10),
    }
    return Enquiry.objects.create(**values | fields)


def a_cooperation(*, status: str = "planning", **enquiry_fields) -> Cooperation:
    """A cooperation of both sides of an accepted enquiry."""
    enquiry = an_enquiry(**{"status": "accepted", "holds": 1} | enquiry_fields)
    return Cooperation.objects.create(
        enquiry=enquiry, format=enquiry.need.format if enquiry.need else "mentoring", status=status
    )


def an_example(*, cooperation: Cooperation | None = None, status: str = "published") -> Example:
    """An example of a cooperation, released by both sides unless it is a draft."""
    now = None if status == "draft" else timezone.now()
    return Example.objects.create(
        cooperation=cooperation or a_cooperation(status="closed"),
        slug=f"beispiel-{next(_numbers)}",
        title="Belege sortiert, Mut gefasst",
        summary="Eine Kanzlei und ein Jugendhaus haben die Buchhaltung neu aufgesetzt.",
        story="Es begann mit drei Kisten Belegen.",
        status=status,
        released_seeking_at=now,
        released_offering_at=now,
        published_at=timezone.now() if status == "published" else None,
    )


def give_photo(
    thing: Example | Organisation, words: str = "Ein rotes Tor"
) -> Example | Organisation:
    """A small photo, stored as an uploaded one is. Tests give it a folder of their own first."""
    from portal.foundation.uploads.sized import PHOTO
    from tests.hostile_files import picture

    thing.photo = PHOTO.reencoded(ContentFile(picture("JPEG", (600, 400))))
    thing.photo_alt = words
    thing.save()
    return thing


def an_agreement(
    cooperation: Cooperation | None = None, *, side: str = "seeking", by: User | None = None, **values
) -> AgreementVersion:  # fmt: skip
    """A version that `side` has proposed and nobody has confirmed: the template with `values`."""
    from cooperation import agreements

    cooperation = cooperation or a_cooperation()
    organisation = getattr(cooperation, side)
    if by is None:
        by = a_user("Vera Vorschlag")
        a_membership(organisation, by)
    draft = agreements.start(cooperation, side=side, by=by)
    return agreements.propose(
        cooperation, draft.contents | values, side=side, based_on=draft.based_on, by=by
    )


def an_appointment(
    cooperation: Cooperation | None = None, *, in_days: float = 7, **fields
) -> Appointment:
    """An hour and a half of a running cooperation; `in_days` negative: it is over."""
    cooperation = cooperation or a_cooperation(status="active")
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=in_days)
    values = {
        "title": "Erstes Treffen",
        "starts_at": starts_at,
        "ends_at": fields.get("starts_at", starts_at) + timedelta(minutes=90),
        "place": "Jugendhaus, Hof links",
    }
    return Appointment.objects.create(cooperation=cooperation, **values | fields)


def a_work_log(cooperation: Cooperation | None = None, **fields) -> WorkLog:
    """Two people of the company helped for an hour and a half each; not confirmed yet."""
    values = {
        "day": timezone.localdate(),
        "people": 2,
        "hours": Decimal("1.5"),
        "what": "Belege geordnet",
        "side": "offering",
    }
    cooperation = cooperation or a_cooperation(status="active")
    return WorkLog.objects.create(cooperation=cooperation, **values | fields)


def finished_legal_pages() -> None:
    """Every legal page, edited so that nothing is missing."""
    for kind, language in legal_pages.ALL:
        LegalText.objects.create(kind=kind, language=language, number=1, text="## Fertig\n")


def a_barrier_report(text: str = "Das Menü öffnet sich nicht.", **fields) -> BarrierReport:
    """A report that waits for its answer."""
    return BarrierReport.objects.create(text=text, **fields)
