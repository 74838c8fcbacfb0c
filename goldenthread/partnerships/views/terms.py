"""A group's terms of reference: read, written, put to the executive, signed off, sent back; on paper too."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships.exchange import terms as paper
from goldenthread.partnerships.exchange.papers import FORMATS, paper_file
from goldenthread.partnerships.permissions import SEE_STRUCTURE, SIGN_OFF_TERMS, WRITE_TERMS, may_write_for
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(SEE_STRUCTURE)
def show_terms(request: Asked, group: UUID, number: int | None = None) -> HttpResponse:
    """The terms of reference in force (or those in the making, or version `number`), as a page or a file."""
    actor, shown = request.actor, _group(request, group)
    every = queries.terms_of_group(actor, group)
    terms = every.numbered(number) if number else every.in_force or every.in_making
    if number and terms is None:
        raise Http404("There is no such version.")
    if terms and (format := request.GET.get("format")) in FORMATS:
        report = paper.terms_report(terms, actor.marking, timezone.localdate())
        return paper_file(report, format, f"terms-of-reference-{slugify(terms.group.name)[:50]}-{terms.number}")
    things = [("partnerships.termsofreference", one.pk) for one in every.versions]
    return page(
        request,
        "show_terms",
        group=shown,
        terms=terms,
        every=every,
        standing=paper.standing_of(terms) if terms else "",
        parts=paper.parts_of(terms) if terms else [],
        versions=[(one, paper.standing_of(one)) for one in every.versions],
        may_write=actor.may(WRITE_TERMS) and may_write_for(actor, group),
        may_sign_off=actor.may(SIGN_OFF_TERMS),
        events=trail.history_of(actor, things, limit=20) if things else [],
    )


def _group(request: Asked, group: UUID) -> Any:
    return found(queries.find_group(request.actor, group))


@needs(WRITE_TERMS)
def write_terms(request: Asked, group: UUID) -> HttpResponse:
    """Write the next version, begun from the one before; its membership from the seats."""
    actor, now = request.actor, timezone.now()
    shown = found(queries.show_group(actor, group, timezone.localdate()))
    _insist_own(request, group)
    every = queries.terms_of_group(actor, group)
    form = forms.TermsForm.of(request, initial=_begin(shown, every))
    drafted = attempt(
        request, form, lambda: services.draft_terms(actor, now, group, **form.answers()),
        presenters.in_words("partnerships.termsofreference"),
    )  # fmt: skip
    if drafted:
        sentence = "The draft was kept. Put it to the executive when it is ready."
        return done(request, sentence, "partnerships:show_terms_version", group=group, number=drafted.number)
    return page(request, "write_terms", form=form, group=shown)


def _begin(shown: Any, every: queries.GroupTerms) -> dict[str, Any]:
    """What stands on the page at first: the draft, else the version in force with today's seats, else the remit."""
    begun = every.in_making or every.in_force
    if begun is None:
        return {"purpose": shown.remit, "frequency": shown.cadence, "membership": paper.membership_of(shown)}
    initial = {name: getattr(begun, name) for name, _ in paper.PARTS} | {"review_on": begun.review_on}
    if every.in_making is None:
        return initial | {"membership": paper.membership_of(shown), "review_on": None}
    return initial | {"version": begun.version}


def _insist_own(request: Asked, group: UUID) -> None:
    if not may_write_for(request.actor, group):
        raise PermissionDenied("The chair of the group or the business unit writes this.")


@needs(WRITE_TERMS)
def put_terms(request: Asked, group: UUID) -> HttpResponse:
    """Ask once more, and put the draft to the executive."""
    actor, shown, today = request.actor, _group(request, group), timezone.localdate()
    _insist_own(request, group)
    form = forms.Nothing.of(request)
    put = attempt(request, form, lambda: services.put_terms(actor, timezone.now(), today, group))
    if put:
        return done(request, "They wait for the executive.", "partnerships:show_terms_version", group=group,
                    number=put.number)  # fmt: skip
    return page(request, "put_terms", form=form, group=shown)


@needs(SIGN_OFF_TERMS)
def sign_off_terms(request: Asked, group: UUID) -> HttpResponse:
    """Record who signed them off, and when."""
    actor, shown, today = request.actor, _group(request, group), timezone.localdate()
    form = forms.SignOffForm.of(request, initial={"signed_off_on": today, "signed_off_by": "the executive"})
    signed = attempt(
        request, form, lambda: services.sign_off_terms(actor, timezone.now(), today, group, **form.cleaned_data)
    )
    if signed:
        return done(request, "They are in force.", "partnerships:show_terms", group=group)
    return page(request, "sign_off_terms", form=form, group=shown)


@needs(SIGN_OFF_TERMS)
def return_terms(request: Asked, group: UUID) -> HttpResponse:
    """Send them back to be changed."""
    actor, shown = request.actor, _group(request, group)
    form = forms.SendBackForm.of(request)
    back = attempt(request, form, lambda: services.return_terms(actor, timezone.now(), group, **form.cleaned_data))
    if back:
        return done(request, "They were sent back.", "partnerships:show_terms_version", group=group, number=back.number)
    return page(request, "return_terms", form=form, group=shown)
