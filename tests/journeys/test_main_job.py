"""The portal's main job, played by three people in a real browser against a real worker."""

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext as _

from matching.models import Need
from profiles.models import Membership, Organisation, Role
from tests.builders import PASSWORD, a_company, a_moderator, a_user, an_offer
from tests.journeys.keyboard import KeyboardPerson
from tests.journeys.person import Person, eventually

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PROVIDER_MAIL = "jana.feldweg@jugendhaus-feldweg.example"
NEED = "Wer bringt mit uns Ordnung in die Buchhaltung?"
PROVIDER_PHONE, COMPANY_PHONE = "0341 55501", "0341 77702"


def register_a_provider(jana: Person) -> None:
    jana.open("/konto/signup/")
    jana.fill(name="Jana Feldweg", email=PROVIDER_MAIL, password1=PASSWORD)
    jana.press(_("Create an account"))
    jana.open(jana.link_in_mail(PROVIDER_MAIL, r"/konto/confirm-email/[\w:.-]+/"))
    jana.press(_("Yes, confirm this address"))

    jana.open("/organisation/neu/")
    jana.fill(
        name="Jugendhaus Feldweg e. V.",
        description="Wir sind ein offenes Haus für Jugendliche im Leipziger Osten.",
        **{"site-postcode": "04315"},
        contact_name="Jana Feldweg",
        contact_email=PROVIDER_MAIL,
        contact_phone=PROVIDER_PHONE,
    )
    jana.tick("kind", "provider")
    jana.press(_("Save profile"))
    jana.press(_("Submit for review"))


def post_a_need(jana: Person) -> None:
    jana.post_a_need(
        title=NEED,
        description="Drei Ordner voller Belege warten. Wer zeigt uns an zwei Abenden, wie man "
        "Belege ordnet und den Jahresabschluss vorbereitet?",
        format="advisory-hour",
        target_group="staff",
        gives_back="Eine Führung durch unser Haus und ein selbst gekochtes Abendessen.",
    )
    assert jana.reads(NEED, "Drei Ordner voller Belege")
    jana.press(_("Hand in the need"))


def decide(rana: Person, name: str, decision: str) -> None:
    rana.open("/verwaltung/")
    rana.follow(name)
    rana.press(decision, within="body")


@pytest.mark.parametrize(
    ("kind", "habits"),
    [
        (Person, {}),
        (Person, {"java_script_enabled": False}),
        (KeyboardPerson, {"viewport": {"width": 1280, "height": 800}}),
    ],
    ids=["phone", "without JavaScript", "keyboard only"],
)
def test_a_posted_need_finds_its_company(people, kind, habits):
    call_command("load_taxonomy", verbosity=0)
    company = a_company(
        "Kanzlei Birkenhain", contact_name="Tom Birkenhain", contact_phone=COMPANY_PHONE
    )
    tom_user = a_user("Tom Birkenhain")
    Membership.objects.create(organisation=company, user=tom_user, role=Role.OWNER)
    an_offer(organisation=company, title="Ein Abend Buchhaltung für Vereine")
    moderator, stranger_user = a_moderator(), a_user("Nina Neugier")
    a_company("Fremde Firma", owner=stranger_user)
    jana, tom, rana, stranger, signed_out = (people(kind, **habits) for _number in range(5))

    with translation.override("de"):
        register_a_provider(jana)
        rana.sign_in(moderator.email)
        decide(rana, "Jugendhaus Feldweg e. V.", _("Approve organisation"))
        assert Organisation.objects.get(name__startswith="Jugendhaus Feldweg").is_approved

        post_a_need(jana)
        decide(rana, NEED, _("Publish"))

        tom.sign_in(tom_user.email)
        eventually(lambda: tom.open("/vorschlaege/") or tom.reads(NEED))
        tom.follow(_("Offer help"))
        tom.fill(message="Ich komme gern an zwei Abenden vorbei und bringe Kuchen mit.")
        tom.press(_("Offer help"))
        assert not tom.reads(PROVIDER_PHONE)

        letter = jana.link_in_mail(PROVIDER_MAIL, r"/anfragen/[0-9a-f-]{36}/")
        jana.open("/anfragen/")
        jana.open(letter)
        assert jana.reads("bringe Kuchen mit")
        assert not jana.reads(COMPANY_PHONE)
        jana.fill(answer="Wunderbar, wir freuen uns!")
        jana.press(_("Accept"))

        assert jana.reads(COMPANY_PHONE)
        tom.open(letter)
        assert tom.reads("wir freuen uns")
        tom.follow(_("Go on to the cooperation"))
        assert tom.reads(PROVIDER_PHONE)

        stranger.sign_in(stranger_user.email)
        assert stranger.page.goto(letter).status == 404
        assert stranger.page.goto(tom.page.url).status == 404
        public = [Need.objects.get(), *Organisation.objects.all()]
        for address in ["/", *(thing.get_absolute_url() for thing in public)]:
            for reader in (stranger, signed_out):
                reader.open(address)
                for secret in (PROVIDER_PHONE, COMPANY_PHONE, PROVIDER_MAIL):
                    assert not reader.reads(secret)
