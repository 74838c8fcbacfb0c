"""What a form with free text that nobody in it should be named in does first: look for one person, and ask."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from goldenthread.kernel import individuals
from goldenthread.web.forms.base import Form
from goldenthread.web.forms.choices import Tick

Known = Callable[[], Iterable[str]]
ASK = "None of this is about one child, adult or family"


class Warned(Form):
    """A form that shows what looks like a number, birthday or name of one person, and takes a tick for an answer.

    `looked_at` names the answers that are looked through; `known()` gives the names that may be written, and is asked
    only when something was sent.
    """

    looked_at: ClassVar[tuple[str, ...]] = ()

    confirmed = Tick(ASK)

    def __init__(self, *args: Any, known: Known = tuple, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.found = known, list[individuals.Warned]()
        tick = self.fields.pop("confirmed")
        if self.is_bound:
            self.fields["confirmed"] = tick

    def clean(self) -> dict[str, Any]:
        """The answers. Where something looks like one person's, an error that lists it, unless the tick is set."""
        cleaned = super().clean() or self.cleaned_data
        texts = {name: str(cleaned.get(name) or "") for name in self.looked_at}
        self.found = individuals.warnings(texts, self.known()) if any(texts.values()) else []
        if not self.found:
            self.fields.pop("confirmed", None)
        elif not cleaned.get("confirmed"):
            said = " ".join(one.sentence for one in self.found)
            self.add_error("confirmed", f"{said} Take it out, or tick that it is about no individual.")
        cleaned.pop("confirmed", None)
        return cleaned
