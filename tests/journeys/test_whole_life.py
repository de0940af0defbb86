"""The whole life of a cooperation: from the first question to the example that everybody reads.

Three people in real browsers, a real worker, mails caught and their links followed.
"""

import io

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pypdf import PdfReader

from cooperation import answer_clock
from cooperation.models import Cooperation, Enquiry
from matching.models import Format, TargetGroup
from tests.builders import a_company, a_moderator, a_need, a_user, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

NEED = "Wer begleitet Jugendliche beim Bewerben?"


@pytest.fixture
def jana_user():
    return a_user("Jana Feldweg", email="jana@feldweg.example")


@pytest.fixture
def tom_user():
    return a_user("Tom Birkenhain", email="tom@birkenhain.example")


@pytest.fixture
def need(jana_user, tom_user):
    provider = an_organisation("Jugendhaus Feldweg", owner=jana_user, contact_phone="0341 55501")
    a_company("Kanzlei Birkenhain", owner=tom_user, contact_phone="0341 77702")
    return a_need(
        organisation=provider,
        title=NEED,
        format=Format.MENTORING,
        target_group=TargetGroup.ADOLESCENTS,
    )


def test_from_the_first_question_to_a_published_example(
    people, settings, need, jana_user, tom_user
):
    settings.ADMIN_REQUIRES_MFA = False
    rana_user = a_moderator(email="rana@servicestelle.example")
    jana, tom, rana, anybody = (people() for _person in range(4))
    with translation.override("de"):
        enquire(tom, jana, need, tom_user, jana_user)
        cooperation = Cooperation.objects.get()
        agree(jana, tom, cooperation)
        protect(jana, tom, cooperation)
        meet(jana, tom, cooperation)
        close(jana, tom, cooperation)
        publish(jana, tom, rana, rana_user, cooperation)

        anybody.open("/beispiele/")
        anybody.follow(NEED)
        assert anybody.reads("Drei haben einen Ausbildungsplatz.", "Kanzlei Birkenhain")
        assert not anybody.reads("Nur für euch")


def enquire(tom, jana, need, tom_user, jana_user):
    """Tom asks; Jana forgets, is reminded by mail, and follows its link to say yes."""
    tom.sign_in(tom_user.email)
    tom.open(need.get_absolute_url())
    tom.follow(_("Offer help"))
    tom.fill(message="Zwei von uns haben dienstags Zeit.")
    tom.press(_("Offer help"))
    Enquiry.objects.update(answer_by=timezone.localdate())
    assert answer_clock.watch() == 1

    jana.sign_in(jana_user.email)
    jana.open(jana.link_in_mail(jana_user.email, r"/anfragen/[0-9a-f-]{36}/"))
    assert jana.mail(jana_user.email, _("Answer"))
    assert jana.reads("Zwei von uns haben dienstags Zeit.")
    jana.fill(answer="Das wäre großartig!")
    jana.press(_("Accept"))
    assert jana.reads("0341 77702")


def agree(jana, tom, cooperation):
    """Jana proposes from the template, both confirm, and the PDF holds both names."""
    address = cooperation.get_absolute_url()
    jana.open(address)
    jana.follow(_("Propose the agreement"))
    jana.follow(_("Write the agreement"))
    jana.press(_("Propose"))
    jana.press(_("Confirm"))
    tom.open(
        tom.link_in_mail("tom@birkenhain.example", r"/kooperationen/[0-9a-f-]{36}/vereinbarung/")
    )
    tom.press(_("Confirm"))
    cooperation.refresh_from_db()
    assert cooperation.status == "confirmed"
    pdf = tom.context.request.get(f"{address}vereinbarung/1/pdf/").body()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "Jana Feldweg" in text
    assert "Tom Birkenhain" in text


def protect(jana, tom, cooperation):
    """Nothing starts before the Träger has seen the certificate; the company only learns that all is met."""
    address = cooperation.get_absolute_url()
    assert tom.page.goto(f"{address}schutz/").status == 404
    jana.open(f"{address}schutz/")
    jana.tick("contact", "alone")
    jana.tick("intensity", "high")
    jana.tick("duration", "regular")
    jana.press(_("Show the proposal"))
    jana.fill(reason="Sie treffen sich zu zweit.")
    jana.press(_("Record the decision"))
    jana.follow(_("Add a person"))
    today = timezone.localdate().isoformat()
    jana.fill(name="Ole Birkenhain", issued_on=today, seen_on=today)
    jana.press(_("Save"))
    cooperation.refresh_from_db()
    assert cooperation.status == "active"
    tom.open(address)
    assert tom.reads(_("All conditions are met."))
    assert not tom.reads("Ole Birkenhain")


def meet(jana, tom, cooperation):
    """A message, hours that one writes down and the other confirms, and the work is done."""
    address = cooperation.get_absolute_url()
    tom.open(f"{address}gespraech/")
    tom.fill(text="Wir bringen Kekse mit.")
    tom.press(_("Send the message"))
    jana.open(jana.link_in_mail("jana@feldweg.example", r"/anfragen/[0-9a-f-]{36}/gespraech/"))
    assert jana.reads("Wir bringen Kekse mit.")
    jana.open(address)
    jana.press(_("The work is done"))


def close(jana, tom, cooperation):
    """Both tell how it was; neither reads the other before; then it is closed."""
    address = f"{cooperation.get_absolute_url()}abschluss/"
    jana.open(address)
    jana.tick("again", "yes")
    jana.fill(to_other="Danke an alle beide!", to_servicedesk="Nur für euch")
    jana.press(_("Give feedback"))
    tom.open(tom.link_in_mail("tom@birkenhain.example", r"/kooperationen/[0-9a-f-]{36}/"))
    tom.open(address)
    assert not tom.reads("Danke an alle beide!")
    tom.tick("again", "yes")
    tom.press(_("Give feedback"))
    assert tom.reads("Danke an alle beide!")
    jana.open(f"{address}wirkung/")
    jana.fill(what_changed="Drei haben einen Ausbildungsplatz.", young_people="7")
    jana.press(_("Save"))


def publish(jana, tom, rana, rana_user, cooperation):
    """The draft comes from the record, both release it, the Servicestelle publishes."""
    address = f"{cooperation.get_absolute_url()}abschluss/"
    jana.open(f"{address}beispiel/")
    jana.press(_("Save"))
    jana.press(_("Release it as it stands"))
    tom.open(address)
    tom.press(_("Release it as it stands"))
    rana.sign_in(rana_user.email)
    rana.open("/verwaltung/cooperation/example/")
    rana.follow(NEED)
    rana.follow(_("Mend and publish"))
    with rana.page.expect_navigation():
        rana.page.locator('[name="publish"]').click()
