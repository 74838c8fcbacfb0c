"""The challenges about a thing of another app, for the page of that thing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import JSONObject

from goldenthread.challenges.models import Challenge
from goldenthread.challenges.rules import STATE_WORDS, State
from goldenthread.kernel.actor import Actor
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address
from goldenthread.web.filters import short_date

KIND = "challenges.challenge"
# What a challenge may be about, wherever it is kept: the button stands there, and so do the challenges.
CAN_BE_CHALLENGED = (
    "actions.action", "plans.priority", "plans.objective", "plans.measure", "returns.return", "returns.request",
    "risks.risk", "meetings.decision", "documents.document", "documents.evidenceitem",
)  # fmt: skip
SHOWN = 10
LONGEST = 120


def challenges_about(actor: Actor, kind: str, thing_id: UUID, today: date) -> Any:
    """The challenges about a thing, or that came out of it, that the actor may read, as a query not yet asked."""
    about, raised = (
        threads.source_ids(actor, link, KIND, [thing_id]) for link in (LinkKind.RELATES_TO, LinkKind.RAISED_BY)
    )
    rows = Challenge.objects.visible(actor).filter(pk__in=about.union(raised))
    told = JSONObject(id="pk", number="number", kind="kind", text="text", state="state", raised_on=F("raised_on"))
    return rows.annotate(told=told).order_by("-raised_on", "-number")[:SHOWN]


def draw_challenges(actor: Actor, kind: str, thing_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel:
    """Those challenges, the newest first."""
    newest = sorted(told, key=lambda one: (one["raised_on"], one["number"]), reverse=True)
    return Panel("Challenges about this", tuple(_line(actor, one) for one in newest), is_restricted=True)


def _line(actor: Actor, told: Mapping[str, Any]) -> Line:
    text = told["text"] if len(told["text"]) <= LONGEST else f"{told['text'][:LONGEST].rstrip()}…"
    href = address("challenges:show_challenge", actor.partnership_slug, challenge=UUID(told["id"]))
    raised = f"Raised {short_date(date.fromisoformat(told['raised_on']))}"
    return Line(text, href, STATE_WORDS[State(told["state"])], raised)
