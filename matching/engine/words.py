"""Words with a grammatical part to play, read from `words.toml` beside this module."""

import tomllib
from pathlib import Path
from typing import Final

_LISTS: Final = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_POLARITY: Final = _LISTS["polarity"]

STOP_WORDS: Final = frozenset(_LISTS["stop"].split())
COMMON_WORDS: Final = frozenset(_LISTS["common"].split())

RULES_OUT_NEXT: Final = frozenset(_POLARITY["before"].split())
RULES_OUT_PREVIOUS: Final = frozenset(_POLARITY["after"].split())
TURNS: Final = frozenset(_POLARITY["turn"].split())
LACKS: Final = frozenset(_POLARITY["lack"].split())
WISHES: Final = frozenset(_POLARITY["wish"].split())
ALREADY: Final = frozenset(_POLARITY["already"].split())
HAVE: Final = frozenset(_POLARITY["have"].split())
REQUESTS: Final = frozenset(_LISTS["request"]["cues"].split())
