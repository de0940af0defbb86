"""What a need or an offer may be started from."""

import pytest
from django.urls import reverse
from django.utils import translation

from matching import drafting
from matching.forms.listings import finished
from matching.models import Need, Offer
from matching.templates_to_start import BLANK, gaps_in, template_named, templates_for
from matching.views.kinds import KINDS
from profiles.models import Competence
from tests.builders import a_company, an_organisation
from tests.matching.steps import create_address, step_address

pytestmark = pytest.mark.django_db

ALL = [(kind, template.slug) for kind in KINDS for template in templates_for(kind)]
# What only the person can say, and is asked for in the steps.
ASKED_FOR = {"need": {"replaces_no_staff"}, "offer": set()}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("kind", "slug"), ALL)
def test_every_template_is_a_valid_draft_that_only_lacks_what_nobody_else_can_say(
    kind, slug, language
):
    organisation = an_organisation() if kind == "need" else a_company()
    template = template_named(kind, slug)

    with translation.override(language):
        listing = drafting.new(KINDS[kind].model, organisation, template=template)
        words = [template.label, template.about, listing.title, listing.description]
    listing.save()
    topics = template.topics()
    listing.competencies.set(topics)

    gaps = {name for name in ("title", "description") if gaps_in(getattr(listing, name))}
    assert finished(KINDS[kind].form, listing).errors.keys() == ASKED_FOR[kind] | gaps
    assert sorted(topic.slug for topic in topics) == sorted(template.competencies)
    assert all(topic.parent_id for topic in topics)
    assert all(words)
    assert gaps


@pytest.mark.parametrize(("kind", "slug"), ALL)
def test_both_languages_leave_as_many_gaps(kind, slug):
    german, english = ([*template_named(kind, slug).words[code].values()] for code in ("de", "en"))

    assert len(gaps_in(*german)) == len(gaps_in(*english))


@pytest.mark.parametrize("kind", ["need", "offer"])
def test_the_choice_is_made_of_links_and_stores_nothing(signed_in, provider, company, kind):
    person = provider[1] if kind == "need" else company[1]
    address = reverse(f"matching:{kind}-create")

    page = signed_in(person).get(address).content.decode()

    slugs = [template.slug for template in templates_for(kind)]
    assert 5 <= len(slugs) <= 8
    assert all(f'href="?vorlage={slug}"' in page for slug in [*slugs, BLANK])
    for slug in slugs:
        signed_in(person).get(f"{address}?vorlage={slug}")
    assert not Need.objects.exists()
    assert not Offer.objects.exists()


def test_a_template_fills_the_first_step_and_goes_with_the_draft(signed_in, provider):
    client = signed_in(provider[1])
    address = reverse("matching:need-create") + "?vorlage=bewerbungstraining"

    address = client.get(address).url
    first = client.get(address).context["form"]
    client.post(address, {"title": first["title"].value(), "description": "Wir sind zwölf."})

    need = Need.objects.get()
    assert need.title == "Who practises job applications with our young people?"
    assert need.description == "Wir sind zwölf."
    assert [c.slug for c in need.competencies.all()] == ["youth/job-application-training"]
    assert (need.format, need.target_group, need.people_needed) == ("training", "adolescents", 3)
    assert need.contact_with_minors


def test_a_competency_that_the_servicestelle_took_out_is_left_out(signed_in, provider):
    Competence.objects.filter(slug="youth/mentoring").delete()
    address = reverse("matching:need-create") + "?vorlage=mentoring"

    signed_in(provider[1]).post(address, {"title": "Mentoring", "description": "Wir sind zwölf."})

    assert not Need.objects.get().competencies.exists()


@pytest.mark.parametrize("word", ["gibt-es-nicht", "", "../..", "need"])
def test_an_unknown_template_shows_the_choice(signed_in, provider, word):
    page = signed_in(provider[1]).get(reverse("matching:need-create"), {"vorlage": word})

    assert "What would you like to start with?" in page.content.decode()


GAPPY = {
    "title": "Wir suchen Rat",
    "description": "Wir sind … (wie viele?). Und du (ja?) … kommst.",
}


def test_a_gap_is_asked_for_at_its_field_before_the_next_step(signed_in, provider):
    response = signed_in(provider[1]).post(create_address("need"), GAPPY)

    (error,) = response.context["form"].errors["description"]
    assert "… (wie viele?)" in error
    assert "(ja?)" not in error
    assert not Need.objects.exists()


@pytest.mark.parametrize("button", ["draft", "back"])
def test_a_gap_may_stay_in_a_draft_and_the_check_page_names_it(signed_in, provider, button):
    client = signed_in(provider[1])

    client.post(create_address("need"), GAPPY | {button: "1"})

    need = Need.objects.get()
    page = client.get(reverse("matching:need-check", args=[need.public_id]))
    assert "… (wie viele?)" in page.content.decode()
    address = step_address(need, "worum-geht-es")
    assert f"{address}?dann=pruefen#id_description" in page.content.decode()
    assert not page.context["may_submit"]
