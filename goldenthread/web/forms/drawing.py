"""What every field shares: it knows its label, hint and error, and draws itself with a GOV.UK component."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

SIZES = {"s": "--s", "m": "--m", "l": "--l", "xl": "--xl"}


def draw(template: str, macro: str, params: dict[str, Any]) -> SafeString:
    """One component as HTML. `params` are the component's own; text in them is escaped by the template."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    # The macro has escaped its parameters; what it returns is HTML already.
    return mark_safe(getattr(env.get_template(template).module, macro)(params))


class Drawn(BoundField):
    """A field of a form with what was typed in it. Printing it in a template draws the whole component."""

    field: "Drawing"  # type: ignore[assignment]

    def __str__(self) -> SafeString:
        return self.draw()

    def __html__(self) -> SafeString:
        return self.draw()

    def draw(self) -> SafeString:
        """Label, hint, error and control."""
        return draw(f"{self.field.folder}/{self.field.component}/macro.html", self.field.macro, self.params())

    def params(self) -> dict[str, Any]:
        """The component's parameters: plain values, all to be escaped."""
        params = {
            "id": self.auto_id,
            "name": self.html_name,
            "hint": {"text": self.help_text} if self.help_text else None,
            "errorMessage": {"text": self.errors[0]} if self.errors else None,
            **self.label_params(),
            **self.field.params(self),
        }
        return {key: value for key, value in params.items() if value is not None}

    def label_params(self) -> dict[str, Any]:
        """The label, or for a group of controls the legend, at the size and level the field asks for."""
        size = SIZES.get(self.field.size, "")
        base = "govuk-fieldset__legend" if self.field.group else "govuk-label"
        words = {
            "text": str(self.label),
            "classes": " ".join(
                filter(None, [f"{base}{size}" if size else "", "govuk-visually-hidden" if self.field.silent else ""])
            ),
            "isPageHeading": self.field.heading,
        }
        return {"fieldset": {"legend": words}} if self.field.group else {"label": words}

    @property
    def target(self) -> str:
        """The id that a link in the error summary goes to."""
        return self.field.target(self)


class Drawing(forms.Field):
    """What our fields add to Django's: a hint, a width, and how the label is shown.

    `hint` is said before the control; `size` is "s", "m", "l" or "xl"; `heading` makes the label the page's h1;
    `silent` hides the label from sight only; `width` is a GOV.UK width ("5", "20", "two-thirds", …); `missing` is the
    sentence for an empty answer; `attributes` go on the control.
    """

    component = "input"
    macro = "govukInput"
    folder = "govuk_frontend_jinja/components"
    group = False

    def __init__(
        self,
        label: str = "",
        *,
        hint: str = "",
        size: str = "s",
        heading: bool = False,
        silent: bool = False,
        width: str = "",
        missing: str = "",
        attributes: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.size, self.heading, self.silent, self.width = size, heading, silent, width
        self.attributes = attributes or {}
        kwargs.setdefault("help_text", hint)
        self.given: dict[str, str] = kwargs.get("error_messages") or {}
        super().__init__(label=label or None, **kwargs)
        self.missing = missing or self.given.get("required", "")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Drawn:
        """The field as one form holds it."""
        if self.required:
            self.error_messages["required"] = self.missing or self.default_missing(field_name)
        return Drawn(form, self, field_name)

    def default_missing(self, name: str) -> str:
        """The sentence for an empty answer, made from the label; one written by hand as `missing` is better."""
        if str(self.label or "").endswith("?"):
            return f"Answer the question “{self.label}”"
        return f"{self.verb} {_lowered(str(self.label or '') or name.replace('_', ' '))}"

    verb = "Enter"

    def params(self, bound: Drawn) -> dict[str, Any]:
        """The parameters that this kind of component has and others have not."""
        return {}

    def target(self, bound: Drawn) -> str:
        """The id of the first control."""
        return bound.auto_id

    def width_class(self) -> str:
        """The GOV.UK class for the width asked for, or nothing."""
        if not self.width:
            return ""
        return f"govuk-input--width-{self.width}" if self.width.isdigit() else f"govuk-!-width-{self.width}"


def _lowered(words: str) -> str:
    words = words.rstrip("?: ")
    first = words.split(" ")[0]
    # "E-mail address" loses its capital in the middle of a sentence; "RAG" and "NHS number" keep theirs.
    return words if first.isupper() and len(first) > 1 else words[:1].lower() + words[1:]
