"""Whatever is sent to the forms: field errors or a stored entry, never a 500."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.forms import NeedForm, OfferForm
from matching.forms.listings import ListingForm, questions_with
from matching.models import Need, Offer
from matching.models.listing import Listing
from tests.builders import a_need, an_offer
from tests.evil import EVIL
from tests.matching.steps import create_address, step_address

pytestmark = pytest.mark.django_db

NEED_FIELDS = [
    "title", "description", "competencies", "format", "alternative_formats", "target_group", "site",
    "radius_km", "remote_ok", "starts_on", "ends_on", "people_needed", "languages",
    "contact_with_minors", "max_group_size", "lead_time_days", "gives_back", "replaces_no_staff",
]  # fmt: skip
OFFER_FIELDS = [
    "title", "description", "competencies", "formats", "target_groups", "site", "radius_km",
    "remote_ok", "starts_on", "ends_on", "capacity", "languages", "min_notice_days", "excludes",
]  # fmt: skip
# “Continue”, “save as a draft”, “refresh”.
BUTTONS = [{}, {"draft": "1"}, {"preview": "1"}]
# The seed is the test's: the same examples on every machine.
FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def post(client, address: str, answers: dict) -> None:
    """Send `answers`: they are stored, or said to be wrong at a field and kept."""
    response = client.post(address, answers)
    if response.status_code == 302:
        assert response.url.startswith(("/bedarfe/", "/angebote/", "/meine/"))
        return
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors or "preview" in answers
    typed = answers.get("gives_back", [])
    assert form.data.getlist("gives_back") == (typed if isinstance(typed, list) else [typed])


def address_of(draft: Listing, form: type[ListingForm], field: str) -> str:
    """The step of a draft that asks for `field`."""
    return step_address(draft, questions_with(form, field).slug)


@pytest.mark.parametrize("field", NEED_FIELDS)
def test_every_field_of_a_need_survives_every_evil_value(signed_in, provider, need_answers, field):
    client = signed_in(provider[1])
    address = address_of(a_need(organisation=provider[0], status="draft"), NeedForm, field)

    for number, value in enumerate(EVIL):
        post(client, address, need_answers | {field: value} | BUTTONS[number % len(BUTTONS)])

    for need in Need.objects.all():
        assert client.get(need.get_absolute_url()).status_code == 200
    assert "<script>alert" not in client.get(reverse("matching:mine")).content.decode()


@pytest.mark.parametrize("field", OFFER_FIELDS)
def test_every_field_of_an_offer_survives_every_evil_value(
    signed_in, company, offer_answers, field
):
    client = signed_in(company[1])
    address = address_of(an_offer(organisation=company[0], status="draft"), OfferForm, field)

    for number, value in enumerate(EVIL):
        post(client, address, offer_answers | {field: value} | BUTTONS[number % len(BUTTONS)])

    for offer in Offer.objects.all():
        assert client.get(offer.get_absolute_url()).status_code == 200


@FEW
@given(
    answers=st.dictionaries(
        st.sampled_from([*NEED_FIELDS, "draft", "preview"]),
        st.one_of(
            st.text(max_size=150),
            st.sampled_from(EVIL),
            st.lists(st.text(max_size=20), max_size=4),
            st.dates().map(str),
            st.integers().map(str),
        ),
    ),
    is_on_top_of_good_ones=st.booleans(),
    questions=st.sampled_from(NeedForm.GROUPS),
)
def test_any_mixture_is_answered(
    signed_in, provider, need_answers, answers, is_on_top_of_good_ones, questions
):
    answers = need_answers | answers if is_on_top_of_good_ones else answers
    # What a browser sends is UTF-8; lone surrogates cannot be sent at all.
    clean = {
        name: [v.encode(errors="ignore").decode() for v in value]
        if isinstance(value, list)
        else value.encode(errors="ignore").decode()
        for name, value in answers.items()
    }

    client = signed_in(provider[1])
    post(client, create_address("need"), clean)
    draft = a_need(organisation=provider[0], status="draft")
    post(client, step_address(draft, questions.slug), clean)


def test_the_preview_survives_every_evil_text(signed_in, provider):
    client = signed_in(provider[1])
    address = reverse("matching:need-preview") + "?vorlage=mentoring"

    for value in EVIL:
        answers = {"title": value, "description": value}
        assert client.post(address, answers).status_code == 200
        assert client.post(f"{address}&{urlencode({'entwurf': value})}", answers).status_code in {
            200,
            400,
        }


def test_the_site_of_another_organisation_cannot_be_chosen(
    signed_in, provider, company, need_answers
):
    foreign = company[0].sites.get()

    draft = a_need(organisation=provider[0], status="draft")
    response = signed_in(provider[1]).post(
        step_address(draft, "wo-und-wann"), need_answers | {"site": str(foreign.public_id)}
    )

    assert set(response.context["form"].errors) == {"site"}


def test_fields_that_are_not_in_the_form_change_nothing(signed_in, provider, company, need_answers):
    need = a_need(organisation=provider[0], status="draft")

    signed_in(provider[1]).post(
        reverse("matching:need-edit", args=[need.public_id]),
        need_answers
        | {"status": "published", "organisation": company[0].pk, "valid_until": "2099-01-01",
           "posted_by_agent": "x", "import_key": "x"},
    )  # fmt: skip

    need.refresh_from_db()
    assert (need.status, need.organisation) == ("draft", provider[0])
    assert (need.valid_until, need.posted_by_agent, need.import_key) == (None, "", "")


def test_a_forged_request_is_refused(provider, need_answers):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(provider[1])

    assert client.post(reverse("matching:need-create"), need_answers).status_code == 403
    assert not Need.objects.exists()
