"""The screens of the scorecard, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

# The rounds that requests for data have brought round.
_DATA = (
    "SELECT r.id FROM returns_round r JOIN returns_questionset q ON q.id = r.question_set_id "
    "JOIN scorecards_datarequest d ON d.question_series = q.series"
)

SAMPLES: Mapping[str, str] = {
    "indicator": one("scorecards_indicator", "code = 'CP09'"),
    "indicator_counted": one("scorecards_indicator", "code = 'CP15'"),
    "scorecard": one("scorecards_scorecard", "ended_on IS NULL", order="title"),
    "rebase": one("scorecards_rebase", "undone_on IS NULL"),
    "commentary": one("scorecards_commentary"),
    "edition": one("scorecards_scorecardedition", "signals > 2", order="number DESC"),
    "edition_later": one("scorecards_scorecardedition", "number = 2"),
    "data_request": one("scorecards_datarequest", "ended_reason = ''", order="title"),
    "data_return": one("returns_return", "state = 'submitted' AND round_id IN (" + _DATA + ")"),
    "data_return_draft": one("returns_return", "state = 'draft' AND round_id IN (" + _DATA + ")"),
    "data_return_accepted": one("returns_return", "state = 'accepted' AND round_id IN (" + _DATA + ")"),
    "data_section": one("returns_section", "title LIKE 'Figures: Missing%%'"),
}  # fmt: skip


def _edition(name: str, sample: str = "edition", **more: object) -> Screen:
    return Screen(f"scorecards:{name}", {"edition_id": sample}, **more)  # type: ignore[arg-type]


def _indicator(name: str, sample: str = "indicator", **more: object) -> Screen:
    return Screen(f"scorecards:{name}", {"indicator_id": sample}, **more)  # type: ignore[arg-type]


def _taken(name: str, ids: Mapping[str, str], format: str) -> Screen:
    return Screen(f"scorecards:{name}", ids, {"format": format}, is_page=False)


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
    *(_taken("take_indicator", {"indicator_id": "indicator"}, format) for format in ("csv", "xlsx", "pdf", "docx")),
    _indicator("change_indicator"),
    _indicator("set_target"),
    _indicator("retire_indicator"),
    _indicator("say_what_it_means"),
    _indicator("say_what_it_means", who="partnership_chair"),
    _indicator("ask_what_it_means"),
    _indicator("begin_anew"),
    Screen("scorecards:raise_action", {"commentary_id": "commentary"}),
    Screen("scorecards:undo_begin_anew", {"rebase_id": "rebase"}),
    Screen("scorecards:mark_final", {"scorecard_id": "scorecard"}),
    Screen("scorecards:freeze_scorecard", {"scorecard_id": "scorecard"}),
    Screen("scorecards:bring_published"),
    Screen("scorecards:list_editions", {"scorecard_id": "scorecard"}),
    _edition("show_edition"),
    _edition("show_edition", "edition_later", who="group_chair"),
    _edition("put_on_agenda"),
    _taken("take_edition", {"edition_id": "edition_later"}, "csv"),
    _taken("take_edition", {"edition_id": "edition"}, "csv"),
    _taken("take_returned", {"request_id": "data_request"}, "csv"),
    _taken("take_returned", {"request_id": "data_request"}, "xlsx"),
    Screen("scorecards:list_data_requests"),
    Screen("scorecards:list_data_requests", query="ended=yes", who="agency_lead"),
    Screen("scorecards:make_data_request"),
    Screen("scorecards:show_data_request", {"request_id": "data_request"}),
    Screen("scorecards:show_data_request", {"request_id": "data_request"}, who="group_chair"),
    Screen("scorecards:change_data_request", {"request_id": "data_request"}),
    Screen("scorecards:end_data_request", {"request_id": "data_request"}),
    Screen("scorecards:download_template", {"request_id": "data_request"}, query="format=csv", is_page=False),
    Screen("returns:show_return", {"return_id": "data_return"}),
    Screen("returns:show_return", {"return_id": "data_return_accepted"}),
)
