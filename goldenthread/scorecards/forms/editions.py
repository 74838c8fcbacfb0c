"""For which meeting a scorecard is frozen, and on whose agenda an edition is put."""

from typing import Any

from goldenthread.web.forms import Form, Select


class FreezeScorecard(Form):
    """Freeze, and put it on an agenda in the same step where a meeting is chosen."""

    meeting_id = Select(
        "For which meeting?", empty="None yet", required=False,
        hint="It is put on the agenda as a paper. You can also do that later.",
    )  # fmt: skip

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting_id"].choices = meetings  # type: ignore[attr-defined]


class PutOnAgenda(Form):
    """On which agenda an edition is put."""

    meeting_id = Select("Which meeting?", missing="Choose a meeting")

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting_id"].choices = meetings  # type: ignore[attr-defined]
