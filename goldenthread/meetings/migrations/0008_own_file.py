"""Whether a paper's document was added to the library with the paper; told of earlier ones by their moments."""

from django.db import migrations, models
from django.db.models import F


def tell_of_earlier_ones(apps, schema_editor):
    """A document kept at the very moment at which the paper was added came with it."""
    Paper = apps.get_model("meetings", "Paper")
    came_with_it = Paper.objects.filter(document__added_at=F("added_at")).values("pk")
    Paper.objects.filter(pk__in=list(came_with_it.values_list("pk", flat=True))).update(is_own_file=True)


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0001_initial"),
        ("meetings", "0007_packs"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="is_own_file",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(tell_of_earlier_ones, migrations.RunPython.noop, elidable=True),
    ]
