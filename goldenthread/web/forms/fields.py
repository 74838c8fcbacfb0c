"""Fields that are typed in or picked from a disk: text, long text, numbers, addresses, passwords, files."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from goldenthread.web.forms.drawing import Drawing, Drawn


def _as_typed(bound: Drawn) -> Any:
    value = bound.value()
    return "" if value is None else value


class Text(Drawing, forms.CharField):
    """One line of text. `autocomplete`, `inputmode`, `prefix` and `suffix` are those of the GOV.UK input."""

    kind = "text"

    def __init__(
        self,
        label: str = "",
        *,
        autocomplete: str = "",
        inputmode: str = "",
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.autocomplete, self.inputmode = autocomplete, inputmode
        self.prefix, self.suffix = prefix, suffix
        _say_too_long(self)

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A line of the width asked for, holding what was typed."""
        return {
            "value": str(_as_typed(bound)),
            "type": self.kind,
            "classes": self.width_class(),
            "autocomplete": self.autocomplete or None,
            "inputmode": self.inputmode or None,
            "prefix": {"text": self.prefix} if self.prefix else None,
            "suffix": {"text": self.suffix} if self.suffix else None,
            "attributes": self.attributes,
        }


class EmailField(Text, forms.EmailField):
    """An e-mail address; pasting and the browser's own memory both work."""

    kind = "email"

    def __init__(self, label: str = "E-mail address", **kwargs: Any) -> None:
        super().__init__(label, **{"autocomplete": "email", "width": "two-thirds", **kwargs})
        sentence = "Enter an e-mail address in the usual form, like name@example.org"
        self.error_messages["invalid"] = sentence
        for validator in self.validators:
            if getattr(validator, "code", "") == "invalid":
                validator.message = sentence  # type: ignore[attr-defined]


class Number(Text):
    """A whole number, or with `decimals=True` any number. Cleans to int or Decimal; empty gives None."""

    def __init__(
        self,
        label: str = "",
        *,
        decimals: bool = False,
        smallest: int | None = None,
        largest: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **{"inputmode": "decimal" if decimals else "numeric", "width": "5", **kwargs})
        kind = forms.DecimalField if decimals else forms.IntegerField
        self.number = kind(required=False, min_value=smallest, max_value=largest)
        self.number.error_messages["invalid"] = "Enter a number" if decimals else "Enter a whole number"

    def clean(self, value: Any) -> Any:
        """The number, or None. Raises `ValidationError` for what is not a number or lies outside the limits."""
        text = super().clean(value)
        return self.number.clean(text.replace(",", "")) if text else None


class LongText(Drawing, forms.CharField):
    """Several lines of text, kept with plain line breaks. With `max_length` the room left is counted down.

    `autosave` (the default) lets the browser keep a draft while it is written.
    """

    component, macro = "textarea", "govukTextarea"

    def __init__(self, label: str = "", *, rows: int = 5, autosave: bool = True, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.rows, self.autosave = rows, autosave
        if self.max_length:
            self.component, self.macro = "character-count", "govukCharacterCount"
        _say_too_long(self)

    def to_python(self, value: Any) -> str:
        """The text with the line breaks of every browser made one, so that it is counted as the page counts it."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A text area holding what was typed."""
        return {
            # A browser drops the first line break of a text area, so one is put before one that was typed.
            "value": f"\n{text}" if (text := str(_as_typed(bound))).startswith(("\n", "\r")) else text,
            "rows": self.rows,
            "spellcheck": True,
            "maxlength": self.max_length or None,
            # How much room is left is of interest where little is.
            "threshold": 75 if self.max_length else None,
            "classes": self.width_class(),
            "attributes": {**({"data-autosave": "true"} if self.autosave else {}), **self.attributes},
        }


class Password(Drawing, forms.CharField):
    """A password, which may be pasted and shown, and is never written back into the page."""

    component, macro = "password-input", "govukPasswordInput"

    def __init__(self, label: str = "Password", *, new: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **{"strip": False, **kwargs})
        self.new = new

    def params(self, bound: Drawn) -> dict[str, Any]:
        """An empty password box that password managers recognise."""
        return {
            "autocomplete": "new-password" if self.new else "current-password",
            "classes": self.width_class() or "govuk-!-width-two-thirds",
            "attributes": self.attributes,
        }


class FileField(Drawing, forms.FileField):
    """One file. `accept` lists endings ('.docx,.xlsx') that the browser offers first; the server still checks."""

    component, macro = "file-upload", "govukFileUpload"
    verb = "Choose"

    def __init__(self, label: str = "", *, accept: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.accept = accept
        self.error_messages |= {
            "empty": "The file is empty",
            "missing": self.missing or "Choose a file",
            "max_length": "The name of the file must be %(max)d characters or fewer",
        }

    def params(self, bound: Drawn) -> dict[str, Any]:
        """A file box; browsers never keep the file chosen before an error."""
        return {"attributes": {**({"accept": self.accept} if self.accept else {}), **self.attributes}}


class Hidden(Drawing, forms.CharField):
    """A value the page sends back unseen."""

    folder, component, macro = "web/forms", "hidden", "hidden"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.HiddenInput, **kwargs})

    def params(self, bound: Drawn) -> dict[str, Any]:
        """Name and value."""
        return {"value": str(_as_typed(bound))}


def _say_too_long(field: forms.CharField) -> None:
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = "This must be %(limit_value)d characters or fewer; you have typed %(show_value)d"
