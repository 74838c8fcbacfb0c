"""The risks app: how risks read in a history, hang on the thread, are asked about, and stand in the header."""

from django.apps import AppConfig

from goldenthread.kernel import forward_plan
from goldenthread.notify import rules as notify
from goldenthread.risks.rules import SCORE_WORDS, STATE_WORDS
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import beside, navigation

GROUP = ("partnerships.group",)
EVENTS = {
    "raised": "entered this risk into the register",
    "read": "opened this risk",
    "changed": "changed the words or the owner of this risk",
    "scored": "scored this risk",
    "reviewed": "reviewed this risk",
    "control_added": "added a control",
    "control_changed": "changed a control",
    "control_ended": "ended a control",
    "escalated": "escalated this risk",
    "brought_down": "brought this risk down",
    "accepted": "recorded that this risk is accepted as it stands",
    "realised": "recorded that this risk has become an issue",
    "resolved": "recorded that the issue is resolved",
    "closed": "closed this risk",
    "reopened": "reopened this risk",
    "action_raised": "raised an action from this risk",
    "redated": "put the next review of this risk in step with the review of its register",
}


class RisksConfig(AppConfig):
    """The risk register."""

    name = "goldenthread.risks"

    def ready(self) -> None:
        """Register phrases, readers, the thread, the forward plan, what is asked, and the page of the header."""
        self._speak()
        self._join_the_thread()
        from goldenthread.returns import rules as returns
        from goldenthread.risks import queries
        from goldenthread.risks.permissions import SEE
        from goldenthread.risks.queries import reporting
        from goldenthread.risks.queries.waiting import reviews_waiting
        from goldenthread.risks.services import keep_in_step

        forward_plan.register("risks", queries.reviews_ahead)
        for key, label, nothing, find in (
            ("risks", "Risks raised or moved", "No risk of the group was raised or moved.", reporting.moved),
            ("risks_due", "Risks not yet reviewed", "Every risk in the register has been reviewed.", reporting.due),
            ("risks_reviewed", "Risks reviewed since the last review of the register",
             "None has been reviewed since then.", reporting.reviewed),
        ):  # fmt: skip
            returns.register_filler(returns.Filler(key, label, nothing, find))
        returns.register_redated("risks", keep_in_step)
        beside.register_teller(
            beside.Teller("risks", queries.CAN_BE_THREATENED, SEE, queries.risks_to, queries.draw_risks_to, order=40)
        )
        beside.register_teller(
            beside.Teller("register", GROUP, SEE, queries.register_of, queries.draw_register, order=40)
        )
        notify.register_source(
            notify.Source("risks", of_actors=queries.review_asks, button="Review", waits=reviews_waiting)
        )
        navigation.register(
            navigation.NavigationItem("Risks", "risks:list_risks", SEE, 20, ("risks/",), under="Assurance")
        )

    def _speak(self) -> None:
        trail.register(
            "risks.risk",
            trail.Phrases(
                singular="risk",
                fields={
                    "next_review_on": "next review",
                    "kind": "score",
                    "title": "name",
                    "owner_id": "owner",
                    "strands": "whom it is about",
                    "duty": "statutory duty",
                },
                values={
                    "state": {state.value: words for state, words in STATE_WORDS.items()},
                    "kind": {kind.value: words[0] for kind, words in SCORE_WORDS.items()},
                },
                events=EVENTS,
            ),
        )
        trail.register(
            "risks.registerreview",
            trail.Phrases(
                "review of a register", fields={"duty": "duty to report"},
                events={"set": "set the duty under which this register is reviewed"},
            ),
        )  # fmt: skip
        trail.register(
            "risks.riskscale",
            trail.Phrases("scale of risk", events={"set": "set the scales and the appetite for risk"}),
        )

    def _join_the_thread(self) -> None:
        from goldenthread.risks.permissions import SEE
        from goldenthread.risks.queries import (
            CAN_BE_THREATENED,
            KIND,
            may_read_risk,
            may_read_tie,
            risk_rows,
            risks_of_group,
            scale_is_ours,
        )

        threads.register(
            threads.Kind(
                KIND, "risk", "risks", risk_rows, threads.Page("risks:show_risk", {"risk_id": "id"}), level=45,
                is_linkable=True, states={state.value: words for state, words in STATE_WORDS.items()},
                offers={threads.LinkKind.THREATENS: CAN_BE_THREATENED},
                of_group=risks_of_group, needs=SEE,
            )
        )  # fmt: skip
        trail.register_reader(KIND, may_read_risk)
        trail.register_reader("risks.riskscale", scale_is_ours)
        trail.register_reader("risks.registerreview", may_read_tie)
