"""Published statistics: the files, and which measure feeds which indicator."""

from typing import Any

from goldenthread.web.forms import FileField, Form, Hidden, Number, Select, Text


class PublishedFile(Form):
    """A file of published statistics, and the statistical neighbours where they are wanted."""

    file = FileField("Published statistics", required=True,
                     hint="CSV as the department publishes it, or the long table of its tool.")  # fmt: skip
    neighbours = FileField("Statistical neighbours", required=False,
                           hint="CSV with an authority and its ten neighbours on each line. Leave out to have England "
                           "and the region alone.")  # fmt: skip
    year = Number("Year of the neighbours", required=False, smallest=2000, largest=2100,
                  hint="Needed with the neighbours, whose file does not say it. For example 2025.")  # fmt: skip


class KeepPublished(Form):
    """Which measure of the file feeds which indicator, and which authority is ours."""

    kept = Hidden()
    measure = Select("Which measure?", missing="Choose a measure of the file",
                     hint="For a number that has a rate, such as referrals, choose the rate: numbers of other places "
                     "say nothing beside yours.")  # fmt: skip
    breakdown = Select("Of whom?", required=False, empty=None)
    indicator_id = Select("For which indicator?", missing="Choose an indicator")
    area = Select("Which authority is ours?", missing="Choose the authority")
    source = Text("Published as", max_length=200, missing="Say where these figures were published",
                  hint="For example: DfE, Children in need 2025, table C1")  # fmt: skip

    def __init__(
        self, *args: Any, measures: list[tuple[str, str]], breakdowns: list[tuple[str, str]],
        areas: list[tuple[str, str]], indicators: list[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("measure", measures), ("area", areas), ("indicator_id", indicators)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if breakdowns:
            self.fields["breakdown"].choices = breakdowns  # type: ignore[attr-defined]
        else:
            del self.fields["breakdown"]
