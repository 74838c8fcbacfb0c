"""Answer where one is asked: in a row of My work, for several rows at once, by a link from a message."""

from collections.abc import Sequence
from typing import Any

from goldenthread.actions.forms.acting import SAID
from goldenthread.kernel.rag import WORDS
from goldenthread.web.forms import Checkboxes, Form, Hidden, LongText, Radios, Text


class AnswerRow(Form):
    """What has happened and how it stands. `choices` are the ratings that may be given today."""

    text = LongText("What has happened since", max_length=4000, rows=3, missing="Write what has happened")
    delivery = Radios("How it stands", inline=True, small=True, missing="Choose how it stands")
    on_behalf_of = Text("On whose behalf", hint="Their name is kept beside yours", required=False, width="two-thirds")
    seen = Hidden(required=False)

    def __init__(
        self, *args: Any, choices: Sequence[str], records_for: str = "", last: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = last
        known = [one for one in SAID if one in choices]
        self.fields["delivery"].choices = [(one.value, f"{WORDS[one].tag} {WORDS[one].shape}") for one in known]  # type: ignore[attr-defined]
        if records_for:
            self.fields["on_behalf_of"].initial = records_for
        else:
            del self.fields["on_behalf_of"]


class Several(Form):
    """The rows to which “No change” is said together."""

    ticked = Checkboxes("Nothing has changed in", silent=True, missing="Tick at least one action")

    def __init__(self, *args: Any, rows: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [(key, name) for key, name, _ in rows]  # type: ignore[attr-defined]
        self.fields["ticked"].hints = {key: why for key, _, why in rows}  # type: ignore[attr-defined]
