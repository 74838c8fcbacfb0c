"""One's own account."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from goldenthread.web.access import signed_in


@signed_in
def your_account(request: HttpRequest) -> HttpResponse:
    """Who the service thinks one is, and the partnerships one belongs to."""
    return TemplateResponse(request, "account/your_account.html", {"person": request.user})
