"""The forward plan as a page, a print, a file; and as a feed in somebody's own calendar."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.kernel.forward_plan import SORTS, Entry, Sort
from goldenthread.notify import forms, presenters, queries, rules, services
from goldenthread.notify.permissions import KEEP_FEED, SEE_FORWARD_PLAN
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.rendering.calendars import CalendarEntry, calendar_feed
from goldenthread.web.access import needs, public
from goldenthread.web.environment import address
from goldenthread.web.forms import Form
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

# The years a plan can be asked for.
NEAR = range(2000, 2101)
SHARED = {"agency": "an agency", "whole": "the whole partnership"}
PLAN = Listing(presenters.AHEAD, forms.AheadFilters, order="on")


def _since(request: Asked, today: date) -> date:
    """The first day shown: of the month the address names, or of this one where it names none that is near."""
    try:
        since = date.fromisoformat(f"{request.GET.get('from', '')}-01")
    except ValueError:
        since = date.min
    return since if since.year in NEAR else today.replace(day=1)


@needs(SEE_FORWARD_PLAN)
@list_page("Forward plan")
def show_forward_plan(request: Asked) -> HttpResponse:
    """The dates of a year: of the partnership, a group, an agency, or only what concerns oneself.

    Where they are many, some months are only counted until they are asked for; a file always holds every date.
    """
    actor, today = request.actor, timezone.localdate()
    known = partnerships.known_leads(actor, today)
    choices = {kind: [(one.id, one.name) for one in known if one.kind == kind] for kind in ("group", "agency")}
    since = _since(request, today)
    state = PLAN.read(request.GET, groups=choices["group"], agencies=choices["agency"], years=_years(since, today))
    told = state.filters
    wanted = rules.Wanted(
        group_id=_id(told.get("group_id")), agency_id=_id(told.get("agency_id")), sorts=told.get("sorts", ()),
        only_mine=bool(told.get("mine")),
    )  # fmt: skip
    until = rules.months_on(since, rules.MONTHS_SHOWN) - timedelta(days=1)
    entries = queries.ahead(actor, since, until, wanted)
    if state.format:
        return list_file(
            actor, today, state, entries, "Forward plan", columns=presenters.AHEAD, file="forward-plan",
            wide=("What",), restricted=any(one.is_restricted for one in entries),
        )  # fmt: skip
    earlier, later = (_with(request, "from", rules.months_on(since, months)) for months in (-12, 12))
    months = rules.listed(rules.by_month(entries, since), today, request.GET.get("open", ""))
    return page(
        request, "show_forward_plan", state=state, months=months, since=since, until=until,
        today=today, count=len(entries), earlier=earlier, later=later, sorts=SORTS, tones=presenters.SORT_TONES,
        is_folded=any(one.folded for one in months), unfold=lambda key: _with(request, "open", key),
        by_sort=presenters.by_sort, next_up=rules.next_after_others(months, today), not_come=rules.has_not_come,
        is_narrowed=any(told.get(name) for name in ("group_id", "agency_id", "sorts", "mine")),
        href=lambda entry: address(entry.page, actor.partnership_slug, **entry.parts),
        restricted=any(one.is_restricted for one in entries),
    )  # fmt: skip


def _years(since: date, today: date) -> list[tuple[str, str]]:
    """The twelve months offered: those shown, and two years back and ahead, by the month they begin with."""
    begins = {rules.months_on(today, 12 * years) for years in range(-2, 3) if years} | {since}
    last = {first: rules.months_on(first, rules.MONTHS_SHOWN - 1) for first in begins}
    return [(f"{first:%Y-%m}", f"{first:%B %Y} to {last[first]:%B %Y}") for first in sorted(begins)]


def _with(request: Asked, name: str, value: date | str) -> str:
    """The address of the same plan from another month on, or with another month listed."""
    query = request.GET.copy()
    query.pop("open", None)
    query[name] = f"{value:%Y-%m}" if isinstance(value, date) else value
    return f"?{query.urlencode()}"


def _id(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


@needs(KEEP_FEED)
def list_feeds(request: Asked) -> HttpResponse:
    """One's own feeds, for the unit also those that are shared, and a new one."""
    actor = request.actor
    today = timezone.localdate()
    form = forms.NewFeed.of(request, offered=queries.feeds_offered(actor, today))
    made = attempt(request, form, lambda: services.make_feed(actor, timezone.now(), today, **form.chosen()))
    if made:
        _, token = made
        # Shown once, on the page that follows; only its hash is kept.
        request.session["calendar_token"] = token
        return redirect("notify:show_new_feed", actor.partnership_slug)
    kinds = {key.partition(":")[0] for key, _ in form.fields["what"].choices}
    shares = " or ".join(words for kind, words in SHARED.items() if kind in kinds)
    return page(
        request, "list_feeds", form=form, feeds=queries.list_feeds(actor), shares=shares, me=actor.user_id
    )  # fmt: skip


@needs(KEEP_FEED)
def show_new_feed(request: Asked) -> HttpResponse:
    """The address of the feed that was just made, once."""
    token = request.session.get("calendar_token")
    if not token:
        messages.info(request, "The address of a feed is shown once, when it is made. Make another if it was lost.")
        return redirect("notify:list_feeds", request.actor.partnership_slug)
    if request.method == "POST":
        del request.session["calendar_token"]
        return redirect("notify:list_feeds", request.actor.partnership_slug)
    return page(request, "show_new_feed", feed=f"{settings.BASE_URL}/calendar/{token}.ics")


@needs(KEEP_FEED)
def revoke_feed(request: Asked, feed_id: UUID) -> HttpResponse:
    """Ask once more, and take a feed away."""
    feed = found(queries.find_feed(request.actor, feed_id))
    form = Form.of(request)
    if attempt(request, form, lambda: services.revoke_feed(request.actor, timezone.now(), feed_id)):
        return done(request, "The feed is gone; its address answers no more.", "notify:list_feeds")
    return page(request, "revoke_feed", form=form, feed=feed)


@public
def read_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A feed for a calendar program, which knows its secret address and nothing else."""
    read = queries.read_feed(rules.feed_hash(token), timezone.localdate())
    if read is None or request.method != "GET":
        raise Http404("There is no such calendar.")
    feed, actor, entries = read
    services.note_feed_read(actor, timezone.now(), timezone.localdate(), feed)
    name = f"{actor.partnership_name}: {feed.of or actor.name}"
    body = calendar_feed(name, [_told(one, actor.partnership_slug) for one in entries], timezone.now())
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="forward-plan.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _told(entry: Entry, slug: str) -> CalendarEntry:
    """An entry as it may leave the service: of what is restricted, its day and sort."""
    who = "" if entry.is_restricted else " to ".join(filter(None, (entry.who, entry.to)))
    # A meeting that moves stays the same entry; of anything else, one thing may have several dates.
    day = "" if entry.sort == Sort.MEETING else f"-{entry.on:%Y%m%d}"
    return CalendarEntry(
        key=f"{entry.sort}-{entry.thing_id}{day}", title=rules.title_outside(entry), on=entry.on,
        starts_at=entry.starts_at, ends_at=entry.ends_at, place="" if entry.is_restricted else entry.place,
        details=" · ".join(filter(None, (who, entry.state))),
        url=f"{settings.BASE_URL}{address(entry.page, slug, **entry.parts)}",
        is_cancelled=entry.state in ("cancelled", "left out"),
    )  # fmt: skip
