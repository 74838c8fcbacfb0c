"""The structure of a partnership and each of its groups."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships import rules as rules_of
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE, SEE_STRUCTURE, may_write_for
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.lists import FORMATS
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(SEE_STRUCTURE)
def show_structure(request: Asked) -> HttpResponse:
    """The groups as a nested list and a chart; `?ended=yes` with those that have ended, `?format=csv` to take away."""
    today, ended = timezone.localdate(), request.GET.get("ended") == "yes"
    groups = queries.list_groups(request.actor, today, ended)
    if request.GET.get("format") in FORMATS:
        return _download(request, today, request.GET["format"], groups)
    return page(
        request,
        "show_structure",
        standing=presenters.structure(groups, today),
        drawing=presenters.drawing(groups, f"Structure of {request.actor.partnership_name}"),
        number=len(groups),
        ended=ended,
        may_change=request.actor.may(CHANGE_STRUCTURE),
    )


def _download(request: Asked, today: date, format: str, groups: list) -> HttpResponse:
    actor = request.actor
    title = f"Structure, {actor.partnership_name}, {today.day} {today:%B %Y}"
    marking = queries.show_partnership(actor).marking
    written = writers("Structure", title, marking, wide=("Members",))
    content = written[format](presenters.STRUCTURE_HEADINGS, presenters.structure_rows(groups))
    response = HttpResponse(content, content_type=FORMATS[format][1])
    response["Content-Disposition"] = f'attachment; filename="{marked_name("structure", marking)}.{format}"'
    return response


@needs(SEE_STRUCTURE)
def draw_structure(request: Asked) -> HttpResponse:
    """The chart of the structure by itself, as SVG."""
    ended = request.GET.get("ended") == "yes"
    groups = queries.list_groups(request.actor, timezone.localdate(), ended)
    drawn = presenters.drawing(groups, f"Structure of {request.actor.partnership_name}")
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@needs(SEE_STRUCTURE)
def show_group(request: Asked, group: UUID) -> HttpResponse:
    """One group: its remit, where it stands, its seats and who sits in them."""
    today = timezone.localdate()
    shown = found(queries.show_group(request.actor, group, today))
    closing = getattr(shown, "closing_report", None)
    return page(
        request,
        "show_group",
        group=shown,
        seats=presenters.seats_in_order(shown.seats_now),
        seats_to_come=presenters.seats_in_order(shown.seats_to_come),
        beneath=[(child, presenters.state_of(child, today)) for child in shown.children.all()],
        state=presenters.state_of(shown, today),
        terms=queries.terms_of_group(request.actor, group),
        closing=rules_of.closing_report_is(shown.kind, shown.ends_on, closing is not None, today),
        closing_report=closing,
        may_write=may_write_for(request.actor, group),
        strands=presenters.strands_in_words(shown.strands),
        chair=presenters.holders_in_words(shown, presenters.CHAIR),
        vice_chair=presenters.holders_in_words(shown, presenters.VICE_CHAIR),
        events=trail.history_of(request.actor, queries.things_of_group(request.actor, group), limit=8),
        may_change=request.actor.may(CHANGE_STRUCTURE),
        beside=beside(request.actor, "partnerships.group", group, today),
    )


@needs(CHANGE_STRUCTURE)
def add_group(request: Asked) -> HttpResponse:
    """Add a group."""
    now, today = timezone.now(), timezone.localdate()
    form = forms.GroupForm.of(request, groups=_choices(request, today), initial={"parent_id": request.GET.get("under")})
    added = attempt(request, form, lambda: services.add_group(request.actor, now, **form.cleaned_data))
    if added:
        return done(request, f"{added.name} was added.", "partnerships:show_group", group=added.pk)
    return page(request, "add_group", form=form)


def _choices(request: Asked, today, without: UUID | None = None) -> list[tuple[str, str]]:
    groups = queries.bare_groups(request.actor, today)
    return [(str(group.pk), group.name) for group in groups if group.pk != without]


@needs(CHANGE_STRUCTURE)
def change_group(request: Asked, group: UUID) -> HttpResponse:
    """Change a group; where somebody saved first, show both texts and keep what was typed."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_group(request.actor, group, today))
    initial = {
        **{name: getattr(shown, name) for name in forms.GroupForm.base_fields if hasattr(shown, name)},
        "aliases": "\n".join(alias.name for alias in shown.aliases.all()),
    }
    form = forms.GroupForm.of(request, groups=_choices(request, today, group), initial=initial)
    context = {"form": form, "group": shown, "version": shown.version}
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() else shown.version
    changed = attempt(
        request, form, lambda: services.change_group(request.actor, now, group, version, **form.cleaned_data),
        presenters.in_words("partnerships.group"),
    )  # fmt: skip
    if changed:
        return done(request, f"{changed.name} was changed.", "partnerships:show_group", group=group)
    if form.is_bound and not form.both:
        context["version"] = version
    return page(request, "change_group", **context)


@needs(CHANGE_STRUCTURE)
def end_group(request: Asked, group: UUID) -> HttpResponse:
    """Give a group its last day, after saying what that does."""
    now, today = timezone.now(), timezone.localdate()
    shown = found(queries.show_group(request.actor, group, today))
    form = forms.EndForm.of(request, initial={"ends_on": today})
    ended = attempt(request, form, lambda: services.end_group(request.actor, now, group, **form.cleaned_data))
    if ended:
        return done(request, f"{ended.name} has its last day.", "partnerships:show_group", group=group)
    return page(request, "end_group", form=form, group=shown)
