"""Fields answered by choosing: one of few, one of many, several, or yes by a tick."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from goldenthread.web.forms.drawing import Drawing, Drawn

UNKNOWN = "Choose one of the answers on the page"


def _plain(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [
        (str(value), str(label))
        for entry, inner in choices
        for value, label in (inner if isinstance(inner, (list, tuple)) else [(entry, inner)])
    ]


class _OneOf(Drawing, forms.ChoiceField):
    """One of the choices; `hints` gives single choices a line of their own beneath."""

    verb = "Choose"

    def __init__(
        self,
        label: str = "",
        *,
        choices: Any = (),
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, choices=choices, **kwargs)
        self.hints, self.inline, self.small = hints or {}, inline, small
        self.error_messages["invalid_choice"] = UNKNOWN

    def items(self, bound: Drawn, mark: str) -> list[dict[str, Any]]:
        """The choices as component parameters; `mark` is the word for the chosen one ("checked" or "selected")."""
        value = bound.value()
        chosen = {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value or "")}
        return [
            {
                "value": choice,
                "text": label,
                mark: choice in chosen,
                **({"hint": {"text": self.hints[choice]}} if choice in self.hints else {}),
            }
            for choice, label in _plain(cast("Iterable[Any]", self.choices))
        ]


class Radios(_OneOf):
    """One of a few, all in sight."""

    component, macro, group = "radios", "govukRadios", True

    def params(self, bound: Drawn) -> dict[str, Any]:
        """Round buttons, across the page when `inline` and `small` when room is short."""
        shape = [f"govuk-radios--{word}" for word in ("inline", "small") if getattr(self, word)]
        return {
            "idPrefix": bound.auto_id,
            "items": [item for item in self.items(bound, "checked") if item["value"]],
            "classes": " ".join(shape),
            "attributes": self.attributes,
        }


class Select(_OneOf):
    """One of a dozen or so. `empty` is what stands there before anything is chosen; None for no such line."""

    component, macro = "select", "govukSelect"

    def __init__(self, label: str = "", *, empty: str | None = "Choose", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.empty = empty

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A drop-down list of the width asked for."""
        return {"items": self.lines(bound), "classes": self.width_class(), "attributes": self.attributes}

    def lines(self, bound: Drawn) -> list[dict[str, Any]]:
        """The choices, with the empty line first unless the choices bring their own."""
        items = self.items(bound, "selected")
        if self.empty is None or any(item["value"] == "" for item in items):
            return items
        return [{"value": "", "text": self.empty}, *items]


class Pick(Select):
    """One of many, under the headings of Django's grouped choices: [("Groups", [(id, name), …]), …]."""

    folder, component, macro = "web/forms", "pick", "pick"

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A drop-down list with headings."""
        by_value = {item["value"]: item for item in self.items(bound, "selected")}
        groups = [
            {
                "heading": str(entry) if isinstance(inner, (list, tuple)) else "",
                "items": [by_value[value] for value, _ in _plain([(entry, inner)])],
            }
            for entry, inner in cast("Iterable[Any]", self.choices)
        ]
        return {
            "groups": groups,
            "empty": self.empty,
            "classes": self.width_class(),
            "attributes": self.attributes,
        }


class Checkboxes(_OneOf, forms.MultipleChoiceField):
    """Any number of choices; cleans to a list. `scroll` keeps a long list within a box of its own."""

    component, macro, group = "checkboxes", "govukCheckboxes", True

    def __init__(self, label: str = "", *, scroll: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **{"widget": forms.SelectMultiple, **kwargs})
        self.scroll = scroll

    def params(self, bound: Drawn) -> dict[str, Any]:
        """Square boxes, `small` when room is short."""
        shape = ["govuk-checkboxes--small" if self.small else "", "gt-scroll" if self.scroll else ""]
        return {
            "idPrefix": bound.auto_id,
            "items": self.items(bound, "checked"),
            "classes": " ".join(filter(None, shape)),
            "attributes": self.attributes,
        }


class Tick(Drawing, forms.BooleanField):
    """Yes, by a tick. Cleans to True or False; where `required`, only True will do."""

    component, macro = "checkboxes", "govukCheckboxes"
    verb = "Tick"

    def __init__(self, label: str = "", *, small: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **{"required": False, **kwargs})
        self.small = small

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A single box with its label beside it and its hint beneath."""
        item = {"value": "yes", "text": str(bound.label), "checked": bool(bound.value())}
        if bound.help_text:
            item["hint"] = {"text": bound.help_text}
        return {
            "idPrefix": bound.auto_id,
            "items": [item],
            "hint": None,
            "classes": "govuk-checkboxes--small" if self.small else "",
            "attributes": self.attributes,
        }
