"""Files on their way out: to be kept, never shown."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

# Nothing in a file may run here, nor reach anything of ours, nor stay behind in a browser that others use.
SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def hand_over(file: FieldFile, name: str, content_type: str, who: str = "The business unit can help.") -> FileResponse:
    """The response with which a kept file is handed over. Raises `Http404` where it is missing, saying what to do."""
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404(f"The file is missing. {who}") from missing
    return FileResponse(content, as_attachment=True, filename=name, content_type=content_type, headers=SEALED)
