"""The thread explorer, and linking by hand."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import READS_GOVERNANCE, Role
from goldenthread.people.models import User
from goldenthread.threads import services
from goldenthread.threads.models import Link
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.threads.tests.factories import NOW, World, actor_in, found, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> UUID:
    return found()


@pytest.fixture
def things() -> Iterator[World]:
    with world() as made:
        yield made


def person(partnership: UUID, role: str) -> Actor:
    founder = actor_in(partnership)
    made = founding.add_person(founder, NOW, email=f"a.{role}@example.org", name="Ines Vale")
    founding.grant_role(founder, NOW, role=role, person_id=made.pk)
    actor = partnerships.actor_for(made.pk, "wexcombe", date(2026, 11, 3))
    assert actor is not None
    return actor


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def address(ref: Ref, rest: str = "") -> str:
    return f"/wexcombe/threads/{ref.kind}/{ref.id}/{rest}"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_follows_a_thread_or_is_told_why_not(here: UUID, things: World, role: Role) -> None:
    action = things.add("test.action", "Train", here)
    response = browser(person(here, role)).get(address(action))
    assert response.status_code == (200 if role in READS_GOVERNANCE else 403)


def test_a_thread_reads_from_the_claim_down_to_the_evidence(here: UUID, things: World) -> None:
    actor = person(here, Role.BUSINESS_MANAGER)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    proof, beside = things.add("test.evidence", "Survey", here), things.add("test.action", "Recruit", here)
    services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    services.tie(actor, NOW, LinkKind.EVIDENCES, proof, action, note="Wave 2")
    services.tie(actor, NOW, LinkKind.RELATES_TO, action, beside)
    page = browser(actor).get(address(action)).content.decode()
    words = ["This action serves", "Neglect", "Train", "Shown by (Wave 2)", "Survey", "Also related"]
    main = page[page.index('id="main-content"') + page[page.index('id="main-content"') :].index("gt-thread__steps") :]
    places = [main.index(word) for word in words]
    assert places == sorted(places)
    assert "1 September 2026" in page
    assert page.count("/untie/") == 3


def test_gaps_are_drawn_as_gaps_and_what_is_withheld_is_not_named(here: UUID, things: World) -> None:
    manager, lead = person(here, Role.BUSINESS_MANAGER), person(here, Role.AGENCY_LEAD)
    action = things.add("test.action", "Train", here)
    page = browser(lead).get(address(action)).content.decode()
    assert page.count("gt-thread__gap") == 2
    assert "No evidence yet" in page
    proof = things.add("test.evidence", "Part B minutes", here, restricted=True)
    services.tie(manager, NOW, LinkKind.EVIDENCES, proof, action)
    page = browser(lead).get(address(action)).content.decode()
    assert "Part B" not in page
    assert "No evidence yet" not in page
    assert "Something on this thread is not yours to see" in page
    assert "Part B" in browser(manager).get(address(action)).content.decode()


def test_unknown_unseen_and_foreign_things_are_not_found(here: UUID, things: World) -> None:
    client = browser(person(here, Role.GROUP_CHAIR))
    unseen = things.add("test.evidence", "Part B", here, restricted=True)
    foreign = things.add("test.action", "Elsewhere", found("larkshire"))
    for ref in (unseen, foreign, Ref("no.such", uuid4()), Ref("test.action", uuid4())):
        assert client.get(address(ref)).status_code == 404
        assert client.get(address(ref, "tie/")).status_code == 404
    assert client.get(f"/larkshire/threads/{foreign.kind}/{foreign.id}/").status_code == 404
    assert client.get(f"/wexcombe/threads/links/{uuid4()}/untie/").status_code == 404


def test_two_things_are_linked_by_hand(here: UUID, things: World) -> None:
    client = browser(person(here, Role.GROUP_CHAIR))
    action, proof = things.add("test.action", "Train", here), things.add("test.evidence", "Survey of October", here)
    things.add("test.evidence", "Survey in part B", here, restricted=True)
    first = client.get(address(action, "tie/")).content.decode()
    assert "This action is shown by …" in first
    found_page = client.get(address(action, "tie/"), {"relation": "evidences-in", "words": "survey"}).content.decode()
    assert "Survey of October" in found_page
    assert "part B" not in found_page
    query = "?relation=evidences-in&words=survey"
    assert client.post(address(action, f"tie/{query}"), {}).status_code == 422
    other = {"other": f"{proof.kind}/{proof.id}", "note": "page 12"}
    response = client.post(address(action, f"tie/{query}"), other)
    assert response["Location"] == address(action)
    link = Link.objects.get()
    assert (link.kind, link.source_id, link.target_id, link.note) == ("evidences", proof.id, action.id, "page 12")


def test_looking_without_choosing_or_finding_is_answered(here: UUID, things: World) -> None:
    client = browser(person(here, Role.GROUP_CHAIR))
    action = things.add("test.action", "Train", here)
    incomplete = client.get(address(action, "tie/"), {"words": ""}).content.decode()
    assert "Choose how the two are linked" in incomplete
    nothing = client.get(address(action, "tie/"), {"relation": "serves-out", "words": "<b>zz"}).content.decode()
    assert "Nothing you may see has “&lt;b&gt;zz” in its title." in nothing
    itself = client.get(address(action, "tie/"), {"relation": "relates_to-out", "words": "train"}).content.decode()
    assert "Nothing you may see" in itself
    odd = client.get(address(action, "tie/"), {"relation": "owns-out", "words": "train"})
    assert odd.status_code == 200


def test_a_link_is_taken_away_after_asking_once_more(here: UUID, things: World) -> None:
    actor = person(here, Role.BUSINESS_MANAGER)
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(actor, NOW, LinkKind.SERVES, action, priority)
    client, page = browser(actor), f"/wexcombe/threads/links/{link.pk}/untie/"
    assert "“Train” serves “Neglect”." in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "The other priority"})["Location"] == address(action)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.LAY_MEMBER, Role.INDEPENDENT_SCRUTINEER])
def test_those_who_may_not_link_are_offered_nothing(here: UUID, things: World, role: Role) -> None:
    manager, reader = person(here, Role.BUSINESS_MANAGER), browser(person(here, role))
    action, priority = things.add("test.action", "Train", here), things.add("test.priority", "Neglect", here)
    link = services.tie(manager, NOW, LinkKind.SERVES, action, priority)
    page = reader.get(address(action)).content.decode()
    assert "/tie/" not in page
    assert "/untie/" not in page
    assert reader.get(address(action, "tie/")).status_code == 403
    assert reader.post(f"/wexcombe/threads/links/{link.pk}/untie/", {"reason": "x"}).status_code == 403


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([one for one in caught if "SAVEPOINT" not in one["sql"] and "django_session" not in one["sql"]])


def test_following_and_searching_cost_as_much_for_many_as_for_few(here: UUID, things: World) -> None:
    manager = person(here, Role.BUSINESS_MANAGER)
    client, priority = browser(manager), things.add("test.priority", "Neglect", here)
    costs = []
    for number in (1, 40):
        for n in range(number):
            action = things.add("test.action", f"Neglect {number} {n}", here, under=priority)
            proof = things.add("test.evidence", f"Neglect shown {number} {n}", here)
            services.tie(manager, NOW, LinkKind.EVIDENCES, proof, action)
        costs.append((asked(client, address(priority)), asked(client, "/wexcombe/search/?q=neglect")))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


def test_a_wide_step_says_how_many_more_there_are_and_shows_them_when_asked(here: UUID, things: World) -> None:
    client, priority = browser(person(here, Role.LAY_MEMBER)), things.add("test.priority", "Neglect", here)
    for number in range(30):
        things.add("test.action", f"Train team {number:02}", here, under=priority)
    page = client.get(address(priority)).content.decode()
    assert "and 22 more actions" in page
    assert page.count('id="step-') == 9
    whole = client.get(address(priority), {"all": "yes"}).content.decode()
    assert "more actions" not in whole
    assert whole.count('id="step-') == 31


def test_the_last_steps_of_a_long_thread_are_counted_until_they_are_asked_for(
    here: UUID, things: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.threads.presenters.thread.LEGIBLE", 4)
    actor = person(here, Role.BUSINESS_MANAGER)
    claim = things.add("test.priority", "Safer homes", here)
    for number in range(3):
        action = things.add("test.action", f"Step {number}", here, under=claim)
        for n in range(number):
            shown = things.add("test.evidence", f"Proof {number}.{n}", here)
            services.tie(actor, NOW, LinkKind.EVIDENCES, shown, action)
    browse = browser(actor)
    page = browse.get(address(claim)).content.decode()
    assert "This thread is long" in page
    assert "Step 0" in page
    assert "Proof" not in page
    assert "2 evidence beneath it" in page
    followed = next(one for one in re.findall(r'href="([^"]+)">\d evidence beneath it', page))
    assert "Proof 1.0" in browse.get(followed).content.decode()
    whole = browse.get(address(claim), {"way": "both", "all": "yes"}).content.decode()
    assert "Proof 2.1" in whole
    assert "This thread is long" not in whole


def test_a_thread_is_turned_up_or_down_and_kept_to_kinds(here: UUID, things: World) -> None:
    actor = person(here, Role.BUSINESS_MANAGER)
    priority = things.add("test.priority", "Neglect", here)
    action = things.add("test.action", "Train", here, under=priority)
    other = things.add("test.action", "Recruit", here, under=priority)
    proof = things.add("test.evidence", "Survey", here)
    services.tie(actor, NOW, LinkKind.EVIDENCES, proof, action)
    client = browser(actor)

    def shown(ref: Ref, **query: str) -> set[str]:
        page = client.get(address(ref), query).content.decode()
        names = {"Neglect": priority, "Train": action, "Recruit": other, "Survey": proof}
        return {name for name, one in names.items() if f'id="step-{one.id}"' in page}

    assert shown(action) == {"Neglect", "Train", "Survey"}
    assert shown(action, way="up") == {"Neglect", "Train"}
    assert shown(action, way="down") == {"Train", "Survey"}
    assert shown(priority, kind="test.evidence") == {"Neglect", "Train", "Survey"}
    assert shown(priority, kind="no.such", way="sideways") == {"Neglect", "Train", "Recruit", "Survey"}


def test_a_gap_leads_those_who_may_to_where_it_is_mended(here: UUID, things: World) -> None:
    action = things.add("test.action", "Train", here)
    mend = f"/wexcombe/groups/{action.id}/change/"
    assert mend in browser(person(here, Role.BUSINESS_MANAGER)).get(address(action)).content.decode()
    assert mend not in browser(person(here, Role.LAY_MEMBER)).get(address(action)).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_searches_or_is_told_why_not(here: UUID, things: World, role: Role) -> None:
    client = browser(person(here, role))
    assert client.get("/wexcombe/search/?q=x").status_code == (200 if role in READS_GOVERNANCE else 403)


def test_what_is_typed_and_what_is_found_are_only_ever_text(here: UUID, things: World) -> None:
    things.add("test.action", "<img src=x onerror=alert(1)> neglect", here)
    client = browser(person(here, Role.BUSINESS_MANAGER))
    page = client.get("/wexcombe/search/", {"q": "neglect <script>alert(1)</script>"}).content.decode()
    found_page = client.get("/wexcombe/search/", {"q": "neglect"}).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in found_page
    assert '&lt;img src=x onerror=alert(1)&gt; <mark class="gt-mark">neglect</mark>' in found_page


def test_finding_nothing_says_why_and_what_to_try(here: UUID, things: World) -> None:
    things.add("test.action", "Neglect", here)
    client = browser(person(here, Role.BUSINESS_MANAGER))
    page = client.get("/wexcombe/search/", {"q": "neglect zebra", "kind": "test.evidence"}).content.decode()
    assert "Nothing that you may see holds all of these words within what you kept to" in page
    assert "q=neglect+OR+zebra" in page
    assert "Look everywhere, without the filters" in page
    assert "stand in nearly every text" in client.get("/wexcombe/search/", {"q": "the of"}).content.decode()
    assert "Type a word or two" in client.get("/wexcombe/search/").content.decode()
    assert "Also looked for: integrated care board" in client.get("/wexcombe/search/", {"q": "ccg"}).content.decode()
