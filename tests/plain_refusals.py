"""The addresses of the product, where "not found" is said in one word instead of on a page.

For tests that ask only whether something is there, very often. That page itself is seen in `test_pages.py`.
"""

from django.http import HttpRequest, HttpResponseNotFound

from goldenthread.config.urls import handler400, handler403, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """Nothing but the status."""
    return HttpResponseNotFound("Not found.")
