"""Saved views: a person's name for the address of a list, whichever app the list is in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from goldenthread.partnerships.models.record import Record


class SavedView(Record):
    """A list as somebody filtered and ordered it, under a name; for themselves or for everybody who may open it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "name path query is_shared", "personal": "owner"}

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "owner", "path", Lower("name"), name="one_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
