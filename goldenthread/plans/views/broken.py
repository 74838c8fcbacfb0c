"""Where the threads are broken, and the way to mend each."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.actions.forms import AddEvidence
from goldenthread.partnerships.exchange import list_file
from goldenthread.plans import forms, permissions, presenters, queries, services
from goldenthread.plans.presenters import words_of
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.uploads import takes_files, with_file

LISTING = Listing(columns=presenters.BROKEN_COLUMNS, filters=forms.BrokenFilters, order="what")
DOWNLOAD = Listing(columns=presenters.BROKEN_PRINTED)
EVIDENCED = ("priority", "objective", "measure")


@needs(permissions.SEE)
@list_page("Broken threads")
def list_broken_threads(request: HttpRequest) -> HttpResponse:
    """Every break in the plans in force, filtered and in order, as a page or a file."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = [presenters.BrokenRow(actor, one) for one in queries.broken_threads(actor, timezone.localdate())]
    places = {place for row in rows for place in row.broken.places}
    state = LISTING.read(
        request.GET,
        plans=sorted({(str(place.plan_id), place.plan) for place in places}, key=lambda one: one[1]),
        priorities=sorted(
            {(str(place.priority_id), place.priority) for place in places if place.priority}, key=lambda one: one[1]
        ),
        groups=sorted({name for row in rows for name in row.broken.groups}),
    )
    kept = state.sorted(row for row in rows if presenters.fits(row, state.filters))
    if state.format:
        name = f"broken-threads-{slugify(actor.partnership_name)[:40]}-{timezone.localdate().isoformat()}"
        wide = ("What is broken", "In words")
        today = timezone.localdate()
        return list_file(actor, today, state, kept, "Broken threads", columns=DOWNLOAD.columns, wide=wide, file=name)
    context = {
        "state": state,
        "page": state.page(kept),
        "counts": presenters.broken_counts(rows),
        "who": presenters.WHO,
    }
    return TemplateResponse(request, "plans/list_broken_threads.html", context)


@takes_files
@needs(permissions.ADD_EVIDENCE)
def add_evidence(request: HttpRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Add evidence to a priority, an objective or a measure."""
    actor = request.actor  # type: ignore[attr-defined]
    part = found(queries.show_part(actor, kind, part_id) if kind in EVIDENCED else None)
    initial = {"information_class": "G", "dated_on": timezone.localdate(), "kind": "document"}
    initial["quadrant"] = request.GET.get("side", "")
    form = with_file(AddEvidence.of(request, initial=initial), request)

    def act(typed: AddEvidence) -> str:
        services.add_evidence(actor, timezone.now(), kind, part_id, **typed.cleaned_data)
        return to(request, f"show_{kind}", **{f"{kind}_id": part_id})

    context = {"thing": part, "plan": part.plan, "words": words_of(part.plan), "level": kind}
    done = "The evidence was added. It hangs on the thread now."
    return answer(request, "plans/add_evidence.html", form, act, done=done, **context)
