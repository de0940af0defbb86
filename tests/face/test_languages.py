"""German pages are German and English pages English: no text of the other catalogue shows up."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from profiles.models import Competence
from tests.face import addresses

pytestmark = pytest.mark.django_db

READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "data-label"}
# Shorter ones are too often the same word in both languages, or somebody's name.
WORTH_LOOKING = 9
# The Servicestelle's name, and fields of the open data as its documentation names them.
NAMES = {
    "Soziale Kooperation", "competencies", "description", "languages", "organisation",
    "organisations", "verifications",
}  # fmt: skip
# Samples of mails, mails as they went out, the taxonomy with the labels of both languages.
BOTH_ON_PURPOSE = ("/mails/", "/outboxmail/", "/profiles/competence/")


class Texts(HTMLParser):
    """What somebody reads or hears of a page: its texts and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.foreign_depth = 0  # inside an element that says it is in another language
        self.stack: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_foreign = tag in {"script", "style"} or (tag != "html" and "lang" in values)
        if tag not in {"br", "img", "input", "meta", "link", "hr", "wbr", "use", "source"}:
            self.stack.append(is_foreign)
            self.foreign_depth += is_foreign
        if not self.foreign_depth and not is_foreign:
            for name in READ_ALOUD & values.keys():
                self._add(values[name])

    def handle_endtag(self, tag: str) -> None:
        if self.stack:
            self.foreign_depth -= self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not self.foreign_depth:
            self._add(data)

    def _add(self, text: str | None) -> None:
        self.found.add(" ".join((text or "").split()))


def texts_of(source: str) -> set[str]:
    parser = Texts()
    parser.feed(source)
    return parser.found


def only_in(language: str) -> set[str]:
    """Sentences of our catalogue, and labels of the taxonomy, that only one language has."""
    path = Path(settings.BASE_DIR, "locale/de/LC_MESSAGES/django.po")
    with path.open("rb") as file:
        messages = [m for m in read_po(file, locale="de") if isinstance(m.id, str) and m.id]
    german = {m.string for m in messages} | set(
        Competence.objects.values_list("label_de", flat=True)
    )
    english = {m.id for m in messages} | set(Competence.objects.values_list("label_en", flat=True))
    one, other = (german, english) if language == "de" else (english, german)
    return {text for text in one - other if len(text) >= WORTH_LOOKING and "%(" not in text} - NAMES


@pytest.mark.parametrize("role", ["A", "O", "C", "M"])
@pytest.mark.parametrize(("shown", "other"), [("de", "en"), ("en", "de")])
def test_no_page_speaks_the_other_language(client, people, things, role, shown, other):
    foreign = only_in(other)
    if role in people:
        people[role].language = shown
        people[role].save(update_fields=["language"])
        client.force_login(people[role], "django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = shown
    wrong = {}
    for path in addresses.of_role(role, people, things):
        if any(part in path for part in BOTH_ON_PURPOSE):
            continue
        answer = client.get(path, follow=True)
        if answer.streaming:
            b"".join(answer.streaming_content)  # read to its end, a file is closed
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found = texts_of(answer.content.decode()) & foreign
        if found:
            wrong[path] = found
    assert wrong == {}


def test_a_text_of_the_other_language_is_found():
    page = '<html lang="en"><p>Bitte melden Sie sich an</p><p lang="de">Deutsch</p><img alt="Logo">'
    assert texts_of(page) == {"Bitte melden Sie sich an", "Logo"}
