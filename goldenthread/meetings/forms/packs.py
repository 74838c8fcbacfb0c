"""What is asked before a pack goes out."""

from typing import Any

from goldenthread.web import forms


class IssuePack(forms.Form):
    """Whether the pack goes out though papers are owed."""

    goes_without = forms.Tick("Issue the pack without the papers that are owed")

    def __init__(self, *args: Any, owed: bool, **kwargs: Any) -> None:
        """`owed` is True where papers are owed, and only then is it asked."""
        super().__init__(*args, **kwargs)
        if not owed:
            del self.fields["goes_without"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {"goes_without": bool(self.cleaned_data.get("goes_without"))}
