"""The header says where one is, what waits, and where else one belongs, and looks nothing up that is not printed."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import include, path

from goldenthread.config.navigation import Site, navigation
from goldenthread.kernel.actor import SEEN, Actor, Permission
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.web import navigation as registry
from goldenthread.web.tests import sink

pytestmark = pytest.mark.urls(__name__)
SEE = Permission("navigation.see", "see it", frozenset({"group_chair"}), SEEN)
WRITE = Permission("navigation.write", "write it", frozenset({"business_manager"}))

urlpatterns = [
    path("accounts/", include("goldenthread.people.urls")),
    path("<slug:partnership>/", sink.kitchen_sink, name="home"),
    path("<slug:partnership>/plans/", sink.kitchen_sink, name="plans"),
    path("<slug:partnership>/import/", sink.kitchen_sink, name="import"),
    path("<slug:partnership>/actions/", sink.kitchen_sink, name="actions"),
    path("<slug:partnership>/history/", sink.kitchen_sink, name="history"),
]


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(registry, "_ITEMS", {})
    monkeypatch.setattr(registry, "_COUNTERS", [])
    registry.register(registry.NavigationItem("Plans", "plans", SEE, 20, within=("priorities/",), under="Plan"))
    registry.register(registry.NavigationItem("Home", "home", SEE, 10, under="Home"))
    registry.register(registry.NavigationItem("Import", "import", WRITE, 30, under="Plan"))
    registry.register(registry.NavigationItem("Meetings", "not:built", SEE, 40, under="Meetings"))
    registry.register(registry.NavigationItem("Actions", "actions", SEE, 25, under="Plan"))
    registry.register(registry.NavigationItem("History", "history", SEE, under=registry.ACCOUNT))
    registry.register_counter("plans", lambda actor, today: 3)
    registry.register_counter("plans", lambda actor, today: 4)


def site_at(url: str, actor: Actor | None = None, user: object = None) -> Site:
    request = RequestFactory().get(url)
    request.user = user or AnonymousUser()
    if actor:
        request.actor = actor
    return navigation(request)["site"]


def chair(slug: str = "riverside") -> Actor:
    roles, strands = frozenset({"group_chair"}), frozenset({"children", "adults"})
    return Actor(None, "Amina", uuid4(), slug, "Riverside Partnership", roles, strands=strands)


def test_only_pages_that_exist_and_may_be_opened_are_shown_from_left_to_right():
    assert [(entry.text, entry.href) for entry in site_at("/riverside/", chair()).navigation] == [
        ("Home", "/riverside/"),
        ("Plan", "/riverside/plans/"),
    ]


@pytest.mark.parametrize(
    ("url", "active", "current"),
    [
        ("/riverside/", ["Home"], ["Home"]),
        ("/riverside/plans/", ["Plan"], ["Plan"]),
        ("/riverside/plans/12/", ["Plan"], []),
        ("/riverside/priorities/12/", ["Plan"], []),
        ("/riverside/actions/", ["Plan"], []),
        ("/riverside/history/", [], []),
    ],
)
def test_the_part_one_is_in_is_marked(url: str, active: list[str], current: list[str]):
    entries = site_at(url, chair()).navigation
    assert [entry.text for entry in entries if entry.active] == active
    assert [entry.text for entry in entries if entry.current] == current


def test_the_pages_under_a_word_stand_beneath_it_only_while_one_is_there():
    beneath = site_at("/riverside/actions/7/", chair()).beneath
    assert [(entry.text, entry.href, entry.active) for entry in beneath] == [
        ("Plans", "/riverside/plans/", False),
        ("Actions", "/riverside/actions/", True),
    ]
    assert site_at("/riverside/", chair()).beneath == []
    assert site_at("/riverside/history/", chair()).beneath == []


def test_pages_of_the_account_stand_in_the_menu_with_ones_name():
    assert [(entry.text, entry.active) for entry in site_at("/riverside/history/", chair()).account] == [
        ("History", True)
    ]


def test_somebody_who_may_open_nothing_else_starts_at_the_page_of_their_account(monkeypatch):
    monkeypatch.setattr(registry, "_ITEMS", {})
    registry.register(registry.NavigationItem("History", "history", SEE, under=registry.ACCOUNT))
    site = site_at("/riverside/history/", chair())
    assert (site.navigation, site.home) == ([], "/riverside/history/")


def test_a_page_stands_under_a_word_of_the_navigation():
    with pytest.raises(ValueError, match="Sundries"):
        registry.register(registry.NavigationItem("Odds", "home", under="Sundries"))


def test_my_work_is_counted_anew_once_something_happened(monkeypatch, settings):
    """As long as no trail has gone on, what was counted holds; for another person or day it is counted for itself."""
    asked = []
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "navigation"}
    settings.CACHES = {**settings.CACHES, "process": memory}
    monkeypatch.setattr(registry, "_COUNTERS", [("plans", lambda actors, today: asked.append(today) or len(asked))])
    before, day = replace(chair(), user_id=uuid4(), as_of=7), date(2026, 10, 1)
    assert [registry.count_my_work([before], day) for _ in range(3)] == [1, 1, 1]
    after = replace(before, as_of=8)
    assert [registry.count_my_work([one], day) for one in (after, after, before)] == [2, 2, 1]
    assert registry.count_my_work([after], date(2026, 10, 2)) == 3
    assert registry.count_my_work([replace(after, user_id=uuid4())], day) == 4
    # Where nothing is known of the trail it is counted each time.
    assert [registry.count_my_work([replace(after, as_of=0)], day) for _ in range(2)] == [5, 6]


def test_my_work_counts_everything_that_waits():
    site = site_at("/riverside/", chair())
    site.request.actors = [chair(), chair("vale")]
    assert (site.my_work_href, site.my_work_count) == ("/riverside/plans/", 7)
    assert (site_at("/").my_work_href, site_at("/").actors) == ("", [])


def test_a_page_that_counted_what_waits_is_believed():
    site = site_at("/riverside/", chair())
    site.request.my_work_count = 2
    assert site.my_work_count == 2


def test_strands_are_said_in_words():
    assert site_at("/riverside/", chair()).strands == "Children and adults"


def test_somebody_not_signed_in_sees_the_name_of_the_service_alone():
    site = site_at("/accounts/login/")
    assert (site.signed_in, site.person, site.partnership, site.navigation, site.partnerships) == (
        False,
        "",
        "",
        [],
        [],
    )
    assert site.home == "/"


def test_two_pages_may_not_share_a_name():
    with pytest.raises(ValueError, match="Plans"):
        registry.register(registry.NavigationItem("Plans", "home", under="Home"))


@pytest.mark.django_db
def test_a_person_of_two_partnerships_may_change_over_and_sees_their_roles():
    first, second = factories.found("dale", "Dale Partnership"), factories.found("riverside", "Riverside Partnership")
    person = factories.person_with(first, Role.ANALYST)
    factories.person_with(second, Role.GROUP_CHAIR, person=person)
    factories.found("vale", "Vale Partnership")
    site = site_at("/dale/", factories.acting(first, person), person)
    assert [(one.name, one.href, one.current) for one in site.partnerships] == [
        ("Dale Partnership", "/dale/", True),
        ("Riverside Partnership", "/riverside/", False),
    ]
    assert [one.roles for one in site.partnerships] == [("Analyst",), ("Group chair",)]
