"""Which transaction last changed a row: a trigger that notes it, and how readers catch up by it.

The number lets readers catch up with what was committed since their last visit, also when
transactions commit in another order than they began. A trigger, because it must hold for every
write: forms, admin, bulk updates and a hand on psql.
"""

from collections.abc import Iterable

from django.db import connection, migrations
from django.db.models import QuerySet

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION note_changed_xid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$
"""


def note_changes_of(table: str) -> migrations.RunSQL:
    """The migration operation that keeps `changed_xid` of `table`; the function must exist."""
    return migrations.RunSQL(
        f"CREATE TRIGGER note_changed_xid BEFORE INSERT OR UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION note_changed_xid()",
        f"DROP TRIGGER note_changed_xid ON {table}",
    )


def changed_keys(rows: QuerySet, columns: Iterable[str], since: tuple[int, int]) -> set[int]:
    """Primary keys of rows that changed in `since`, themselves or in a table they refer to.

    `columns` are paths to `changed_xid` ("organisation__changed_xid"). One query a column: an "or"
    over several tables could use no index.
    """
    found: set[int] = set()
    for column in columns:
        found.update(rows.filter(**{f"{column}__range": since}).values_list("pk", flat=True))
    return found


def snapshot() -> tuple[int, int]:
    """(horizon, newest): the oldest transaction still running, and the newest that can be seen.

    Rows whose `changed_xid` lies between the horizon of the last visit and `newest` are all that can
    have changed since. A snapshot's xmax follows the newest transaction that has ended; while an
    older one runs, a transaction's own number lies above it, and its own changes are visible to it
    all the same. Numbers above `newest` stem from another cluster (a restored dump).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, greatest(pg_snapshot_xmax(s)::text::bigint,"
            " pg_current_xact_id_if_assigned()::text::bigint) FROM pg_current_snapshot() AS s"
        )
        return cursor.fetchone()
