"""What those are called to whom challenges are put."""

from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from goldenthread.challenges.models import Challenge
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.queries import called_on

LINE = 120


def addressee(today: date) -> Any:
    """To annotate challenges with: the name, on a day, of the agency or the group each is put to."""
    return Coalesce(called_on("to_agency_id", today), F("to_group__name"))


def addressee_name(actor: Actor, challenge: Challenge, today: date) -> str:
    """The name of the agency or the group a challenge of the actor's partnership is put to. One query."""
    rows = Challenge.objects.within(actor).filter(pk=challenge.pk)
    return rows.annotate(name=addressee(today)).values_list("name", flat=True).first() or ""


def line_of(text: str) -> str:
    """The first line of what is put to somebody, cut at a word where it runs on."""
    first = text.strip().split("\n")[0]
    return first if len(first) <= LINE else f"{first[:LINE].rsplit(' ', 1)[0]}…"
