"""What My work shows besides a person's own actions: silences told to them and reviews of access, counted alike."""

import html
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action
from goldenthread.actions.services import NewReporting, Party
from goldenthread.actions.tests.factories import NOW, TODAY, House, a_house, asked, days, moment, raised
from goldenthread.actions.tests.test_views import address, signed_in
from goldenthread.notify.queries.asking import asks_of
from goldenthread.notify.rules import Ask, Urgency, sources
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as structure
from goldenthread.partnerships.models import AccessReview
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories as places

pytestmark = pytest.mark.django_db
CYCLE = 92


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def silent(house: House, **fields: Any) -> Action:
    """An action quiet for two cycles, told to whoever it is to be told to."""
    action = raised(house, ago=2 * CYCLE + 1, **fields)
    services.escalate_silence(house.unit, NOW, TODAY)
    return action


def reviewed(house: House, due: int) -> None:
    """This quarter's reviews, due so many days from today."""
    structure.open_access_reviews(house.unit, NOW)
    AccessReview.objects.filter(partnership_id=house.unit.partnership_id).update(due_on=days(due))


def work(house: House, who: str) -> queries.Work:
    actors = partnerships.actors_of(house.users[who].pk, TODAY)
    found = queries.work_everywhere(actors, TODAY)
    assert queries.my_work_count(actors, TODAY) == found.count
    return found


def besides(house: House, who: str) -> list[tuple[str, str, str]]:
    return [(row.kind, row.name, row.part) for row in work(house, who).besides]


def silences(house: House, who: str) -> list[Ask]:
    """The silences that somebody's digest asks about."""
    person = house.users[who].pk
    return [ask for source, ask in asks_of([person], TODAY).get(person, []) if source == "escalations"]


def page(house: House, who: str, path: str = "/my-work/") -> str:
    return html.unescape(signed_in(house, who).get(path).content.decode())


def number_of(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len([one for one in captured if "SAVEPOINT" not in one["sql"] and "django_session" not in one["sql"]])


class TestSilencesTold:
    def test_whoever_was_told_finds_it_with_why_and_who_leads(self, house: House) -> None:
        action = silent(house, description="Toolkit")
        (row,) = work(house, "health_lead").besides
        assert (row.id, row.name, row.why) == (
            action.pk, "Toolkit", "escalated to you on 22 November 2026: nothing said for 2 cycles",
        )  # fmt: skip
        assert row.lead_name == "Lead"
        assert row.path == f"/{house.unit.partnership_slug}/actions/{action.pk}/escalation/"
        for who in set(house.users) - {"health_lead"}:
            assert work(house, who).besides == [], who

    def test_a_seat_a_group_and_an_agency_are_named(self, house: House) -> None:
        board = [NewReporting(house.board.pk)]
        silent(house, lead=Party("seat", house.member_seat.pk), reports_to=board)
        silent(house, lead=house.group_party, reports_to=board)
        silent(house, lead=Party("agency", house.police.pk), reports_to=board)
        leads = {(row.lead_name, row.held_by) for who in house.users for row in work(house, who).besides}
        assert leads == {
            ("Head of practice, Neglect subgroup", "Member"), ("Neglect subgroup", ""), ("Vale Police", ""),
        }  # fmt: skip

    def test_it_is_gone_once_somebody_speaks(self, house: House) -> None:
        action = silent(house)
        services.say_no_change(house.actor("lead"), NOW, TODAY, action.pk)
        assert work(house, "health_lead").besides == []

    def test_whoever_came_to_speak_for_it_since_answers_it_as_its_lead(self, house: House) -> None:
        silent(house, lead=house.group_party)
        assert besides(house, "board_chair")
        seat = places.a_seat(house.unit, house.group, "Vice chair", kind="vice_chair")
        structure.hold_seat(
            house.unit, NOW, seat.pk, person_id=house.users["board_chair"].pk, starts_on=TODAY, is_deputy=False
        )
        found = work(house, "board_chair")
        assert found.besides == []
        assert [row.lead_name for row in found.now] == ["Neglect subgroup"]
        assert queries.escalated_to(house.actor("board_chair")) == []

    def test_nobody_is_asked_about_what_they_may_no_longer_read(self, house: House) -> None:
        action = silent(house)
        assert besides(house, "health_lead")
        Action.objects.filter(pk=action.pk).update(information_class="R")
        assert besides(house, "health_lead") == []
        assert silences(house, "health_lead") == []

    def test_a_restricted_one_is_named_on_the_page_and_not_in_the_digest(self, house: House) -> None:
        silent(house, description="Named child", information_class="R")
        assert [row.name for row in work(house, "board_chair").besides] == ["Named child"]
        (ask,) = silences(house, "board_chair")
        assert "Named" not in repr(ask)

    def test_the_owner_finds_beside_their_action_who_asked_for_word(self, house: House) -> None:
        action = silent(house)
        services.ask_for_update(house.actor("health_lead"), NOW, TODAY, action.pk, words="Please")
        asked_for = "; Health Lead asked for an update on 22 November 2026"
        (row,) = work(house, "lead").now
        assert row.why.endswith(asked_for)
        # The digest says it in the same words, once.
        ((_, ask),) = asks_of([house.users["lead"].pk], TODAY)[house.users["lead"].pk]
        assert (ask.thing_id, ask.why) == (action.pk, row.why)
        services.give_update(house.actor("lead"), moment(1), days(1), action.pk, text="So", delivery="on_track")
        (row,) = queries.work_everywhere(partnerships.actors_of(house.users["lead"].pk, days(2)), days(2)).rows
        assert "asked for an update" not in row.why


class TestReviews:
    @pytest.mark.parametrize(
        ("due", "part", "why"),
        [
            (-2, "now", "overdue, due on 20 November 2026"),
            (7, "now", "due on 29 November 2026"),
            (8, "this_month", "due on 30 November 2026"),
        ],
    )
    def test_an_agencys_lead_is_asked_as_the_digest_asks(self, house: House, due: int, part: str, why: str) -> None:
        reviewed(house, due)
        (row,) = work(house, "police_lead").besides
        assert (row.name, row.part, row.why) == ("Who acts for Vale Police: is it still right?", part, why)
        ((_, ask),) = asks_of([house.users["police_lead"].pk], TODAY)[house.users["police_lead"].pk]
        assert (ask.thing_id, ask.why, ask.urgency, ask.path) == (row.id, row.why, Urgency(part), row.path)
        assert {who for who in house.users if work(house, who).besides} == {"police_lead", "health_lead"}


class TestThePage:
    def test_they_stand_beneath_acceptances_with_one_button_each(self, house: House) -> None:
        asked(house, raised(house, description="To accept"))
        silent(house, description="Told", lead=house.group_party)
        raised(house, description="My own", lead=Party("seat", house.board_seat.pk), due=[days(-3)])
        text = page(house, "board_chair").partition('aria-labelledby="now"')[2].partition("</section>")[0]
        assert "Today and overdue (3)" in text
        assert text.index("To accept") < text.index("Told") < text.index("My own")
        assert 'Answer<span class="govuk-visually-hidden">: Told<' in text
        assert "Escalated to you on 22 November 2026" in text
        assert 'class="gt-count">3<' in page(house, "board_chair")

    def test_a_review_leads_to_its_page_and_counts_in_the_header_everywhere(self, house: House) -> None:
        reviewed(house, 3)
        text = page(house, "police_lead")
        assert 'Review<span class="govuk-visually-hidden">: Who acts for Vale Police: is it still right?<' in text
        assert "1 thing waits today." in " ".join(text.split())
        assert 'class="gt-count">1<' in page(house, "police_lead", address(house, "list_actions"))
        (row,) = work(house, "police_lead").besides
        assert signed_in(house, "police_lead").get(row.path).status_code == 200

    def test_each_leads_to_a_page_that_its_reader_may_open(self, house: House) -> None:
        silent(house)
        silent(house, lead=house.party("board_chair"))
        silent(house, lead=house.group_party, information_class="R")
        reviewed(house, 3)
        led_to = [(who, row.path) for who in house.users for row in work(house, who).besides]
        assert {who for who, _ in led_to} == {"health_lead", "police_lead", "board_chair", "dsp", "partnership_chair"}
        for who, path in led_to:
            assert signed_in(house, who).get(path).status_code == 200, (who, path)

    def test_the_part_of_one_partnership_shows_only_its_own(self, house: House) -> None:
        other = a_house("elsewhere")
        places.person_with(other.unit, Role.AGENCY_LEAD, agency_id=other.police.pk, person=house.users["police_lead"])
        reviewed(other, 3)
        assert other.unit.partnership_name in page(house, "police_lead")
        assert "is it still right" not in page(house, "police_lead", address(house, "my_work"))
        assert besides(house, "health_lead") == []

    def test_costs_the_same_however_much_is_asked(self, house: House) -> None:
        person = house.users["health_lead"].pk

        def grow(number: int) -> None:
            for n in range(number):
                raised(
                    house, lead=[Party("agency", house.health.pk), house.party("health_lead")][n % 2], due=[days(-2)]
                )
                raised(house, contributors=[house.party("health_lead")], lead=house.party("police_lead"))
                silent(house)
                silent(house, lead=house.party("member"), information_class="R")
                agency = places.an_agency(house.unit, f"Trust {n} of {number}")
                places.person_with(house.unit, Role.AGENCY_LEAD, agency_id=agency.pk, person=house.users["health_lead"])
            reviewed(house, 3)

        def costs() -> tuple[int, int, int]:
            actors, client = partnerships.actors_of(person, TODAY), signed_in(house, "health_lead")
            return (
                number_of(lambda: client.get("/my-work/")),
                number_of(lambda: queries.my_work_count(actors, TODAY)),
                number_of(lambda: asks_of([user.pk for user in house.users.values()], TODAY)),
            )

        grow(2)
        few = costs()
        grow(6)
        assert costs() == few
        # One more for each app that asked nobody for anything when the budgets were set (decision 18).
        more = len(sources()) - 3
        assert few[0] <= 15 + more
        assert few[1] <= 7
        # Who acts where, and one or two for each of the apps that ask.
        assert few[2] <= 8 + more
