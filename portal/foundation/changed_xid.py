"""A trigger that notes in each row which transaction last changed it (for migrations).

The number lets readers catch up with what was committed since their last visit, also when
transactions commit in another order than they began. A trigger, because it must hold for every
write: forms, admin, bulk updates and a hand on psql.
"""

from django.db import migrations

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
