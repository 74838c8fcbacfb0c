"""Bring figures in from a file: choose it, look, keep."""

from typing import Any

from goldenthread.web.forms import FileField, Form, Hidden, LongText, Select


class ResultsFile(Form):
    """The file that `goldenthread measure` wrote."""

    file = FileField(
        "Results file",
        required=True,
        hint="JSON, CSV or Excel, as the measure command wrote it, or the template filled in.",
    )


class BringIn(Form):
    """Keep what was looked at: whose figures they are, and why those that differ were changed."""

    kept = Hidden()
    agency_id = Select("Whose figures are they?", empty="Choose an agency", required=True)
    reason = LongText("Why were figures changed?", required=False, rows=3)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]
