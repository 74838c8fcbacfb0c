"""What a figure means: said by whoever may, asked of whoever should, kept when said anew, and made an action."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions.models import Action
from goldenthread.actions.services import Party
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.notify.rules import asked_on_my_work
from goldenthread.partnerships import services as founding
from goldenthread.scorecards import presenters, queries, services
from goldenthread.scorecards.models import Commentary, CommentaryRequest
from goldenthread.scorecards.tests.factories import NOW, TODAY, month, months, percent, sent, target
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from goldenthread.trail.models import Event
from tests.visiting import NOT_COUNTED, QUERY_CEILING

SEPTEMBER = month(2026, 9)
SAID = services.Said(
    "Repeat plans rose.", "Two large families came back.", "Children live with harm again.", "Audit ten plans.", "Board"
)


def say(place, actor=None, said=SAID, code="CP05", **more):
    return services.say_what_it_means(
        actor or place.manager, NOW, TODAY, place.indicators[code].pk, said, period=SEPTEMBER.label,
        ends_on=SEPTEMBER.ends_on, **more,
    )  # fmt: skip


def ask(place, code="CP05", **more):
    return services.ask_what_it_means(
        place.manager, NOW, TODAY, place.indicators[code].pk, period=SEPTEMBER.label, ends_on=SEPTEMBER.ends_on, **more
    )


def signalling(place, code="CP05"):
    """An indicator whose newest figure misses its target."""
    target(place, code, "10")
    sent(place, [percent(code, one, 30, 100) for one in months((2026, 1), 9)])


def row(place, code="CP05"):
    line = queries.show_indicator(place.manager, place.indicators[code])
    return presenters.rows([line], None)[0]


def test_what_signals_must_be_said_and_then_is(here):
    signalling(here)
    assert row(here).must_be_said
    say(here)
    shown = row(here)
    assert not shown.must_be_said
    assert shown.commentary.so_what == "Children live with harm again."


def test_what_was_said_of_an_earlier_month_does_not_answer_for_the_newest(here):
    signalling(here)
    services.say_what_it_means(
        here.manager, NOW, TODAY, here.indicators["CP05"].pk, SAID, period="August 2026",
        ends_on=month(2026, 8).ends_on,
    )  # fmt: skip
    assert row(here).must_be_said


@pytest.mark.parametrize("part", ["what", "why", "so_what", "now_what", "who"])
def test_every_part_is_asked_for(here, part):
    from dataclasses import replace

    with pytest.raises(Refused) as refused:
        say(here, said=replace(SAID, **{part: "  "}))
    assert refused.value.field == part
    assert not Commentary.objects.exists()


def test_the_newest_stands_and_the_earlier_one_is_kept(here):
    first = say(here)
    second = say(here, said=services.Said("Other.", "b", "c", "d", "Board"), after=first.pk)
    assert [(one.pk, one.current) for one in queries.commentaries_of(here.manager, here.indicators["CP05"].pk)] in (
        [[(second.pk, True), (first.pk, False)]]
        if second.written_at > first.written_at
        else [[(second.pk, True), (first.pk, False)], [(first.pk, False), (second.pk, True)]]
    )


def test_two_who_write_at_once_both_see_both(here):
    say(here, after=None)
    with pytest.raises(Superseded) as superseded:
        say(here, said=services.Said("Mine.", "b", "c", "d", "Council"), after=None)
    assert superseded.value.theirs["what"] == "Repeat plans rose."
    assert superseded.value.yours["what"] == "Mine."
    stands = Commentary.objects.get(current=True)
    say(here, said=services.Said("Both.", "b", "c", "d", "Council"), after=stands.pk)
    assert Commentary.objects.get(current=True).what == "Both."


def test_an_agencys_lead_speaks_for_its_own_indicators_alone(here):
    other = founding.add_agency(here.manager, NOW, name="Police", sector="police", basis="statutory_partner")
    say(here, here.role("agency_lead", here.agency_id))
    services.change_indicator(here.manager, NOW, here.indicators["CP09"].pk, agency_id=other.pk, grain="month")
    with pytest.raises(NotPermitted, match="lead of the agency"):
        say(here, here.role("agency_lead", here.agency_id), code="CP09")


@pytest.mark.parametrize("role", ["group_member", "independent_scrutineer", "lay_member"])
def test_others_say_nothing(here, role):
    with pytest.raises(NotPermitted):
        say(here, here.role(role))


def test_another_partnership_says_nothing_here(here, there):
    with pytest.raises(Refused, match="no such indicator"):
        services.say_what_it_means(
            there.manager, NOW, TODAY, here.indicators["CP05"].pk, SAID, period="x", ends_on=SEPTEMBER.ends_on
        )


def asks(actor):
    return [ask for source, _, ask in asked_on_my_work([actor], TODAY) if source.key == "commentary"]


def test_the_agencys_lead_is_asked_on_my_work_once_until_it_is_said(here):
    lead = here.role("agency_lead", here.agency_id)
    assert asks(lead) == []
    ask(here)
    ask(here)
    (one,) = asks(lead)
    assert one.title.startswith("CP05")
    assert "September 2026" in one.why
    assert asks(here.role("group_chair")) == []
    assert queries.commentary_waiting([lead], TODAY).count() == 1
    say(here, lead)
    assert asks(lead) == []
    assert queries.commentary_waiting([lead], TODAY).count() == 0


def test_whoever_speaks_of_a_later_month_is_not_asked_about_an_earlier_one(here):
    lead = here.role("agency_lead", here.agency_id)
    services.ask_what_it_means(
        here.manager, NOW, TODAY, here.indicators["CP05"].pk, period="August 2026", ends_on=month(2026, 8).ends_on
    )
    services.ask_what_it_means(
        here.manager, NOW, TODAY, here.indicators["CP05"].pk, period="October 2026", ends_on=month(2026, 10).ends_on
    )
    say(here, lead)
    assert ["October 2026" in one.why for one in asks(lead)] == [True]


def test_somebody_named_is_asked_instead_of_the_agency(here):
    lead, chair = here.role("agency_lead", here.agency_id), here.role("partnership_chair")
    ask(here, person_id=chair.user_id)
    assert (len(asks(chair)), asks(lead)) == (1, [])
    with pytest.raises(Refused, match="whose role lets them"):
        ask(here, person_id=here.role("lay_member").user_id)


def test_everything_missing_is_asked_in_one_step_of_whoever_sends_it(here):
    services.change_indicator(here.manager, NOW, here.indicators["CP09"].pk, agency_id=None, grain="month")
    missing = [
        services.Missing(here.indicators[code].pk, "September 2026", SEPTEMBER.ends_on) for code in ("CP05", "CP09")
    ]
    asked, nobody = services.ask_for_what_is_missing(here.manager, NOW, TODAY, missing)
    assert (asked, nobody) == (1, [here.indicators["CP09"].pk])
    assert services.ask_for_what_is_missing(here.manager, NOW, TODAY, missing)[0] == 0
    assert CommentaryRequest.objects.get().of_name == "the lead of Wexcombe Council"


def test_the_button_says_of_whom_it_could_not_ask(here, client_of):
    signalling(here)
    services.change_indicator(here.manager, NOW, here.indicators["CP05"].pk, agency_id=None, grain="month")
    board = services.make_scorecard(here.manager, NOW, title="Board", indicator_ids=[here.indicators["CP05"].pk])
    address = f"/{here.slug}/scorecards/{board.pk}/ask/"
    page = client_of(here.manager).post(address, follow=True).content.decode()
    assert "No agency sends CP05" in page
    services.change_indicator(here.manager, NOW, here.indicators["CP05"].pk, agency_id=here.agency_id, grain="month")
    page = client_of(here.manager).post(address, follow=True).content.decode()
    assert "1 figure is asked about" in page
    assert "Asked of the lead of Wexcombe Council" in page


def test_now_what_becomes_an_action_tied_to_the_indicator(here):
    made = say(here)
    action = services.raise_action(
        here.manager, NOW, TODAY, made.pk, description="Audit ten plans.", lead=Party("group", here.board_id),
        due=[date(2027, 1, 31)],
    )  # fmt: skip
    assert Action.objects.get(pk=action.pk).provenance_page == "CP05, September 2026"
    around = threads.walk(here.manager, Ref("scorecards.indicator", here.indicators["CP05"].pk), down=1)
    assert [step.ref.id for step in around.down] == [action.pk]


def test_the_trail_says_who_spoke_and_not_the_words(here):
    say(here)
    event = Event.objects.get(name="scorecards.indicator.commented")
    assert "Repeat" not in str(event.after)


def test_a_name_in_the_words_is_asked_about(here, client_of):
    signalling(here)
    client = client_of(here.manager)
    address = f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/say/"
    words = {"what": "The Smithson Bloggs case: NHS number 943 476 5919.", "why": "b", "so_what": "c", "now_what": "d",
             "lead": f"group:{here.board_id}", "version": "none"}  # fmt: skip
    answer = client.post(address, words)
    assert answer.status_code == 422
    assert "looks like an NHS number" in answer.content.decode()
    assert not Commentary.objects.exists()
    words["what"] = "Repeat plans rose."
    assert client.post(address, words).status_code == 302
    page = client.get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/").content.decode()
    assert "Repeat plans rose." in page
    newer = client.get(address).content.decode()
    assert "Repeat plans rose." in newer


def counted_queries(client, page):
    with CaptureQueriesContext(connection) as queries_:
        assert client.get(page).status_code == 200
    return [one["sql"] for one in queries_.captured_queries if not NOT_COUNTED.search(one["sql"])]


def test_pages_cost_the_same_at_two_sizes(here, client_of):
    signalling(here)
    board = services.make_scorecard(
        here.manager, NOW, title="Board", indicator_ids=[one.pk for one in here.indicators.values()]
    )
    client = client_of(here.manager)
    pages = [
        f"/{here.slug}/scorecards/{board.pk}/",
        f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/",
        f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/say/",
    ]
    small = [counted_queries(client, page) for page in pages]
    assert max(map(len, small)) <= QUERY_CEILING, small
    for number in range(12):
        services.say_what_it_means(
            here.manager, NOW + timedelta(minutes=number), TODAY, here.indicators["CP05"].pk, SAID, period="x",
            ends_on=month(2025, number % 12 + 1).ends_on,
        )  # fmt: skip
    for code in ("CP09", "CP20"):
        sent(here, [percent(code, one, 30, 100) for one in months((2024, 1), 33)])
    assert [len(counted_queries(client, page)) for page in pages] == [len(one) for one in small]


def test_the_pages_say_what_stands_and_who_is_asked_already(here, client_of):
    signalling(here)
    client, path = client_of(here.manager), f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}"
    assert "and not said yet" not in client.get(f"{path}/ask/").content.decode()
    ask(here)
    assert "Asked of the lead of Wexcombe Council on 3 November 2026, and not said yet." in (
        client.get(f"{path}/ask/").content.decode()
    )
    assert "takes its place" not in client.get(f"{path}/say/").content.decode()
    say(here)
    page = client.get(f"{path}/say/").content.decode()
    assert f"What {here.manager.name} said on 3 November 2026 stands below. What you save takes its place" in page
