"""Who would lead each line, and what else a person decides before a plan is applied: proposed first, then chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.actions.services import Party
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange.matching import Match, match_all, reported_to
from goldenthread.partnerships.queries import Known
from goldenthread.plans.exchange.correcting import lines

# Where nobody is named, the group that steers the work answers until a lead is found.
STEERING = ("business_management", "executive", "board")


@dataclass(frozen=True)
class Decisions:
    """What a person chose: the plan's kind and group, who leads what, real dates, which groups to add.

    Lines are named by their uid; `fallback` leads whatever nobody else does.
    """

    title: str = ""
    kind: str = "business"
    group_id: UUID | None = None
    fallback: Party | None = None
    leads: Mapping[str, Party] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    groups: Sequence[str] = ()
    level_words: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decisions":
        """The decisions as an import keeps them. Raises `Refused` where they no longer make sense."""
        try:
            return cls(
                title=data.get("title", ""),
                kind=data.get("kind", "business"),
                group_id=UUID(data["group"]) if data.get("group") else None,
                fallback=party(data.get("fallback", "")),
                leads={uid: found for uid, key in data.get("leads", {}).items() if (found := party(key))},
                dates={uid: date.fromisoformat(day) for uid, day in data.get("dates", {}).items()},
                groups=tuple(data.get("groups", ())),
                level_words=data.get("level_words", {}),
            )
        except (ValueError, AttributeError, TypeError) as error:
            raise Refused("One of the choices cannot be read any more; choose it again.") from error


def party(key: str) -> Party | None:
    """`group:<id>` as a party, or None for nothing. Raises `ValueError` for anything else."""
    if not key:
        return None
    kind, _, found = key.partition(":")
    if kind not in ("person", "seat", "group", "agency"):
        raise ValueError(f"Nobody of the kind {kind} leads an action.")
    return Party(kind, UUID(found))


@dataclass(frozen=True)
class Proposal:
    """Who would lead one action: the party, its name, whether that is sure, and the matches behind it."""

    lead: Party | None
    name: str
    is_sure: bool
    is_chosen: bool
    matches: list[Match]
    contributors: list[Party]
    reports_to: list[Known]

    @property
    def why(self) -> str:
        """How the lead was found, as a phrase for the person who checks."""
        if self.is_chosen:
            return "chosen by you"
        if not self.matches:
            return "the plan names nobody"
        found = next((one for one in self.matches if one.id and one.id == (self.lead.id if self.lead else None)), None)
        if found is None:
            return f"nobody here is called “{self.matches[0].words}”"
        return {"name": "the same name", "other name": "another name for it"}.get(found.how, "a close spelling")


@dataclass(frozen=True)
class Proposals:
    """The proposal for each action by uid, everybody who may be chosen, and who leads where nobody is named."""

    by_uid: dict[str, Proposal]
    known: list[Known]
    fallback: Known | None


def steering_group(known: Sequence[Known], groups: Mapping[UUID, str]) -> Known | None:
    """The group that answers where nobody is named: the business group, the executive, the board, else any."""
    ours = [one for one in known if one.kind == "group"]
    for kind in STEERING:
        for one in ours:
            if groups.get(one.id) == kind:
                return one
    return ours[0] if ours else None


def propose(actor: Actor, today: date, data: Mapping[str, Any], decisions: Decisions) -> Proposals:
    """Who would lead each action of a corrected document. The number of queries does not grow with the plan."""
    known = partnerships.known_leads(actor, today)
    kinds = {group.pk: group.kind for group in partnerships.bare_groups(actor, today)}
    fallback = next(
        (
            one
            for one in known
            if decisions.fallback and (one.kind, one.id) == (decisions.fallback.kind, decisions.fallback.id)
        ),
        steering_group(known, kinds),
    )
    whole = _whole_partnership(actor, data, fallback)
    names = [*known, *whole]
    actions = [line for line in lines(dict(data)) if line.kind == "action"]
    matches = match_all((words for line in actions for words in line.data.get("leads", [])), names)
    by_name = {(one.kind, one.id): one.name for one in known}
    groups = [one for one in known if one.kind == "group"]
    found = {}
    for line in actions:
        mine = [matches[words] for words in line.data.get("leads", [])]
        found[line.uid] = _proposal(
            line.uid, mine, decisions, fallback, by_name, reported_to(line.data.get("evidence", []), groups)
        )
    return Proposals(found, known, fallback)


def _whole_partnership(actor: Actor, data: Mapping[str, Any], fallback: Known | None) -> list[Known]:
    """The partnership's own names, which in a plan mean whoever steers it."""
    if fallback is None:
        return []
    own = {actor.partnership_name, str(data.get("partnership", "")), str(data.get("abbreviation", ""))} - {""}
    return [Known(fallback.kind, fallback.id, name) for name in own]


def _proposal(
    uid: str, matches: list[Match], decisions: Decisions, fallback: Known | None,
    names: Mapping[tuple[str, UUID], str], reports_to: list[Any],
) -> Proposal:  # fmt: skip
    found = [Party(one.kind, one.id) for one in matches if one.id]
    chosen = decisions.leads.get(uid)
    lead = chosen or (found[0] if found else Party(fallback.kind, fallback.id) if fallback else None)
    sure = bool(chosen) or bool(matches and not matches[0].is_guess)
    return Proposal(
        lead=lead,
        name=names.get((lead.kind, lead.id), "") if lead else "",
        is_sure=sure,
        is_chosen=bool(chosen),
        matches=matches,
        contributors=[one for one in dict.fromkeys(found) if one != lead],
        reports_to=reports_to,
    )
