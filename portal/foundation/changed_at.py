"""Triggers that note in each row when its public part last changed (for migrations).

For what others read from us by time: open data, sitemap. Beside `changed_xid`, because that also
moves with every match. The time is that of the transaction's start, so that several writes in one
transaction cost one update; whoever asks "since when" leaves a few minutes for late commits.
"""

from django.db import migrations

CREATE_FUNCTIONS = """
CREATE FUNCTION note_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := now();
    RETURN NEW;
END $$;

-- An object that was read before somebody else's change must not turn the clock back.
CREATE FUNCTION keep_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := OLD.changed_at;
    RETURN NEW;
END $$;

-- Arguments: table, its column to look in, the column of the changed row to look for.
-- Locked in the order that all writers of lists use, so that nobody waits in a circle.
CREATE FUNCTION note_changed_at_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key bigint := to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[2];
BEGIN
    EXECUTE format(
        'UPDATE %1$I SET changed_at = now() WHERE id IN (SELECT id FROM %1$I'
        ' WHERE %2$I = $1 AND changed_at < now() ORDER BY id FOR NO KEY UPDATE)',
        TG_ARGV[0], TG_ARGV[1]
    ) USING key;
    RETURN NULL;
END $$;
"""
DROP_FUNCTIONS = (
    "DROP FUNCTION note_changed_at(); DROP FUNCTION keep_changed_at();"
    " DROP FUNCTION note_changed_at_in();"
)


def note_changes_of(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """Keep `changed_at` of `table`: a new row, or another value in one of `columns`."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER changed_at_new BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION note_changed_at();
        CREATE TRIGGER changed_at_kept BEFORE UPDATE ON {table}
            FOR EACH ROW WHEN (NEW.changed_at < OLD.changed_at)
            EXECUTE FUNCTION keep_changed_at();
        CREATE TRIGGER changed_at_public BEFORE UPDATE ON {table}
            FOR EACH ROW WHEN ({_differs(columns)}) EXECUTE FUNCTION note_changed_at();
        """,
        f"""
        DROP TRIGGER changed_at_new ON {table};
        DROP TRIGGER changed_at_kept ON {table};
        DROP TRIGGER changed_at_public ON {table};
        """,
    )


def pass_on_changes(
    table: str, key: str, *, to: str, found_by: str, of: tuple[str, ...] = ()
) -> migrations.RunSQL:
    """A change of a row in `table` also changes the rows of `to` whose `found_by` is its `key`.

    With `of`, only updates of those columns count; without, every insert, update and delete.
    """
    name = f"changed_at_to_{to}"
    events, when = (
        ("UPDATE", f"WHEN ({_differs(of)})") if of else ("INSERT OR UPDATE OR DELETE", "")
    )
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW {when}"
        f" EXECUTE FUNCTION note_changed_at_in('{to}', '{found_by}', '{key}')",
        f"DROP TRIGGER {name} ON {table}",
    )


def _differs(columns: tuple[str, ...]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"ROW({old}) IS DISTINCT FROM ROW({new})"
