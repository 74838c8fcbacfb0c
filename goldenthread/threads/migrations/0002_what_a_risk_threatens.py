"""A risk threatens a priority or an objective; what was linked plainly until now says so."""

from django.db import migrations, models

RISK, THREATENED = "risks.risk", ("plans.priority", "plans.objective")
CHOICES = [
    ("serves", "serves"),
    ("evidences", "is evidence for"),
    ("measures", "measures"),
    ("raised_by", "was raised by"),
    ("answers", "answers"),
    ("supersedes", "replaces"),
    ("carries_out", "carries out"),
    ("threatens", "threatens"),
    ("relates_to", "is related to"),
]


def say_that_it_threatens(apps, schema_editor):
    """Turn plain links between a risk and what it threatens into links of the kind that says so, from risk to plan."""
    Link = apps.get_model("threads", "Link")
    plain = Link.objects.filter(kind="relates_to", untied_at__isnull=True)
    both = plain.filter(source_kind=RISK, target_kind__in=THREATENED)
    both |= plain.filter(target_kind=RISK, source_kind__in=THREATENED)
    said = set()
    for link in both.order_by("created_at"):
        if link.source_kind != RISK:
            link.source_kind, link.target_kind = link.target_kind, link.source_kind
            link.source_id, link.target_id = link.target_id, link.source_id
        pair = (link.source_id, link.target_id)
        if pair in said:
            # Linked both ways: the one that says so stands, the other stays as plain as it was.
            continue
        said.add(pair)
        link.kind = "threatens"
        link.save(update_fields=["kind", "source_kind", "source_id", "target_kind", "target_id"])


def say_that_it_is_related(apps, schema_editor):
    """Turn them back into plain links, but for those that stand beside a plain one already."""
    Link = apps.get_model("threads", "Link")
    plain = Link.objects.filter(kind="relates_to", untied_at__isnull=True, source_kind=RISK)
    there = set(plain.values_list("source_id", "target_id"))
    for link in Link.objects.filter(kind="threatens"):
        if link.untied_at is None and (link.source_id, link.target_id) in there:
            link.delete()
            continue
        link.kind = "relates_to"
        link.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [("threads", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="link", name="kind", field=models.CharField(choices=CHOICES, max_length=20)
        ),
        migrations.RunPython(say_that_it_threatens, say_that_it_is_related),
    ]
