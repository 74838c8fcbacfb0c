"""The form that every form of ours is."""

from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from goldenthread.kernel.outcomes import Refused


class Form(forms.Form):
    """A form whose fields draw themselves, and whose errors a page can list with links."""

    # Two people's texts in words, where somebody else saved first.
    both: dict[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The browser's own bubbles would say things in words we do not choose.
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form for this request: holding what was sent if something was, even nothing at all; else empty."""
        if request.method == "POST":
            return cls(data=request.POST, files=request.FILES, **kwargs)
        return cls(**kwargs)

    def refuse(self, refused: Refused) -> None:
        """Show why a service declined: beside the field it names, or above the form."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.reason)

    def put(self, **values: str) -> None:
        """Put other values into what was sent: the version that stands now, say, so that the next save succeeds."""
        sent: Any = self.data
        data = sent.copy()
        for name, value in values.items():
            data[self.add_prefix(name)] = value
        self.data = data

    def error_summary(self) -> list[dict[str, str]]:
        """Every error once, in the order of the page: its text, and the link to the control it is about."""
        if not self.is_bound:
            return []
        above = [{"text": str(error)} for error in self.non_field_errors()]
        beside = [
            {"text": str(error), "href": f"#{self._target(name)}"}
            for name in self.fields
            for error in self.errors.get(name, [])
        ]
        return above + beside

    def _target(self, name: str) -> str:
        bound = self[name]
        return str(getattr(bound, "target", bound.auto_id))

    def __html__(self) -> SafeString:
        return self.draw()

    def __str__(self) -> SafeString:
        return self.draw()

    def draw(self) -> SafeString:
        """All fields in order. The error summary, the token and the button are the page's."""
        # Each field has escaped what was typed; its text is HTML already.
        return mark_safe("".join(str(self[name]) for name in self.fields))
