"""The screens of the scorecard, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

SAMPLES: Mapping[str, str] = {
    "indicator": one("scorecards_indicator", "code = 'CP09'"),
    "indicator_counted": one("scorecards_indicator", "code = 'CP15'"),
    "scorecard": one("scorecards_scorecard", "ended_on IS NULL", order="title"),
}  # fmt: skip


def _indicator(name: str, sample: str = "indicator", **more: object) -> Screen:
    return Screen(f"scorecards:{name}", {"indicator_id": sample}, **more)  # type: ignore[arg-type]


SCREENS: tuple[Screen, ...] = (
    Screen("scorecards:list_scorecards"),
    Screen("scorecards:list_scorecards", who="agency_lead"),
    Screen("scorecards:show_scorecard", {"scorecard_id": "scorecard"}),
    Screen("scorecards:show_scorecard", {"scorecard_id": "scorecard"}, who="group_chair"),
    Screen("scorecards:make_scorecard"),
    Screen("scorecards:change_scorecard", {"scorecard_id": "scorecard"}),
    Screen("scorecards:list_indicators"),
    Screen("scorecards:list_indicators", query="words=plan&retired=yes"),
    Screen("scorecards:adopt_indicators"),
    Screen("scorecards:bring_in"),
    _indicator("show_indicator"),
    _indicator("show_indicator", "indicator_counted", who="agency_lead"),
    _indicator("draw_indicator", is_page=False),
    _indicator("change_indicator"),
    _indicator("set_target"),
    _indicator("retire_indicator"),
)
