"""Where a chart begins anew, and which figures are final."""

from typing import Any

from goldenthread.web.forms import DateField, Form, LongText, Select, Text


class BeginAnew(Form):
    """The decision that a chart begins anew."""

    from_day = Select("From which period?", missing="Choose the first period that belongs to the new stretch")
    reason = LongText("Why?", hint="What changed for good: a new law, a new system, another way of working.", rows=3,
                      missing="Say why the chart begins anew")  # fmt: skip
    decided_by = Text("Who decided it?", hint="A group or a person, for example the executive.", max_length=200,
                      missing="Say who decided it")  # fmt: skip
    decided_on = DateField("When was it decided?", subject="The day of the decision")

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_day"].choices = periods  # type: ignore[attr-defined]


class UndoBeginAnew(Form):
    """Why a decision to begin anew is undone."""

    reason = LongText("Why is it undone?", rows=3, missing="Say why it is undone")


class MarkFinal(Form):
    """Up to which period the figures are final."""

    ends_on = Select("Figures to", missing="Choose the last period whose figures are final")

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].choices = periods  # type: ignore[attr-defined]
