"""Decisions between meetings by written procedure: who is asked, and what their answers come to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.meetings.rules.quorum import STATUTORY

SOURCE = "Domain guide 8.5 and 2.3: the statutory partners decide together; what is decided in writing is ratified"


class Rule(StrEnum):
    """What carries a proposal."""

    ALL_STATUTORY = "all_statutory"
    MAJORITY = "majority"


RULE_WORDS: Mapping[Rule, str] = {
    Rule.ALL_STATUTORY: "All three statutory partners agree",
    Rule.MAJORITY: "More than half of the seats agree",
}


class Reply(StrEnum):
    """What a seat says to a proposal."""

    ASKED = "asked"
    AGREES = "agrees"
    AGAINST = "against"
    ABSTAINS = "abstains"


REPLY_WORDS: Mapping[Reply, str] = {
    Reply.ASKED: "No answer yet",
    Reply.AGREES: "Agrees",
    Reply.AGAINST: "Against",
    Reply.ABSTAINS: "Abstains",
}


class Outcome(StrEnum):
    """What the answers come to."""

    OPEN = "open"
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.OPEN: "Open for answers",
    Outcome.CARRIED: "Carried, to be ratified",
    Outcome.NOT_CARRIED: "Not carried",
}


@dataclass(frozen=True)
class Answered:
    """One seat's answer, with the sector of its agency."""

    reply: str
    sector: str = ""


@rule("meetings.written_outcome", SOURCE)
def written_outcome(needed: str, answers: Collection[Answered], is_over: bool) -> Outcome:
    """What the answers come to: carried or not as soon as nothing can change it, and at the latest when it is over.

    Under `all_statutory` a sector agrees where one of its seats agrees and none is against; seats of other agencies
    are heard and do not decide. Under `majority` more than half of all seats asked must agree.
    """
    if needed == Rule.ALL_STATUTORY:
        by_sector = {sector: [one.reply for one in answers if one.sector == sector] for sector in STATUTORY}
        if any(Reply.AGAINST in replies for replies in by_sector.values()):
            return Outcome.NOT_CARRIED
        agreed = all(Reply.AGREES in replies for replies in by_sector.values())
        waiting = any(Reply.ASKED in replies for replies in by_sector.values())
    else:
        agreeing = sum(one.reply == Reply.AGREES for one in answers)
        waits = sum(one.reply == Reply.ASKED for one in answers)
        agreed, waiting = 2 * agreeing > len(answers), False
        if 2 * (agreeing + waits) <= len(answers):
            return Outcome.NOT_CARRIED
        waiting = not agreed
    if agreed and (not waiting or is_over):
        return Outcome.CARRIED
    if is_over or (not waiting and not agreed):
        return Outcome.NOT_CARRIED
    return Outcome.OPEN


@rule("meetings.may_answer_in_writing", SOURCE)
def may_answer(outcome: str, is_over: bool, reply: str, reason: str) -> Verdict:
    """Denied once the procedure ended or its last day passed, and for a seat against or abstaining without a reason."""
    if outcome != Outcome.OPEN:
        return Denied("This has been decided, so answers stand as they are.")
    if is_over:
        return Denied("The last day for answers has passed.")
    if reply in (Reply.AGAINST, Reply.ABSTAINS) and not reason.strip():
        return Denied("Say why; the others asked will read it.")
    return Allowed()
