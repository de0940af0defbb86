"""Brings the demo data into the database: people, organisations, listings and enquiries."""

import json
from collections.abc import Callable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from portal.foundation.wake import wake
from portal.site.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from portal.site.demo import enquiries as demo_enquiries
from portal.site.demo import listings as demo_listings
from portal.site.demo import organisations as demo_organisations
from profiles.models import MODERATORS, Competence, Membership, Organisation, Role, User

FOLDER = Path(__file__).parent
Rows = list[dict]


class IncompleteTaxonomyError(Exception):
    """The database lacks competencies that the demo data speak of; says which."""


def is_loaded() -> bool:
    """Whether the demo data are in this database."""
    return User.objects.filter(email=DEMO_SIGN_INS[0][1]).exists()


def read(name: str) -> Rows:
    """The rows of one demo file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load(*, tell: Callable[[str], object]) -> None:
    """Store everything, or nothing. Raises IncompleteTaxonomyError. `tell` hears how far it is."""
    rows = {
        name: read(name) for name in ("people", "organisations", "needs", "offers", "enquiries")
    }
    competences = _competences(rows["organisations"], rows["needs"], rows["offers"])

    people = _add_people(rows["people"])
    tell(f"{len(people)} people")
    moderator = people[DEMO_SIGN_INS[-1][1]]
    owners = _owners(rows["people"], people)
    organisations = {
        row["key"]: demo_organisations.add(
            row, competences, owner=owners[row["key"]], moderator=moderator
        )
        for row in rows["organisations"]
    }
    _add_members(rows["people"], people, organisations)
    demo_organisations.add_mandates(rows["organisations"], organisations, owners)
    tell(f"{len(organisations)} organisations")

    listings = {}
    for kind in ("needs", "offers"):
        for row in rows[kind]:
            organisation = organisations[row["organisation"]]
            author = demo_organisations.author_for(organisation, owners[row["organisation"]])
            listings[row["key"]] = demo_listings.add(
                kind, row, organisation, competences, people=(author, moderator)
            )
        tell(f"{len(rows[kind])} {kind}")
    for row in rows["enquiries"]:
        need, offer = listings[row["need"]], listings[row["offer"]]
        demo_enquiries.add(row, need, offer, people=(need.created_by, offer.created_by))
    tell(f"{len(rows['enquiries'])} enquiries")
    # Every open listing has been due since it was published: one sweep finds them all.
    wake("matching.tasks.sweep")


def _competences(organisations: Rows, *listings: Rows) -> dict[str, Competence]:
    named = {slug for row in organisations for slug in row["standing_competencies"]}
    named |= {slug for rows in listings for row in rows for slug in row["competencies"]}
    known = {c.slug: c for c in Competence.objects.filter(slug__in=named)}
    missing = sorted(named - known.keys())
    if missing:
        raise IncompleteTaxonomyError(
            f"The taxonomy lacks {len(missing)} competencies of the demo data, such as {missing[0]}."
        )
    return known


def _add_people(rows: Rows) -> dict[str, User]:
    # Hashing is slow by design: everybody shares one password, so once is enough.
    hashed = make_password(DEMO_PASSWORD)
    people = {}
    for row in rows:
        person = User.objects.create(
            email=row["email"], name=row["name"], password=hashed, is_staff=row["is_moderator"]
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if row["is_moderator"]:
            person.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
        people[person.email] = person
    return people


def _owners(rows: Rows, people: dict[str, User]) -> dict[str, User]:
    return {
        membership["organisation"]: people[row["email"]]
        for row in rows
        for membership in row["memberships"]
        if membership["role"] == Role.OWNER
    }


def _add_members(
    rows: Rows, people: dict[str, User], organisations: dict[str, Organisation]
) -> None:
    for row in rows:
        for membership in row["memberships"]:
            if membership["role"] != Role.OWNER:
                Membership.objects.create(
                    organisation=organisations[membership["organisation"]],
                    user=people[row["email"]],
                    role=membership["role"],
                )
