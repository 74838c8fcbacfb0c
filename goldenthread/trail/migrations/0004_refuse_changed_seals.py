"""The database refuses to change or remove a seal, as it does an event."""

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE TRIGGER trail_seal_append_only BEFORE UPDATE OR DELETE ON trail_seal
    FOR EACH ROW EXECUTE FUNCTION trail_refuses();
CREATE TRIGGER trail_seal_never_emptied BEFORE TRUNCATE ON trail_seal
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses();
"""

ALLOW = """
DROP TRIGGER trail_seal_never_emptied ON trail_seal;
DROP TRIGGER trail_seal_append_only ON trail_seal;
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies: ClassVar = [("trail", "0003_seals")]
    operations: ClassVar = [migrations.RunSQL(REFUSE, ALLOW)]
