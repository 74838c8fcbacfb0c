"""What every form with free text of a risk does first: look for what seems to tell of one person, and ask."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from goldenthread.risks import rules
from goldenthread.web.forms import Form, Tick

Known = Callable[[], Iterable[str]]
ASK = "None of this is about one child, adult or family"


def given(value: object) -> UUID | None:
    """The id that was chosen, or None."""
    return UUID(str(value)) if value else None


def number(value: object) -> int | None:
    """The step that was chosen, or None."""
    return int(str(value)) if value else None


def version_of(value: object) -> int | None:
    """The version the page was read in, where it holds one."""
    said = str(value or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


class Warned(Form):
    """A form that shows what looks like a number, birthday or name of one person, and takes a tick for an answer.

    `looked_at` names the answers that are looked through; `known()` gives the names that may be written, and is asked
    only when something was sent.
    """

    looked_at: ClassVar[tuple[str, ...]] = ()

    confirmed = Tick(ASK)

    def __init__(self, *args: Any, known: Known = tuple, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.found = known, list[rules.Warned]()
        tick = self.fields.pop("confirmed")
        if self.is_bound:
            self.fields["confirmed"] = tick

    def clean(self) -> dict[str, Any]:
        """The answers. Where something looks like one person's, an error that lists it, unless the tick is set."""
        cleaned = super().clean() or self.cleaned_data
        texts = {name: str(cleaned.get(name) or "") for name in self.looked_at}
        self.found = rules.warnings(texts, self.known()) if any(texts.values()) else []
        if not self.found:
            self.fields.pop("confirmed", None)
        elif not cleaned.get("confirmed"):
            said = " ".join(one.sentence for one in self.found)
            self.add_error("confirmed", f"{said} Take it out, or tick that it is about no individual.")
        cleaned.pop("confirmed", None)
        return cleaned
