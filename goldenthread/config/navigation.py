"""What the header of every page says: where one is, who one is, what waits, and one's other partnerships."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import SAVE_VIEWS, label
from goldenthread.partnerships.queries import SavedLine
from goldenthread.threads.permissions import SEE as SEARCH
from goldenthread.web import navigation as registry
from goldenthread.web.environment import address


@dataclass(frozen=True)
class Entry:
    """One link of the header."""

    text: str
    href: str
    active: bool
    current: bool


@dataclass(frozen=True)
class Membership:
    """One partnership of a person: where it is, and what they are to it."""

    name: str
    slug: str
    href: str
    current: bool = False
    roles: tuple[str, ...] = ()


class Site:
    """The header's words for one request. Each is looked up when a page first prints it, and then kept."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @cached_property
    def signed_in(self) -> bool:
        """True when somebody is signed in."""
        return bool(getattr(getattr(self.request, "user", None), "is_authenticated", False))

    @cached_property
    def person(self) -> str:
        """The name of the person signed in, or nothing."""
        return str(self.request.user) if self.signed_in else ""

    @cached_property
    def person_key(self) -> str:
        """What keeps one person's drafts apart from another's in a shared browser."""
        return str(self.request.user.pk) if self.signed_in else ""

    @cached_property
    def partnership(self) -> str:
        """The name of the partnership in the address, or nothing."""
        return self.actor.partnership_name if self.actor else ""

    @property
    def marking(self) -> str:
        """The partnership's protective marking, printed on every sheet of its pages; or nothing."""
        return self.actor.marking if self.actor else ""

    @cached_property
    def home(self) -> str:
        """The address of the partnership's home, or the front door."""
        return self._pages[0][1] if self._pages else "/"

    @cached_property
    def strands(self) -> str:
        """Whom the partnership serves, "Children and adults", or nothing."""
        words = {"children": "children", "adults": "adults", "both": "children and adults"}
        return " and ".join(words.get(one, one) for one in sorted(self._strands, reverse=True)).capitalize()

    @property
    def _strands(self) -> frozenset[str]:
        return self.actor.strands if self.actor else frozenset()

    @cached_property
    def actors(self) -> list[Actor]:
        """The person as they act in each of their partnerships today, by its name; the middleware may know already."""
        known: list[Actor] | None = getattr(self.request, "actors", None)
        person = self.request.user.pk
        if known is not None or person is None:
            return known or []
        return partnerships.actors_of(person, timezone.localdate())

    @cached_property
    def partnerships(self) -> list[Membership]:
        """The partnerships this person belongs to today, by name, with the roles they hold in each."""
        here = self.actor.partnership_slug if self.actor else ""
        return [
            Membership(
                name=one.partnership_name,
                slug=one.partnership_slug,
                href=f"/{one.partnership_slug}/",
                current=one.partnership_slug == here,
                roles=tuple(sorted(label(role) for role in one.roles)),
            )
            for one in self.actors
        ]

    @cached_property
    def search_href(self) -> str:
        """The address of the search, or nothing for whoever may not search here."""
        return _address("threads:search", self.actor.partnership_slug) if self.actor and self.actor.may(SEARCH) else ""

    @property
    def searched_for(self) -> str:
        """What is being searched for, so that it can be changed where it was typed."""
        return self.request.GET.get("q", "")[:200] if self.request.path == self.search_href else ""

    @cached_property
    def my_work_href(self) -> str:
        """The address of "My work", or nothing for somebody of no partnership."""
        name = registry.my_work_page()
        here = self.actor.partnership_slug if self.actor else ""
        return address(name, here) if name and self.actors else ""

    @cached_property
    def my_work_count(self) -> int:
        """How many things wait for this person today, in all of their partnerships; a page that shows them may know."""
        known: int | None = getattr(self.request, "my_work_count", None)
        return registry.count_my_work(self.actors, timezone.localdate()) if known is None else known

    @property
    def path_here(self) -> str:
        """The address of this page within its partnership."""
        return self.request.path.removeprefix(f"/{self.actor.partnership_slug}/") if self.actor else ""

    @cached_property
    def keeps_views(self) -> bool:
        """True on a list that this person may keep as a view."""
        match = self.request.resolver_match
        return bool(self.actor and match and getattr(match.func, "lists", "") and self.actor.may(SAVE_VIEWS))

    @cached_property
    def views(self) -> list[SavedLine]:
        """The views kept of this list, one's own first. One query, when a list first prints them."""
        return partnerships.list_views(self.actor, self.path_here) if self.actor and self.keeps_views else []

    @cached_property
    def _pages(self) -> list[tuple[registry.NavigationItem, str, int]]:
        """The pages of the header this person may open: each with its address and how deep within it they are."""
        if not self.actor:
            return []
        return [
            (item, href, self._reach(item, href))
            for item in registry.registered()
            if (item.permission is None or self.actor.may(item.permission))
            and (href := _address(item.url_name, self.actor.partnership_slug))
        ]

    @cached_property
    def _here(self) -> registry.NavigationItem | None:
        """The page of the header within which one is, or None."""
        within = max(self._pages, key=lambda page: page[2], default=None)
        return within[0] if within and within[2] else None

    def _entry(self, text: str, href: str, active: bool) -> Entry:
        return Entry(text=text, href=href, active=active, current=self.request.path == href)

    @cached_property
    def navigation(self) -> list[Entry]:
        """The words under which this person may open something, the one they are in marked."""
        first: dict[str, str] = {}
        for item, href, _ in self._pages:
            first.setdefault(item.under, href)
        here = self._here.under if self._here else ""
        return [self._entry(word, first[word], word == here) for word in registry.WORDS if word in first]

    @cached_property
    def beneath(self) -> list[Entry]:
        """The pages under the word one is in, where there is more than one."""
        here = self._here
        mine = [(item, href) for item, href, _ in self._pages if here and item.under == here.under != registry.ACCOUNT]
        return [self._entry(item.label, href, item == here) for item, href in mine] if len(mine) > 1 else []

    @cached_property
    def account(self) -> list[Entry]:
        """The pages of this partnership in the menu with one's name."""
        return [
            self._entry(item.label, href, item == self._here)
            for item, href, _ in self._pages
            if item.under == registry.ACCOUNT
        ]

    @cached_property
    def sections(self) -> list[Entry]:
        """What other apps add to the line of pages about the partnership, as far as this person may open it."""
        if not self.actor:
            return []
        return [
            Entry(item.label, href, active=self.request.path.startswith(href), current=self.request.path == href)
            for item in registry.sections()
            if (item.permission is None or self.actor.may(item.permission))
            and (href := _address(item.url_name, self.actor.partnership_slug))
        ]

    def _reach(self, item: registry.NavigationItem, href: str) -> int:
        """How much of the path lies within a page: the longest wins, so that Home gives way to Plans."""
        slug = self.actor.partnership_slug if self.actor else ""
        starts = [href, *(f"/{slug}/{start}" for start in item.within)]
        return max((len(start) for start in starts if self.request.path.startswith(start)), default=0)


def navigation(request: HttpRequest) -> dict[str, Site]:
    """`site`, for every page. Nothing is looked up for a fragment that prints no header."""
    return {"site": Site(request)}


def _address(name: str, slug: str) -> str:
    try:
        return address(name, slug)
    except NoReverseMatch:
        return ""
