"""What a board saw, and what was observed, are never rewritten."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION scorecards_edition_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.content = OLD.content AND NEW.number = OLD.number AND NEW.ends_on = OLD.ends_on
       AND NEW.scorecard_id = OLD.scorecard_id AND NEW.frozen_at = OLD.frozen_at AND NEW.frozen_by = OLD.frozen_by THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A frozen edition stays as it is: % is refused.', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
CREATE TRIGGER scorecards_edition_frozen BEFORE UPDATE OR DELETE ON scorecards_scorecardedition
    FOR EACH ROW EXECUTE FUNCTION scorecards_edition_refuses();

CREATE FUNCTION scorecards_observation_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (to_jsonb(NEW) - '{current,status,version}'::text[]) = (to_jsonb(OLD) - '{current,status,version}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An observation stays as it was sent: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
CREATE TRIGGER scorecards_observation_kept BEFORE UPDATE ON scorecards_observation
    FOR EACH ROW EXECUTE FUNCTION scorecards_observation_refuses();
"""
ALLOW = """
DROP TRIGGER scorecards_observation_kept ON scorecards_observation;
DROP FUNCTION scorecards_observation_refuses();
DROP TRIGGER scorecards_edition_frozen ON scorecards_scorecardedition;
DROP FUNCTION scorecards_edition_refuses();
"""


class Migration(migrations.Migration):

    dependencies = [("scorecards", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
