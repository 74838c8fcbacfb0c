"""The database itself refuses to change or remove an event, whoever asks."""

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only: % is refused.', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
CREATE TRIGGER trail_event_append_only BEFORE UPDATE OR DELETE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_refuses();
CREATE TRIGGER trail_event_never_emptied BEFORE TRUNCATE ON trail_event
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses();
"""

ALLOW = """
DROP TRIGGER trail_event_never_emptied ON trail_event;
DROP TRIGGER trail_event_append_only ON trail_event;
DROP FUNCTION trail_refuses();
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies: ClassVar = [("trail", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(REFUSE, ALLOW)]
