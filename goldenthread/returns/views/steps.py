"""The page of one step of asking and answering."""

from collections.abc import Sequence
from typing import Any

from django.template.response import TemplateResponse

from goldenthread.web.forms import Form
from goldenthread.web.steps import Asked, page


def step(
    request: Asked, form: Form, title: str, button: str, back: str, trail: Sequence[tuple[str, str]] = (),
    what: Sequence[str] = (), danger: bool = False, **more: Any,
) -> TemplateResponse:  # fmt: skip
    """The page of one step: its question, what will happen, its fields, its button and the way out."""
    return page(
        request, "step", form=form, title=title, button=button, back=back, trail=trail, what=what, danger=danger, **more
    )
