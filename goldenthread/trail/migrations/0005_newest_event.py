"""Find the newest event of a partnership at once: an index with the number instead of one without."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index for another."""

    dependencies: ClassVar = [("trail", "0004_refuse_changed_seals")]
    operations: ClassVar = [
        migrations.AlterField("event", "partnership_id", models.UUIDField(null=True)),
        migrations.AddIndex("event", models.Index(fields=["partnership_id", "number"], name="trail_by_number")),
    ]
