"""Which pages are measured, as whom, and what each costs over the wire and in the database."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.serving import PASSWORD, Page, Server, Visitor
from tests.pages import Screen
from tests.pages import one as an_id

PAGE_SECONDS, PAGE_QUERIES = 0.2, 16
THROWN_AWAY = 4
EMPTY = "an empty signed-in page"
# Of what is looked at here and by no test: how an id of it is found.
LARGE_ROUND = "SELECT round_id FROM returns_return WHERE partnership_id = %s GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1"
MORE = {
    "large_round": LARGE_ROUND,
    "group_that_meets": an_id("meetings_meeting", "state = 'approved'", "group_id"),
    "held": an_id("meetings_meeting", "state = 'approved'"),
}
BUSY = "somebody with much work"
# So many agencies does the person with much work lead: over a hundred actions are theirs to lead or to help with.
LED = 3


def _of(title: str, name: str, sample: str = "", key: str = "", who: str = "business_manager", **more: str) -> "Visit":
    ids = {key: sample} if sample else {}
    words = {"kind": more["kind"]} if "kind" in more else {}
    return Visit(title, Screen(name, ids, words, more.get("query", ""), who))


@dataclass(frozen=True)
class Visit:
    """A page under a name of its own; without a screen, the empty one."""

    title: str
    screen: Screen | None = None

    def path(self, slug: str, fetch: Callable[[str, str], str | None]) -> str | None:
        """Its address in a partnership, or None where that has nothing to show on it."""
        from tests import pages

        if self.screen is None:
            return "/accounts/"
        own = {key: fetch(MORE[sample], slug) for key, sample in self.screen.ids.items() if sample in MORE}
        if None in own.values():
            return None
        rest = {key: sample for key, sample in self.screen.ids.items() if key not in own}
        words = {**self.screen.words, **{key: str(found) for key, found in own.items()}}
        return pages.address(replace(self.screen, ids=rest, words=words), slug, fetch)

    @property
    def who(self) -> str:
        """The role of whoever looks at it."""
        return self.screen.who if self.screen else "business_manager"


VISITS = (
    Visit(EMPTY),
    _of("home", "plans:show_home"),
    _of("plan", "plans:show_plan", "plan", "plan_id"),
    _of("plan, every action", "plans:show_plan", "plan", "plan_id", query="open=all"),
    _of("plan, filtered", "plans:show_plan", "plan", "plan_id", query="delivery=off_track"),
    _of("plan on a page", "plans:show_plan_on_a_page", "plan", "plan_id"),
    _of("priority", "plans:show_priority", "priority", "priority_id"),
    _of("objective", "plans:show_objective", "objective", "objective_id"),
    _of("broken threads", "plans:list_broken_threads"),
    _of("actions", "actions:list_actions"),
    _of("actions, filtered", "actions:list_actions", query="delivery=no_update"),
    _of("actions, last page", "actions:list_actions", query="page=9999"),
    _of("action", "actions:show_action", "open", "action"),
    _of("work plan of a group", "actions:group_work_plan", "group", "group"),
    _of("silence", "actions:list_silent"),
    _of("my work, unit", "actions:my_work"),
    _of("my work, agency lead", "actions:my_work", who="agency_lead"),
    _of("my work, over 100 actions", "actions:my_work", who=BUSY),
    _of("search, nothing found", "threads:search", query="q=nothingthatanybodywrote"),
    _of("search, rare word", "threads:search", query="q=Rehearse+chronology"),
    _of("search, common word", "threads:search", query="q=agencies"),
    _of("thread of a plan", "threads:show_thread", "plan", "thing_id", kind="plans.plan"),
    _of("thread of an action", "threads:show_thread", "open", "thing_id", kind="actions.action"),
    _of("history", "partnerships:show_history"),
    _of("people", "partnerships:list_people"),
    _of("structure", "partnerships:show_structure"),
    _of("documents", "documents:list_documents"),
    _of("forward plan, a year", "notify:show_forward_plan"),
    _of("forward plan of oneself", "notify:show_forward_plan", who="group_chair", query="mine=yes"),
    _of("forward plan, listed whole", "notify:show_forward_plan", query="open=all"),
    _of("meetings", "meetings:list_meetings"),
    _of("meetings, past", "meetings:list_meetings", query="when=past"),
    _of("a meeting", "meetings:show_meeting", "agenda", "meeting"),
    _of("a meeting that was held", "meetings:show_meeting", "held", "meeting"),
    _of("agenda", "meetings:keep_agenda", "agenda", "meeting"),
    _of("minutes", "meetings:show_minutes", "held", "meeting"),
    _of("attendance", "meetings:show_attendance", "group_that_meets", "group"),
    _of("late papers", "meetings:list_late_papers"),
    _of("decisions", "meetings:list_decisions"),
    _of("a group", "partnerships:show_group", "group_that_meets", "group"),
    _of("risks", "risks:list_risks"),
    _of("matrix of risks", "risks:show_matrix"),
    _of("movement of risks", "risks:show_movement"),
    _of("registers of risks", "risks:list_registers"),
    _of("challenges", "challenges:list_challenges"),
    _of("rounds", "returns:list_rounds"),
    _of("a round of 300 returns", "returns:show_round", "large_round", "round_id"),
    _of("returns", "returns:list_returns"),
    _of("returns, late", "returns:list_returns", query="states=late"),
    _of("a report, read", "returns:show_return", "sent", "return_id"),
    _of("who reports what", "returns:list_obligations"),
    _of("what reports ask", "returns:list_requests"),
    _of("who will get what", "notify:list_recipients"),
    _of("scorecard, 60 indicators by 48 months", "scorecards:show_scorecard", "scorecard", "scorecard_id"),
    _of("indicator, 48 months", "scorecards:show_indicator", "indicator", "indicator_id"),
)


@dataclass(frozen=True)
class Cost:
    """What a page costs: seconds of each visit over the wire, queries, bytes, and the status it answered with."""

    title: str
    seconds: Sequence[float]
    queries: int
    size: int
    status: int

    @property
    def middle(self) -> float:
        """Half of the visits took no longer."""
        return statistics.median(self.seconds)

    @property
    def slow(self) -> float:
        """Nineteen in twenty visits took no longer."""
        return percentile(self.seconds, 0.95)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that so large a share of them does not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def visitors(slug: str) -> dict[str, str]:
    """The e-mail address of one person for each role, all of them able to sign in; and of one with much work."""
    from django.contrib.auth.hashers import make_password

    from goldenthread.people.models import User
    from tests import visiting

    found = visiting.holders(slug)
    found[BUSY] = _with_much_work(slug)
    User.objects.filter(email__in=set(found.values())).update(password=make_password(PASSWORD))
    return found


def _with_much_work(slug: str) -> str:
    """Somebody who is lead for several agencies, made where nobody is."""
    from django.utils import timezone

    from goldenthread.partnerships.models import Agency, Membership, Partnership
    from goldenthread.people.models import User

    here = Partnership.objects.get(slug=slug)
    person, is_new = User.objects.get_or_create(
        email=f"with-much-work@{slug}.example.org", defaults={"name": "Ada Much"}
    )
    if is_new:
        agencies = Agency.objects.filter(participations__partnership=here).distinct().order_by("pk")[:LED]
        Membership.objects.bulk_create(
            Membership(partnership=here, person=person, role="agency_lead", agency=one, starts_on=timezone.localdate())
            for one in agencies
        )
    return person.email


def measured(server: Server, slug: str, times: int, only: str) -> list[Cost]:
    """Each page visited so many times by whoever looks at it, turn after turn, so that all pages share the noise."""
    from tests import visiting

    emails = visitors(slug)
    signed: dict[str, Visitor] = {}
    pages = [one for one in VISITS if one.screen is None or only in one.title]
    paths = {one.title: one.path(slug, visiting.fetch) for one in pages}
    last: dict[str, Page] = {}
    seconds: dict[str, list[float]] = {}
    for turn in range(times + THROWN_AWAY):
        for one in pages:
            path = paths[one.title]
            if path is None:
                continue
            if one.who not in signed:
                signed[one.who] = Visitor(server.port)
                signed[one.who].sign_in(emails[one.who])
            page = signed[one.who].get(path)
            if turn >= THROWN_AWAY:
                last[one.title] = page
                seconds.setdefault(one.title, []).append(page.seconds)
    return [
        _cost(one, seconds[one.title], last[one.title], emails[one.who], str(paths[one.title]))
        for one in pages
        if one.title in last
    ]


def _cost(visit: Visit, seconds: Sequence[float], last: Page, email: str, path: str) -> Cost:
    from django.test import Client

    from goldenthread.people.queries import person_by_email
    from tests import visiting

    client = Client()
    client.force_login(person_by_email(email))
    asked = visiting.asked(client, path)
    return Cost(visit.title, seconds, len(asked), len(last.content), last.status)
