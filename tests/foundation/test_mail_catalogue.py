"""Every mail has a kind, a text and an HTML form, one button, a reason, and an example."""

import re

import pytest
from django.utils import translation

from portal.foundation.outbox import templates
from portal.foundation.outbox.checks import every_mail_has_a_kind, written_mails
from portal.foundation.outbox.kinds import KINDS, TEAM
from portal.foundation.outbox.templates import all_templates, render_part, template_named
from portal.foundation.views.gallery import rendered_sample

NAMES = [mail.name for mail in all_templates()]
BUTTON = re.compile(r'background:#0b5563"><a href="([^"]+)"')


def test_no_mail_is_without_kind_template_or_sample():
    assert every_mail_has_a_kind() == []
    assert written_mails() == set(NAMES)


def test_a_mail_that_nobody_registered_is_an_error(monkeypatch):
    known = dict(templates._registered)
    known.pop("join_request")
    monkeypatch.setattr(templates, "_registered", known)
    (error,) = every_mail_has_a_kind()
    assert error.id == "foundation.E001"
    with pytest.raises(LookupError):
        template_named("join_request")


def test_a_mail_without_template_or_sample_is_an_error(monkeypatch):
    monkeypatch.setattr(templates, "_registered", dict(templates._registered))
    templates.register(TEAM, ["of_nobody"], sample=None)
    assert {error.id for error in every_mail_has_a_kind()} == {"foundation.E002", "foundation.E003"}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_each_mail_says_the_same_in_text_and_html_with_one_button_and_a_reason(name, language):
    mail = template_named(name)
    rendered = rendered_sample(mail, language)
    assert rendered.subject
    assert "\n" not in rendered.subject
    assert not re.search(r"&[a-z]+;|<p|<a |\{[{%]", rendered.text + rendered.subject)
    assert "None" not in rendered.text
    buttons = BUTTON.findall(rendered.html)
    assert len(buttons) == 1
    assert buttons[0].replace("&amp;", "&") in rendered.text
    with translation.override(language):
        is_explained = str(mail.kind.why) in rendered.text or re.search(
            r"\n-- \n.*\n\n\S+", rendered.text, re.DOTALL
        )
    assert is_explained
    assert f'lang="{language}"' in rendered.html
    if mail.kind.can_be_ended:
        assert "/mails/abbestellen/" in rendered.text
        assert "/mails/abbestellen/" in rendered.html


@pytest.mark.parametrize("name", [n for n in NAMES if len(template_named(n).kind.paces) > 1])
def test_each_mail_that_may_wait_fits_into_a_digest(name):
    part = render_part(name, template_named(name).sample() | {"subject": ""})
    assert part["text"]
    assert part["html"].startswith("<p")
    assert "<html" not in part["html"]
    assert part["label"]
    assert part["url"].startswith("http")


def test_what_cannot_be_switched_off_says_why():
    for kind in KINDS.values():
        assert kind.can_be_ended or kind.required or kind.elsewhere or not kind.is_listed, kind.name
