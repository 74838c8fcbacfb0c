"""The addresses of the product, where "not found" and "not for you" are said in a word instead of on a page.

For tests that ask only whether something is there, very often. Those pages themselves are seen in `test_pages.py`.
"""

from django.http import HttpRequest, HttpResponseForbidden, HttpResponseNotFound

from goldenthread.config.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponseForbidden:
    """Nothing but the reason."""
    return HttpResponseForbidden(str(exception))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """Nothing but the status."""
    return HttpResponseNotFound("Not found.")
