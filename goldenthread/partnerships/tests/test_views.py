"""Saved views: kept, shared, renamed, deleted; what others see of them and what they never see."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import SavedView
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import actor_with, found, person_with
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OVERDUE = {"path": "actions/", "query": "due=overdue"}


def keep(browser: Client, name: str = "Overdue", **more: str) -> object:
    return browser.post("/heronsea/views/save/", {**OVERDUE, "name": name, **more}, follow=True)


def test_a_list_is_kept_and_stands_above_it_from_then_on(manager):
    plain = text(manager.get("/heronsea/actions/"))
    assert "Save this view" not in plain
    assert "Save this view" in text(manager.get("/heronsea/actions/?due=overdue"))
    kept = keep(manager)
    assert kept.redirect_chain == [("/heronsea/actions/?due=overdue", 302)]
    page = text(kept)
    assert 'href="/heronsea/actions/?due=overdue" aria-current="true"' in page
    # What has a name needs no second one.
    assert "Save this view" not in page
    # It stands above its own list and no other.
    assert "?due=overdue" not in text(manager.get("/heronsea/people/"))
    assert [event.name for event in Event.objects.filter(name__contains="savedview")] == [
        "partnerships.savedview.saved"
    ]
    assert "kept the view Overdue" in text(manager.get("/heronsea/history/"))


def test_the_order_is_kept_and_the_page_and_the_file_are_not(manager):
    keep(manager, query="due=overdue&sort=-due&page=3&format=csv")
    assert SavedView.objects.get().query == "due=overdue&sort=-due"
    assert 'aria-current="true"' in text(manager.get("/heronsea/actions/?due=overdue&sort=-due&page=2"))


def test_a_name_is_asked_for_and_used_once_and_what_was_typed_stays(manager):
    answer = keep(manager, name=" ")
    assert answer.status_code == 422
    assert "Enter a name for the view" in text(answer)
    keep(manager)
    answer = keep(manager, name="OVERDUE", query="due=overdue&sort=-due", is_shared="yes")
    page = text(answer)
    assert answer.status_code == 422
    assert "You have a view called “OVERDUE” of this list already. Choose another name." in page
    assert 'value="OVERDUE"' in page
    assert 'value="due=overdue&sort=-due"' in page
    assert "checked" in page
    # The same name for another list is no clash.
    assert keep(manager, path="people/", query="role=agency_lead").status_code == 200
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize(
    "path",
    ["", "actions/raise/", "https://elsewhere.example/", "/elsewhere.example/", "../other/actions/", "actions",
     "actions/?next=x", "history/check/", "views/", "no/such/page/"],
)  # fmt: skip
def test_only_the_address_of_a_list_is_kept(manager, unit, path):
    assert keep(manager, path=path).status_code == 404
    assert manager.get("/heronsea/views/save/", {"path": path, "query": "a=b"}).status_code == 404
    with pytest.raises(Refused, match="Only a list that you may open"):
        services.save_view(actor_with(unit, "business_manager"), NOW, name="X", path=path, query="a=b")
    assert not SavedView.objects.exists()


def test_a_list_one_may_not_open_can_neither_be_kept_nor_seen_by_its_name(manager, member):
    keep(manager, name="Who did it", path="history/", query="kind=people.user", is_shared="yes")
    assert keep(member, path="history/", query="kind=people.user").status_code == 404
    assert "Who did it" in text(manager.get("/heronsea/views/"))
    assert "Who did it" not in text(member.get("/heronsea/views/"))
    view = SavedView.objects.get()
    for page in ("change", "delete"):
        assert member.get(f"/heronsea/views/{view.pk}/{page}/").status_code == 404


def test_a_list_as_it_is_needs_no_name(unit):
    with pytest.raises(Refused, match="Filter the list"):
        services.save_view(actor_with(unit, "group_member"), NOW, name="All", path="actions/", query="page=2")


def test_a_view_is_one_s_own_until_it_is_shared_and_again_when_it_is_shared_no_longer(manager, member):
    keep(manager)
    view = SavedView.objects.get()
    assert "?due=overdue" not in text(member.get("/heronsea/actions/"))
    assert member.get(f"/heronsea/views/{view.pk}/delete/").status_code == 404
    change = f"/heronsea/views/{view.pk}/change/"
    manager.post(change, {"name": "Late", "is_shared": "yes"})
    page = text(member.get("/heronsea/actions/"))
    assert 'title="Shared by Mina Farrow">Late<' in page
    assert "Late" in text(member.get("/heronsea/views/"))
    # Shared is not given away: only its owner changes it, and only the unit may tidy it away beside them.
    assert member.get(change).status_code == 404
    assert member.post(f"/heronsea/views/{view.pk}/delete/").status_code == 404
    manager.post(change, {"name": "Late"})
    assert "Late" not in text(member.get("/heronsea/actions/"))
    names = Event.objects.filter(name__contains="savedview").order_by("number").values_list("name", flat=True)
    assert [name.rpartition(".")[2] for name in names] == ["saved", "shared", "unshared"]


def test_the_unit_deletes_what_somebody_shared_and_nobody_s_own(manager, member):
    keep(member, is_shared="yes")
    keep(member, name="Mine", query="due=overdue&sort=-due")
    shared, own = SavedView.objects.get(name="Overdue"), SavedView.objects.get(name="Mine")
    assert manager.get(f"/heronsea/views/{own.pk}/delete/").status_code == 404
    assert "everybody else here can use it no more" in text(manager.get(f"/heronsea/views/{shared.pk}/delete/"))
    assert SavedView.objects.count() == 2
    manager.post(f"/heronsea/views/{shared.pk}/delete/")
    assert list(SavedView.objects.all()) == [own]
    assert Event.objects.filter(name="partnerships.savedview.deleted", thing_id=str(shared.pk)).exists()


def test_another_partnership_never_sees_a_view(manager, sign_in):
    keep(manager, is_shared="yes")
    stranger = sign_in(person_with(found("saltmere"), "business_manager", name="Eve", email="eve@example.org"))
    assert "Overdue" not in text(stranger.get("/saltmere/views/"))
    view = SavedView.objects.get()
    for page in ("change", "delete"):
        assert stranger.get(f"/saltmere/views/{view.pk}/{page}/").status_code == 404
        assert stranger.post(f"/saltmere/views/{view.pk}/{page}/", {"name": "x"}).status_code == 404


def test_services_refuse_what_is_somebody_else_s(unit):
    own = actor_with(unit, "group_member")
    view = services.save_view(own, NOW, name="Mine", **OVERDUE)
    other = actor_with(unit, "business_manager")
    for act in (
        lambda: services.change_view(other, NOW, view.pk, name="Yours", is_shared=True),
        lambda: services.delete_view(other, NOW, view.pk),
    ):
        with pytest.raises(Refused, match="There is no such view"):
            act()
    nobody = replace(own, roles=frozenset())
    with pytest.raises(NotPermitted):
        services.save_view(nobody, NOW, name="Mine", **OVERDUE)


def test_nobody_keeps_more_views_of_a_list_than_they_can_find_again(unit):
    actor = actor_with(unit, "group_member")
    for number in range(services.views.MOST_OF_ONE_LIST):
        services.save_view(actor, NOW, name=f"View {number}", **OVERDUE)
    with pytest.raises(Refused, match="Delete one you no longer use first"):
        services.save_view(actor, NOW, name="One more", **OVERDUE)


def test_what_a_list_asks_does_not_grow_with_its_views(manager, unit, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(15) as asked:
            manager.get("/heronsea/actions/?due=overdue")
            return len(asked)

    keep(manager)
    few = cost()
    person = queries.list_views(actor_with(unit, "group_member"))
    assert person == []
    for number in range(12):
        keep(manager, name=f"View {number}", query=f"words={number}", is_shared="yes")
    assert cost() == few


def test_the_page_of_one_s_views_says_where_each_leads(manager, member):
    assert "You keep no view yet" in text(manager.get("/heronsea/views/"))
    keep(manager)
    keep(member, name="Leads", path="people/", query="role=agency_lead", is_shared="yes")
    page = text(manager.get("/heronsea/views/"))
    assert "Only you" in page
    assert 'href="/heronsea/people/?role=agency_lead"' in page
    assert "Tom Ashby" in page
