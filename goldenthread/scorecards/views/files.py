"""A file as an answer."""

from django.http import HttpResponse


def file_answer(name: str, content: bytes, kind: str) -> HttpResponse:
    """A file to be kept by whoever asked for it, and by nobody on the way."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
