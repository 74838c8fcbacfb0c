"""The quarterly reviews of access: the list, and going through one."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.permissions import REVIEW_ACCESS, SEE_ACCESS_REVIEWS
from goldenthread.partnerships.queries.reviews import ANSWERS
from goldenthread.partnerships.views._pages import Asked, done, found, page
from goldenthread.web.access import needs


@needs(SEE_ACCESS_REVIEWS)
def list_access_reviews(request: Asked) -> HttpResponse:
    """The reviews of access that are due, overdue and done."""
    lines = queries.list_access_reviews(request.actor, timezone.localdate())
    return page(
        request,
        "list_access_reviews",
        waiting=[one for one in lines if one.state != "done"],
        finished=[one for one in lines if one.state == "done"],
        overdue=sum(one.state == "overdue" for one in lines),
        may_review=request.actor.may(REVIEW_ACCESS),
    )


@needs(SEE_ACCESS_REVIEWS)
def review_access(request: Asked, review: UUID) -> HttpResponse:
    """Go through the people of one agency: keep, change or left; or read what was said of them."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_access_review(request.actor, review, today))
    may_review = request.actor.may(REVIEW_ACCESS) and shown.line.state != "done"
    form = forms.AccessReviewForm.of(request, people=shown.people, answers=ANSWERS) if may_review else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            services.finish_access_review(request.actor, now, review, form.answers())
        except Refused as refused:
            form.refuse(refused)
        else:
            sentence = f"The review for {shown.line.agency} is done. Thank you."
            return done(request, sentence, "partnerships:list_access_reviews")
    is_lead = shown.line.agency_id in queries.led_agencies(request.actor, today)
    return page(request, "review_access", form=form, review=shown, is_lead=is_lead)
