"""Where GOV.UK Notify tells what became of a message."""

import json
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from goldenthread.notify.services import hearing
from goldenthread.web.access import public

ENOUGH_BYTES = 10_000


@public
@csrf_exempt
@require_POST
def hear_govuk_notify(request: HttpRequest) -> HttpResponse:
    """Take a delivery receipt. Only whoever knows the token of the settings is heard; without one there is no page."""
    token = settings.NOTIFY_CALLBACK_TOKEN
    if not token:
        raise Http404("There is no such page.")
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse(status=403)
    try:
        told = json.loads(request.body[:ENOUGH_BYTES])
        carrier_id, status, reference = str(told["id"]), str(told["status"]), told.get("reference")
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    try:
        message = UUID(str(reference))
    except ValueError:
        # What is none of ours, the mail about a new password say, has another reference; Notify need not try again.
        return HttpResponse(status=200)
    hearing.hear(message, carrier_id, status, timezone.now())
    return HttpResponse(status=200)
