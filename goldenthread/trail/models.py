"""Events and the seals upon them. Rows are only ever added; triggers refuse the rest."""

from typing import ClassVar

from django.db import models

# How the name of an event ends that tells of somebody reading, not of a change.
OF_READING = ".read"


class Events(models.QuerySet["Event"]):
    """Events, and those that tell of a change."""

    def of_changes(self) -> "Events":
        """Leaving out who read what."""
        return self.exclude(name__endswith=OF_READING)


class Event(models.Model):
    """Something somebody did to one thing, with what stood before and after."""

    number = models.BigAutoField(primary_key=True)
    partnership_id = models.UUIDField(null=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    thing_id = models.UUIDField()
    title = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()

    objects: ClassVar = Events.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "number partnership_id name kind thing_id channel at",
        "personal": "title before after reason actor_id actor_name",
    }

    class Meta:
        ordering: ClassVar = ["-at", "-number"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "thing_id", "-at"], name="trail_of_a_thing"),
            models.Index(fields=["partnership_id", "-at"], name="trail_of_a_partnership"),
            # The newest event is asked for with each request.
            models.Index(fields=["partnership_id", "number"], name="trail_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.name}"


class Seal(models.Model):
    """A seal over a stretch of one partnership's events; changing any of them afterwards breaks it."""

    id = models.BigAutoField(primary_key=True)
    partnership_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    last_number = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id partnership_id number last_number count previous digest sealed_at",
    }

    class Meta:
        ordering: ClassVar = ["partnership_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership_id", "number"], nulls_distinct=False, name="one_seal_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number}"
