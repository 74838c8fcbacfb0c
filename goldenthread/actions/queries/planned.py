"""An action as a row of a plan: what the plan's page says of it and sieves it by, in two queries however many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from goldenthread.actions.models import Action, DueDate, Reporting
from goldenthread.actions.queries.lines import EVIDENCE, KIND
from goldenthread.actions.queries.listing import LISTED_BY, Found, with_strengths
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.queries import called_on
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

SHOWN_BY = (*LISTED_BY, "lead_is_confirmed", "agency", "shown_by", "words", "groups")


@dataclass(frozen=True, kw_only=True)
class ActionRow(Found):
    """An action of a list with what a plan's table says besides: its due words, and the groups it reports to."""

    lead_is_confirmed: bool
    due_words: str
    reports_to: tuple[str, ...]


def action_rows(actor: Actor, ids: Collection[UUID], today: date) -> dict[UUID, ActionRow]:
    """The actions among `ids` that the actor may see, by id, also those withdrawn. Two queries however many.

    The strength of evidence rests on what the actor may read, as in `actions_by_id`.
    """
    words = DueDate.objects.filter(action_id=OuterRef("pk"), milestone__isnull=True).values("words")
    groups = Reporting.objects.filter(action_id=OuterRef("pk")).values("group__name")
    rows = Action.objects.visible(actor).filter(pk__in=ids).order_by().annotate(
        agency=called_on("lead_agency_id", today),
        shown_by=threads.linked_sources(actor, LinkKind.EVIDENCES, KIND, EVIDENCE),
        words=ArraySubquery(words),
        groups=ArraySubquery(groups),
    )  # fmt: skip
    found = list(rows.values_list(*SHOWN_BY, named=True))
    listed = zip(found, with_strengths(actor, found, today), strict=True)
    return {
        row.id: ActionRow(
            **vars(one),
            lead_is_confirmed=row.lead_is_confirmed,
            due_words="; ".join(row.words),
            reports_to=tuple(row.groups),
        )
        for row, one in listed
    }
