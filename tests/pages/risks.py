"""The screens of risks and challenges, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

SAMPLES: Mapping[str, str] = {
    "challenge": one("challenges_challenge", "state = 'answered'"),
    "unanswered": one("challenges_challenge", "state = 'open'"),
    "risk": one("risks_risk", "state = 'open' AND group_id IS NOT NULL AND id IN (SELECT risk_id FROM risks_control)",
                order="number"),
    "risk_escalated": one("risks_risk", "state = 'open' AND group_id IS DISTINCT FROM raised_in_id"),
    "risk_issue": one("risks_risk", "state = 'issue'"),
    "risk_closed": one("risks_risk", "state = 'closed'"),
    "register": one("risks_registerreview", "group_id IS NOT NULL", column="group_id"),
    "register_return": one(
        "returns_return",
        "state IN ('submitted', 'accepted') AND round_id IN (SELECT r.id FROM returns_round r "
        "JOIN returns_obligationdate d ON d.id = r.date_id JOIN risks_registerreview v "
        "ON v.obligation_id = d.obligation_id)",
    ),
    "control": one("risks_control", "ended_on IS NULL"),
}  # fmt: skip


def _risk(name: str, sample: str = "risk", **more: object) -> Screen:
    return Screen(f"risks:{name}", {"risk_id": sample}, **more)  # type: ignore[arg-type]


def _challenge(name: str, sample: str = "challenge") -> Screen:
    return Screen(f"challenges:{name}", {"challenge": sample})


SCREENS: tuple[Screen, ...] = (
    Screen("risks:list_risks"),
    Screen("risks:list_risks", query="appetite=above&states=open&states=closed"),
    Screen("risks:list_risks", who="group_chair"),
    Screen("risks:list_risks", query="register={register}"),
    Screen("risks:list_registers"),
    Screen("risks:list_registers", who="group_chair"),
    Screen("risks:review_register", {}, {"register": "partnership"}),
    Screen("risks:show_matrix"),
    Screen("risks:show_movement"),
    Screen("risks:show_scales"),
    Screen("risks:set_scales"),
    Screen("risks:raise_risk"),
    _risk("show_risk"),
    _risk("show_risk", "risk_escalated"),
    _risk("show_risk", "risk_issue"),
    _risk("show_risk", "risk_closed"),
    _risk("show_history"),
    _risk("draw_score", is_page=False),
    _risk("change_risk"),
    _risk("score_risk"),
    _risk("review_risk"),
    _risk("raise_action"),
    _risk("add_control"),
    _risk("escalate_risk"),
    _risk("bring_down_risk", "risk_escalated"),
    _risk("accept_risk"),
    _risk("become_issue"),
    _risk("resolve_issue", "risk_issue"),
    _risk("close_risk"),
    _risk("reopen_risk", "risk_closed"),
    Screen("risks:change_control", {"control_id": "control"}),
    Screen("risks:end_control", {"control_id": "control"}),
    Screen("threads:show_thread", {"thing_id": "risk"}, {"kind": "risks.risk"}),
    Screen("challenges:list_challenges"),
    Screen("challenges:list_challenges", query="overdue=on"),
    Screen("challenges:raise_challenge"),
    Screen("challenges:raise_challenge", query="about=plans.plan:{plan}"),
    Screen("challenges:raise_challenge", query="about=risks.risk:{risk}"),
    Screen("returns:show_return", {"return_id": "register_return"}),
    _challenge("show_challenge"),
    _challenge("answer_challenge", "unanswered"),
    _challenge("add_evidence"),
    _challenge("close_challenge"),
    _challenge("reopen_challenge"),
    _challenge("extend_challenge", "unanswered"),
    Screen("threads:show_thread", {"thing_id": "challenge"}, {"kind": "challenges.challenge"}),
)
