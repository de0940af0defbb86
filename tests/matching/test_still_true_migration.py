"""Entries that were there before count as confirmed when they last changed, and are asked in turn."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from matching.models import Need, Offer
from profiles.models import Organisation
from tests.builders import a_need, an_offer, an_organisation

pytestmark = pytest.mark.django_db
MIGRATIONS = {
    Need: "matching.migrations.0010_confirmed_at_of_existing",
    Offer: "matching.migrations.0010_confirmed_at_of_existing",
    Organisation: "profiles.migrations.0014_confirmed_at_of_existing",
}


def filled_again(model, *, changed_days_ago: int) -> list:
    """All rows as the migration leaves them, if they last changed so long ago."""
    then = timezone.now() - timedelta(days=changed_days_ago)
    table = model._meta.db_table
    times = {"created_at": then}
    times |= {"submitted_at": then} | ({} if model is Organisation else {"published_at": then})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        model.objects.update(changed_at=then, **times)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for operation in import_module(MIGRATIONS[model]).Migration.operations:
            cursor.execute(operation.sql)
    rows = list(model.objects.all())
    assert all(abs(row.confirmed_at - then) < timedelta(minutes=1) for row in rows)
    return [(row.ask_at - timezone.now()).total_seconds() / 86400 for row in rows]


@pytest.fixture
def many():
    provider = an_organisation()
    for _number in range(28):
        a_need(organisation=provider)
        an_offer(organisation=provider)
        an_organisation()


@pytest.mark.parametrize(("model", "age"), [(Need, 60), (Offer, 60), (Organisation, 180)])
@pytest.mark.parametrize("changed_days_ago", [0, 400])
def test_nobody_is_asked_at_once_and_not_all_on_one_day(many, model, age, changed_days_ago):
    days = filled_again(model, changed_days_ago=changed_days_ago)

    assert len({round(day) for day in days}) == 28
    if changed_days_ago:
        assert all(0.9 < day < 28.1 for day in days)
    else:
        assert all(age - 28 < day < age + 0.1 for day in days)
