"""The scale in force, and what it means for a list."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.kernel.actor import Actor
from goldenthread.risks import rules
from goldenthread.risks.models import RiskScale
from goldenthread.risks.permissions import SEE


def scale_in_force(actor: Actor) -> rules.Scale:
    """The partnership's newest scale, or the one everybody starts with. One query."""
    told = RiskScale.objects.within(actor).order_by("-edition").values_list("told", flat=True).first()
    return rules.restored(told) if told else rules.DEFAULT


def scale_editions(actor: Actor) -> list[RiskScale]:
    """Every edition of the scales, newest first. One query."""
    return list(RiskScale.objects.within(actor))


def above_appetite(scale: rules.Scale) -> Q:
    """The condition that a risk's score now lies above what the partnership accepts for its category."""
    named = [one.key for one in scale.categories]
    condition: Any = Q(current__score__gt=scale.appetites["cautious"]) & ~Q(category__in=named)
    for key in named:
        condition |= Q(category=key, current__score__gt=rules.accepted_up_to(key, scale))
    return condition


def scale_is_ours(actor: Actor, scale_id: UUID) -> bool:
    """True where an edition of the scales is of the actor's partnership and they see its register. One query."""
    return actor.may(SEE) and RiskScale.objects.within(actor).filter(pk=scale_id).exists()
