"""What was proposed stays word for word, what was confirmed stays confirmed, whoever writes to the table."""

from django.db import migrations

CREATE = """
CREATE FUNCTION keep_proposed_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Accounts end (then the key becomes null, the name stays), confirmations come.
    may_change text[] := ARRAY[
        'created_by_id', 'confirmed_seeking_by_id', 'confirmed_offering_by_id',
        'confirmed_seeking_name', 'confirmed_offering_name',
        'confirmed_seeking_at', 'confirmed_offering_at', 'in_force_since', 'superseded_at'
    ];
BEGIN
    IF OLD.proposed_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'agreement %: what was proposed does not change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.confirmed_seeking_at IS NOT NULL AND (
            NEW.confirmed_seeking_at, NEW.confirmed_seeking_name,
            COALESCE(NEW.confirmed_seeking_by_id, OLD.confirmed_seeking_by_id)
        ) IS DISTINCT FROM (
            OLD.confirmed_seeking_at, OLD.confirmed_seeking_name, OLD.confirmed_seeking_by_id
        ))
        OR (OLD.confirmed_offering_at IS NOT NULL AND (
            NEW.confirmed_offering_at, NEW.confirmed_offering_name,
            COALESCE(NEW.confirmed_offering_by_id, OLD.confirmed_offering_by_id)
        ) IS DISTINCT FROM (
            OLD.confirmed_offering_at, OLD.confirmed_offering_name, OLD.confirmed_offering_by_id
        ))
        OR (OLD.in_force_since IS NOT NULL AND NEW.in_force_since IS DISTINCT FROM OLD.in_force_since)
        OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
    THEN
        RAISE EXCEPTION 'agreement %: what was confirmed stays confirmed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER proposed_agreement_stays BEFORE UPDATE ON cooperation_agreementversion
    FOR EACH ROW EXECUTE FUNCTION keep_proposed_agreement();
"""
DROP = """
DROP TRIGGER proposed_agreement_stays ON cooperation_agreementversion;
DROP FUNCTION keep_proposed_agreement();
"""


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0008_agreement_versions")]
    operations = [migrations.RunSQL(CREATE, DROP)]
