"""Files in a conversation: who gets them, how they leave the portal, and what never comes in."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cooperation import attachments, calls
from cooperation.conversation import Letter, send
from cooperation.models import Attachment, Message
from cooperation.tasks import sweep_attachments
from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.foundation.uploads import Checked
from tests.builders import (
    a_company,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)
from tests.hostile_files import GOOD, MADE_HARMLESS, PDF, REFUSED, ooxml, picture

pytestmark = pytest.mark.django_db
TYPED = "Hier kommt unser Plan für den Sommer."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def paula():
    return a_user("Paula Träger")


@pytest.fixture
def cem():
    return a_user("Cem Unternehmen")


@pytest.fixture
def enquiry(paula, cem):
    return an_enquiry(
        need=a_need(organisation=an_organisation("Jugendhaus Süd", owner=paula)),
        offer=an_offer(organisation=a_company("Kontor Nord", owner=cem)),
    )


def post(client, enquiry, *uploads: tuple[str, bytes], type_: str = "application/pdf", **fields):
    files = [SimpleUploadedFile(name, content, type_) for name, content in uploads]
    url = reverse("cooperation:conversation", args=[enquiry.public_id])
    return client.post(url, {"text": TYPED, "files": files} | fields)


def attach(enquiry, by, *, name: str = "plan.pdf", content: bytes = PDF) -> Attachment:
    file = Checked(name, "application/pdf", content)
    side = enquiry.seeking if enquiry.seeking.memberships.filter(user=by) else enquiry.offering
    return send(Letter("", [file]), enquiry, by=by, side=side).attachments.get()


def fetched(client, attachment: Attachment):
    """The answer and its body, read to its end: then nothing stays open."""
    answer = client.get(attachment.get_absolute_url())
    return answer, b"".join(answer.streaming_content)


def stored(media) -> list:
    return [path for path in media.rglob("*") if path.is_file()]


# Coming in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_by_name_and_the_letter_stays(
    client, enquiry, paula, media, what
):
    name, content = REFUSED[what]()
    client.force_login(paula)
    response = post(client, enquiry, (name, content))
    page = response.content.decode()
    assert response.status_code == 400
    assert TYPED in page
    (sentence,) = response.context["message_form"].errors["files"]
    assert f"“{name}”" in sentence or f"„{name}“" in sentence
    assert not Message.objects.exists()
    assert not stored(media)


@pytest.mark.parametrize("what", MADE_HARMLESS)
def test_an_odd_file_arrives_harmless(client, enquiry, paula, cem, what):
    name, content, stored_as = MADE_HARMLESS[what]()
    client.force_login(paula)
    response = post(client, enquiry, ("x", content), type_="text/html")
    assert response.status_code == 302
    # Once more under its own name, as far as a browser can send that.
    response = post(client, enquiry, (name, content), type_="text/html")
    assert response.status_code in {302, 400}
    client.force_login(cem)
    for attachment in Attachment.objects.all():
        answer, body = fetched(client, attachment)
        assert answer.status_code == 200
        assert answer["Content-Type"] != "text/html"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert not any(marker in body.lower() for marker in (b"<script", b"<?php", b"<html"))
    if len(name) < 200 and name.isprintable() and '"' not in name:
        assert Attachment.objects.filter(name=stored_as).exists()


@pytest.mark.parametrize("what", GOOD)
def test_honest_files_arrive_as_they_are(client, enquiry, paula, cem, what):
    name, content, content_type = GOOD[what]()
    client.force_login(paula)
    assert post(client, enquiry, (name, content), type_="application/x-lie").status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.content_type) == (name, content_type)
    client.force_login(cem)
    _answer, body = fetched(client, attachment)
    assert hashlib.sha256(body).hexdigest() == attachment.sha256
    assert len(body) == attachment.size


def test_one_bad_file_among_good_ones_is_named_alone(client, enquiry, paula, media):
    client.force_login(paula)
    response = post(client, enquiry, ("a.pdf", PDF), ("b.exe", b"MZ\0"), ("c.png", picture()))
    (sentence,) = response.context["message_form"].errors["files"]
    assert "b.exe" in sentence
    assert not stored(media)


def test_five_files_go_with_a_message_and_not_six(client, enquiry, paula):
    client.force_login(paula)
    assert post(client, enquiry, *[(f"{n}.pdf", PDF) for n in range(5)]).status_code == 302
    assert Attachment.objects.count() == 5
    assert post(client, enquiry, *[(f"{n}.pdf", PDF) for n in range(6)]).status_code == 400
    assert post(client, enquiry, *[(f"{n}.pdf", PDF) for n in range(101)]).status_code == 400
    assert Attachment.objects.count() == 5


def test_a_file_without_words_is_a_message(client, enquiry, paula):
    client.force_login(paula)
    assert post(client, enquiry, ("a.pdf", PDF), text="").status_code == 302


def test_a_file_that_is_too_large_is_not_kept_but_the_letter_is(client, enquiry, paula, media):
    client.force_login(paula)
    response = post(client, enquiry, ("riesig.pdf", PDF + b" " * 12_000_000), ("b.pdf", PDF))
    assert response.status_code == 400
    assert TYPED in response.content.decode()
    (sentence,) = response.context["message_form"].errors["files"]
    assert "riesig.pdf" in sentence
    assert not stored(media)


def test_all_together_are_bounded_while_they_arrive(client, enquiry, paula):
    client.force_login(paula)
    response = post(client, enquiry, *[(f"{n}.txt", b"a" * 9_000_000) for n in range(8)])
    assert response.status_code == 400
    assert TYPED in response.content.decode()


def test_a_conversation_has_room_for_a_hundred_megabytes(enquiry, paula):
    kept = attach(enquiry, paula)
    Attachment.objects.filter(pk=kept.pk).update(size=attachments.MAX_CONVERSATION_BYTES - 10)
    with pytest.raises(Refused):
        attach(enquiry, paula)
    assert Message.objects.count() == 1
    other = an_enquiry(need=a_need(organisation=enquiry.seeking))
    assert attach(other, paula)


# Going out -----------------------------------------------------------------------------------------


def test_a_file_leaves_as_a_download_in_which_nothing_runs(client, enquiry, paula, cem):
    attachment = attach(enquiry, paula, name="Übersicht „neu“.pdf")
    client.force_login(cem)
    answer, body = fetched(client, attachment)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cbersicht")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"
    assert body == PDF


def test_only_pictures_and_pdf_say_what_they_are(client, enquiry, paula):
    client.force_login(paula)
    post(client, enquiry, ("a.docx", ooxml()), ("b.txt", b"Hallo"), ("c.png", picture()))
    types = {
        attachment.name: fetched(client, attachment)[0]["Content-Type"]
        for attachment in Attachment.objects.all()
    }
    assert types == {
        "a.docx": "application/octet-stream",
        "b.txt": "application/octet-stream",
        "c.png": "image/png",
    }


def test_a_file_is_for_both_sides_and_nobody_else(client, enquiry, paula, cem):
    attachment = attach(enquiry, paula)
    url = attachment.get_absolute_url()
    stranger, former = a_user(), a_user()
    an_organisation(owner=stranger)
    a_membership(enquiry.offering, former)
    for person in (paula, cem, former):
        client.force_login(person)
        assert fetched(client, attachment)[0].status_code == 200
    former.memberships.all().delete()
    for person in (stranger, former, a_moderator()):
        client.force_login(person)
        assert client.get(url).status_code == 404
    assert client.post(url).status_code == 405
    client.logout()
    assert client.get(url).status_code == 302


def test_the_stored_name_says_nothing_and_is_no_address(client, enquiry, paula, media):
    attachment = attach(enquiry, paula, name="geheim.pdf")
    (path,) = stored(media)
    assert "geheim" not in str(path)
    assert str(attachment.public_id).replace("-", "") not in path.name
    assert "." not in path.name
    client.force_login(paula)
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    assert client.get(f"/static/{attachment.file.name}").status_code == 404
    assert attachment.file.name not in client.get(enquiry.get_absolute_url()).content.decode()


def test_a_file_that_is_gone_from_the_disk_is_not_found(client, enquiry, paula, media):
    attachment = attach(enquiry, paula)
    stored(media)[0].unlink()
    client.force_login(paula)
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_moderators_get_a_file_only_by_an_open_call_and_it_is_noted(
    client, enquiry, paula, settings
):
    settings.ADMIN_REQUIRES_MFA = False
    attachment = attach(enquiry, paula, name="plan.pdf")
    foreign = attach(an_enquiry(need=a_need(organisation=enquiry.seeking)), paula)
    call = calls.report(enquiry, "Bitte ansehen", by=paula, side=enquiry.seeking)
    moderator = a_moderator()
    client.force_login(moderator)

    def address(of: Attachment) -> str:
        return reverse("admin:cooperation_report_file", args=[call.pk, of.public_id])

    page = client.post(reverse("admin:cooperation_report_conversation", args=[call.pk]))
    assert address(attachment) in page.content.decode()
    answer = client.get(address(attachment))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert history.of(call).filter(event="conversation read", comment="plan.pdf").exists()
    assert client.get(address(foreign)).status_code == 404
    calls.handle(call, "nothing", "Alles in Ordnung", by=moderator)
    assert client.get(address(attachment)).status_code == 403


# Going away ----------------------------------------------------------------------------------------


def test_files_of_a_conversation_that_is_deleted_are_swept_up(enquiry, paula, media):
    attach(enquiry, paula)
    kept = attach(an_enquiry(need=a_need(organisation=enquiry.seeking)), paula)
    enquiry.delete()
    sweep_attachments()
    assert len(stored(media)) == 2  # a transaction that has written them might still be running
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert attachments.sweep() == 1
        assert attachments.sweep() == 0
    assert [path.name for path in stored(media)] == [kept.file.name.rpartition("/")[2]]


def test_a_file_whose_transaction_failed_is_swept_up(enquiry, paula, media):
    with transaction.atomic():
        attach(enquiry, paula)
        transaction.set_rollback(True)
    assert not Attachment.objects.exists()
    assert len(stored(media)) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert attachments.sweep() == 1
    assert not stored(media)


def test_sweeping_leaves_everything_else_alone(media):
    storage = Attachment._meta.get_field("file").storage
    assert attachments.sweep() == 0
    storage.save("logos/a.webp", ContentFile(b"x"))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert attachments.sweep() == 0
    assert len(stored(media)) == 1
