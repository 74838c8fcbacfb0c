"""How risks are followed along the thread and found by search."""

from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Concat, Greatest

from goldenthread.kernel.actor import Actor
from goldenthread.risks.models import Risk
from goldenthread.risks.rules import INFORMATION_CLASS
from goldenthread.threads.queries import columns, spaced

KIND = "risks.risk"


def risk_rows(actor: Actor) -> Any:
    """The risks the actor may read, by number and title; the state says what became of each."""
    number = Concat(Value("R"), Cast(F("number"), CharField()), output_field=CharField())
    said = Greatest("reviewed_on", "raised_on", "closed_on", output_field=DateField())
    return columns(
        Risk.objects.readable(actor).annotate(called=number), title=spaced("called", "title"), state="state",
        day="next_review_on", info_class=Value(INFORMATION_CLASS, output_field=CharField()), said_on=said,
        body=spaced("event", "cause", "effect", "duty"), words="search",
    )  # fmt: skip


def risks_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of the risks that stand or began in a group's register, whoever may read them."""
    rows = Risk.objects.within(actor)
    return (rows.filter(group_id=group_id) | rows.filter(raised_in_id=group_id)).order_by().values("pk")


def may_read_risk(actor: Actor, risk_id: UUID) -> bool:
    """True where the actor may read the risk, and so its history. One query."""
    return Risk.objects.readable(actor).filter(pk=risk_id).exists()
