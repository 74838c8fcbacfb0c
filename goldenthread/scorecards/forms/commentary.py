"""What a figure means: said, asked for, and turned into an action."""

from typing import Any, ClassVar
from uuid import UUID

from goldenthread.scorecards.services import Said
from goldenthread.web.forms import DateField, Form, Hidden, LongText, Pick, Select, Warned


class SayWhatItMeans(Warned):
    """What, why, so what, now what, who and by when."""

    looked_at: ClassVar[tuple[str, ...]] = ("what", "why", "so_what", "now_what")

    what = LongText("What do the figures show?", hint="One or two sentences a board understands.", rows=3,
                    max_length=1500, missing="Say what the figures show")  # fmt: skip
    why = LongText("Why?", hint="What is behind it. If it is not known yet, how it will be found out.", rows=3,
                   max_length=1500, missing="Say why, or how it will be found out")  # fmt: skip
    so_what = LongText("So what?", hint="What it means for children and families.", rows=3, max_length=1500,
                       missing="Say what it means for children and families")  # fmt: skip
    now_what = LongText("Now what?", hint="What will be done, even if it is to keep watching.", rows=3,
                        max_length=1500, missing="Say what happens now")  # fmt: skip
    lead = Pick("Who sees to it?", hint="A person, a seat, an agency or a group.", missing="Choose who sees to it")
    due_on = DateField("By when?", required=False, subject="The day", hint="Leave blank where there is no day yet.")
    version = Hidden()

    field_order = ("what", "why", "so_what", "now_what", "lead", "due_on", "version", "confirmed")

    def __init__(self, *args: Any, leads: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]
        self.names = {value: name for _, choices in leads for value, name in choices}

    def said(self) -> Said:
        """The clean answers as the service takes them."""
        told = self.cleaned_data
        kind, _, key = told["lead"].partition(":")
        words = {name: told[name] for name in ("what", "why", "so_what", "now_what")}
        owner = UUID(key) if kind == "person" else None
        return Said(**words, who=self.names[told["lead"]], owner_id=owner, due_on=told["due_on"])


class AskWhatItMeans(Form):
    """Of whom it is asked what a figure means."""

    person_id = Select("Who should say what it means?", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], agency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        field.choices = people  # type: ignore[attr-defined]
        field.empty = f"The lead of {agency}" if agency else "Choose a person"  # type: ignore[attr-defined]
