"""The German catalogue: complete, with every placeholder, and it says Sie."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").rglob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+")
DU = re.compile(r"\b(du|dich|dir|dein\w*)\b", re.IGNORECASE)


def texts(value: str | tuple | list) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-4])
def messages(request):
    with request.param.open("rb") as file:
        return [message for message in read_po(file, locale="de") if message.id]


def test_there_are_catalogues():
    assert len(CATALOGUES) == 2


def test_every_message_has_a_german_text(messages):
    assert [m.id for m in messages if m.fuzzy or not all(texts(m.string))] == []


def test_placeholders_and_tags_are_kept(messages):
    wrong = [
        m.id
        for m in messages
        for german in texts(m.string)
        # A singular may say “one” without a number, and each form may leave one out in the other.
        if not set(PLACEHOLDER.findall(german)) <= set(PLACEHOLDER.findall(" ".join(texts(m.id))))
        or set(PLACEHOLDER.findall(texts(m.id)[-1])) - set(PLACEHOLDER.findall(texts(m.string)[-1]))
        or sorted(TAG.findall(german)) != sorted(TAG.findall(texts(m.id)[0]))
    ]
    assert wrong == []


def test_nobody_is_called_du(messages):
    assert [m.id for m in messages if any(DU.search(text) for text in texts(m.string))] == []
