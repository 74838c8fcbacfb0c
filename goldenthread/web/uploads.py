"""Files on their way in: one that is too large is let go while it arrives, not after all of it was written down."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from goldenthread.web.forms import Form

AnyForm = TypeVar("AnyForm", bound=Form)
View = Callable[..., HttpResponse]


class StopAtLimit(FileUploadHandler):
    """Lets go of a file as soon as more of it has come than may be kept, and reads the rest of the form."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin counting."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, unless it is one too many. Raises `SkipFile`."""
        self.received += len(raw_data)
        if self.received > settings.DOCUMENT_BYTES:
            self.request.upload_is_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file itself is made by the handlers that come after."""


def takes_files(view: View) -> View:
    """Stop a file at the limit while it arrives.

    The handler must be in place before anything reads the form, and the check of the form's token reads it: so the
    check is put off until the handler is there, and then made all the same.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, StopAtLimit(request))
        return checked(request, *args, **kwargs)

    return limited


def with_file(form: AnyForm, request: HttpRequest, field: str = "upload") -> AnyForm:
    """The form, saying beside its file field that the file was too large where it was let go for its size.

    Where another answer is wrong it asks for the file again, since no browser keeps the one that was chosen.
    """
    if getattr(request, "upload_is_too_large", False):
        form.errors.pop(field, None)
        limit = settings.DOCUMENT_BYTES // 2**20
        form.add_error(
            field, f"The file is larger than {limit} MB. Make it smaller, or keep only the part that matters."
        )
    elif form.is_bound and form.errors and field not in form.errors and field in request.FILES:
        form.add_error(field, "Choose the file again: your browser does not keep it while something else is put right.")
    return form
