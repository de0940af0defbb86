"""`manage.py load_demo`: once, on purpose, whole or not at all."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.models import Need, Offer
from portal.foundation.models import HistoryEntry, OutboxMail
from portal.site.demo import DEMO_SIGN_INS, loading
from profiles.models import Competence, Organisation, Site, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _taxonomy():
    call_command("load_taxonomy", verbosity=0)  # tests with real commits empty the tables


def load(*arguments: str) -> str:
    said = StringIO()
    call_command("load_demo", *arguments, stdout=said)
    return said.getvalue()


def test_every_row_of_the_demo_files_is_in_the_portal():
    said = load("--force")
    for model, name in ((User, "people"), (Organisation, "organisations"), (Need, "needs"), (Offer, "offers")):  # fmt: skip
        assert model.objects.count() == len(loading.read(name))
    assert all(email in said for _, email in DEMO_SIGN_INS)


def test_loading_twice_changes_nothing():
    load("--force")
    models = (User, Organisation, Site, Need, Offer, HistoryEntry, OutboxMail)
    before = [sorted(model.objects.values_list()) for model in models]
    said = load("--force")
    assert "nothing was changed" in said
    assert [sorted(model.objects.values_list()) for model in models] == before


def test_with_debug_off_it_refuses_without_force(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        load()
    assert not User.objects.exists()


def test_with_debug_on_it_needs_no_force(settings):
    settings.DEBUG = True
    load()
    assert Need.objects.exists()


def test_a_missing_competency_is_named_and_nothing_is_loaded():
    Competence.objects.filter(slug="network/introductions").delete()
    with pytest.raises(CommandError, match="network/introductions"):
        load("--force")
    assert not User.objects.exists()
