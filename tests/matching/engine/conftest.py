"""One index for tests that do not change it; building the lexicon takes a moment."""

import pytest

from matching.engine import Analyser, Index
from tests.matching.engine.records import a_taxonomy


@pytest.fixture(scope="session")
def index() -> Index:
    return Index(a_taxonomy())


@pytest.fixture(scope="session")
def analyser(index) -> Analyser:
    return index.analyser
