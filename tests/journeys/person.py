"""Somebody in front of a browser, and the mails that reach them."""

import re
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from django.utils.translation import gettext as _

from tests.builders import PASSWORD


class Person:
    """Somebody in front of a browser of their own, in German, on a phone."""

    def __init__(self, browser, server: str, mails: Path, **habits) -> None:
        usual = {"locale": "de-DE", "viewport": {"width": 360, "height": 740}}
        self.context = browser.new_context(base_url=server, **usual | habits)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.mails = mails

    def open(self, address: str) -> None:
        response = self.page.goto(address)
        assert response.status == 200, (address, response.status)

    def fill(self, **answers: str) -> None:
        for name, answer in answers.items():
            self.page.locator(f'main [name="{name}"]').fill(answer)

    def tick(self, name: str, value: str = "") -> None:
        self.page.locator(box(name, value)).check()

    def post_a_need(self, **answers: str) -> None:
        """Through all steps to the check page; topics stay as they are proposed."""
        self.open("/bedarfe/neu/?vorlage=leer")
        self.fill(title=answers["title"], description=answers["description"])
        self.press(_("Go to the next step"))
        self.press(_("Go to the next step"))
        self.tick("format", answers["format"])
        self.tick("target_group", answers["target_group"])
        self.press(_("Go to the next step"))
        self.press(_("Go to the next step"))
        self.fill(gives_back=answers["gives_back"])
        self.tick("replaces_no_staff")
        self.press(_("Continue: check your answers"))

    def press(self, label: str, *, within: str = "main", about: str = "") -> None:
        """`about` is what a button says only to those who hear it ("Remove Olga")."""
        label = f"{label} {about}".strip()
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=label).first.click()

    def reads(self, *sentences: str) -> bool:
        text = self.page.locator("body").inner_text()
        return all(sentence in text for sentence in sentences)

    def fits_the_screen(self) -> bool:
        """Whether nothing has to be moved sideways to be read."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )

    def sign_in(self, email: str) -> None:
        self.open("/konto/login/")
        self.fill(login=email, password=PASSWORD)
        self.press(_("Sign in"))

    def link_in_mail(self, to: str, pattern: str) -> str:
        """The newest link of this shape in the mails to `to`; the worker sends them in its time."""
        mail = self.mail(to, pattern)
        return re.search(pattern, text_of(mail)).group(0)

    def mail(self, to: str, pattern: str) -> EmailMessage:
        """The newest mail to `to` whose text holds this; the worker sends them in its time."""
        return eventually(lambda: self._newest_mail(to, pattern))

    def mails_to(self, to: str) -> list[EmailMessage]:
        """All mails to an address, the newest first."""
        paths = sorted(self.mails.glob("*.eml"), reverse=True)
        mails = (message_from_bytes(path.read_bytes(), policy=default) for path in paths)
        return [mail for mail in mails if to in mail["To"]]

    def _newest_mail(self, to: str, pattern: str) -> EmailMessage | None:
        return next((m for m in self.mails_to(to) if re.search(pattern, text_of(m))), None)


def box(name: str, value: str = "") -> str:
    """Where a box to tick is, or one of several of the same name."""
    return f'[name="{name}"]' + (f'[value="{value}"]' if value else "")


def text_of(mail: EmailMessage) -> str:
    """What somebody reads whose mail program shows no HTML."""
    return mail.get_body(("plain",)).get_content()


def eventually(found, seconds: float = 30):
    """What `found` returns once it is true; the other processes get this long for it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if result := found():
            return result
        time.sleep(0.2)
    pytest.fail(f"did not happen within {seconds} s")
