"""The quarterly reviews of access: the list, and going through one."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import REVIEW_ACCESS, SEE_ACCESS_REVIEWS
from goldenthread.partnerships.queries.reviews import ANSWERS
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing
from goldenthread.web.steps import Asked, done, found, page

REVIEWS = Listing(
    columns=(
        Column("agency", "Agency"),
        Column("quarter", "For"),
        Column("due_on", "Due"),
        Column("state", "State", value=lambda line: line.state.capitalize()),
        Column("done_on", "Done"),
        Column("done_by", "By"),
        Column("on_behalf", "On the agency's behalf", value=lambda line: "yes" if line.on_behalf else ""),
    )
)
SAID = Listing(
    columns=(
        Column("name", "Name", value=lambda one: one.person.name),
        Column("held", "Held then"),
        Column("answer", "What was said", value=lambda one: one.get_answer_display()),
        Column("reason", "Why"),
    )
)


@needs(SEE_ACCESS_REVIEWS)
def list_access_reviews(request: Asked) -> HttpResponse:
    """The reviews of access that are due, overdue and done."""
    today, state = timezone.localdate(), REVIEWS.read(request.GET)
    lines = queries.list_access_reviews(request.actor, today)
    if state.format:
        return list_file(request.actor, today, state, lines, "Reviews of access")
    return page(
        request,
        "list_access_reviews",
        state=state,
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
    state = SAID.read(request.GET)
    if state.format and shown.line.done_on:
        return list_file(request.actor, today, state, shown.said, f"Who acts for {shown.line.agency}")
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
    return page(request, "review_access", form=form, review=shown, is_lead=is_lead, state=state)
