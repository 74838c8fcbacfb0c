"""An edition: frozen with what a board saw, never changed, compared with the one before, put on an agenda."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.documents.models import Document
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.measures.cells import SUPPRESSED
from goldenthread.meetings import services as meetings
from goldenthread.meetings.models import Paper
from goldenthread.partnerships import services as founding
from goldenthread.scorecards import exchange, queries, rules, services
from goldenthread.scorecards.models import ScorecardEdition
from goldenthread.scorecards.tests.boards import PERIODS, ask_all, filled, frozen
from goldenthread.scorecards.tests.factories import NOW, TODAY, month, percent, sent
from tests.visiting import NOT_COUNTED, QUERY_CEILING

pytestmark = pytest.mark.usefixtures("shelf")


@pytest.fixture
def shelf(settings, tmp_path):
    """Documents are kept in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def line_of(edition, code):
    return next(one for one in edition.content["lines"] if one["code"] == code)


def test_what_stands_out_must_be_said_or_asked_before_it_is_frozen(here):
    scorecard = filled(here)
    with pytest.raises(Refused, match="Nobody has said what CP05 means"):
        exchange.freeze(here.manager, NOW, TODAY, scorecard)
    assert not ScorecardEdition.objects.exists()
    assert not Document.objects.exists()
    ask_all(here, scorecard)
    made = exchange.freeze(here.manager, NOW, TODAY, scorecard)
    assert line_of(made, "CP05")["asked"] == {"of": "the lead of Wexcombe Council", "on": TODAY.isoformat()}
    assert (made.number, made.period, made.signals) == (1, "September 2026", 1)


def test_what_is_said_is_frozen_with_it(here):
    scorecard = filled(here)
    said = services.Said("It is high.", "Families come back.", "Harm goes on.", "Audit ten.", "Board")
    services.say_what_it_means(
        here.manager, NOW, TODAY, here.indicators["CP05"].pk, said, period="September 2026",
        ends_on=PERIODS[-1].ends_on,
    )  # fmt: skip
    made = exchange.freeze(here.manager, NOW, TODAY, scorecard)
    assert line_of(made, "CP05")["commentary"]["so_what"] == "Harm goes on."


def test_an_edition_stays_as_it_was_whatever_is_revised(here, client_of):
    scorecard = filled(here)
    made = frozen(here, scorecard)
    page = f"/{here.slug}/scorecards/editions/{made.pk}/"
    client = client_of(here.manager)
    before = main_of(client.get(page))
    sent(here, [percent("CP05", PERIODS[-1], 11, 120)], reason="Counted again.")
    services.change_scorecard(
        here.manager, NOW, scorecard.pk, title="Renamed", indicator_ids=[here.indicators["CP20"].pk]
    )
    assert main_of(client.get(page)).replace("Renamed", "Board scorecard") == before
    assert exchange.edition_file(here.manager, queries.find_edition(here.manager, made.pk), "csv")


def main_of(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_the_database_refuses_to_change_or_delete_what_was_frozen(here):
    made = frozen(here, filled(here))
    made.content = {**made.content, "title": "Other"}
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        made.save()
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        ScorecardEdition.objects.all().delete()


def test_two_who_freeze_at_once_make_one_edition(here):
    scorecard = filled(here)
    frozen(here, scorecard)
    content = ScorecardEdition.objects.get().content
    with pytest.raises(Refused, match="a moment ago"):
        services.freeze_scorecard(
            here.manager, NOW, scorecard.pk, number=1, title="x", content=content, upload=None,  # type: ignore[arg-type]
        )  # fmt: skip


@pytest.mark.parametrize("role", ["agency_lead", "group_chair", "independent_scrutineer"])
def test_others_freeze_nothing(here, role):
    scorecard = filled(here)
    with pytest.raises(NotPermitted):
        frozen_by(here, here.role(role), scorecard)


def frozen_by(place, actor, scorecard):
    ask_all(place, scorecard)
    return exchange.freeze(actor, NOW, TODAY, scorecard)


def test_another_partnership_finds_no_edition(here, there, client_of):
    made = frozen(here, filled(here))
    assert queries.find_edition(there.manager, made.pk) is None
    assert client_of(there.manager).get(f"/{there.slug}/scorecards/editions/{made.pk}/").status_code == 404


def meeting(place, days=40):
    return meetings.add_meeting(
        place.manager, NOW, group_id=place.board_id, title="Board", on=TODAY + timedelta(days=days),
        starts_time=time(10),
    )  # fmt: skip


def test_it_is_frozen_and_on_the_agenda_in_one_step(here):
    scorecard, board = filled(here), meeting(here)
    made = frozen(here, scorecard, meeting_id=board.pk)
    paper = Paper.objects.get()
    assert paper.document_id == made.document_id
    assert paper.item.meeting_id == board.pk
    assert ScorecardEdition.objects.get().meeting == "Board, 13 December 2026"
    assert Document.objects.get().content_type == "application/pdf"


def test_it_may_be_put_on_an_agenda_later_and_late(here, client_of):
    made, board = frozen(here, filled(here)), meeting(here, days=1)
    put = services.put_on_agenda(here.manager, NOW, TODAY, made.pk, board.pk)
    assert put.meeting == "Board, 4 November 2026"
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/editions/{made.pk}/put-on-agenda/").content.decode()
    assert "It is on the agenda of Board, 4 November 2026 already." in page
    assert Paper.objects.get().is_late
    with pytest.raises(Refused, match="whose agenda you keep"):
        services.put_on_agenda(here.role("analyst"), NOW, TODAY, made.pk, board.pk)


def test_meetings_of_its_own_group_are_offered_first(here):
    other = founding.add_group(here.manager, NOW, name="Neglect", kind="subgroup")
    meetings.add_meeting(
        here.manager, NOW, group_id=other.pk, title="Neglect", on=TODAY + timedelta(days=5), starts_time=time(10)
    )
    own = meeting(here, days=50)
    assert queries.meetings_to_put_on(here.manager, TODAY, here.board_id)[0][0] == own.pk
    assert queries.meetings_to_put_on(here.manager, TODAY)[0][1].startswith("Neglect")
    assert queries.meetings_to_put_on(here.role("analyst"), TODAY) == []


def test_the_next_edition_says_what_is_new_and_what_was_revised(here):
    scorecard = filled(here)
    first = frozen(here, scorecard)
    sent(here, [percent("CP09", PERIODS[3], 30, 60)], reason="Counted again.")
    sent(here, [percent("CP09", month(2026, 10), 41, 60)])
    second = frozen(here, scorecard)
    changes = rules.compare(first.content, second.content)
    assert [(one.code, one.period, one.before, one.after) for one in changes.revised] == [
        ("CP09", "April 2025", "66.7%", "50%")
    ]
    assert changes.periods == ("October 2026",)
    assert queries.edition_before(here.manager, second).pk == first.pk


def test_what_is_hidden_now_is_not_told_by_what_it_was(here, client_of):
    scorecard = filled(here)
    first = frozen(here, scorecard)
    assert line_of(first, "CP09")["figures"][3]["said"] == "66.7%"
    sent(here, [percent("CP09", PERIODS[3], SUPPRESSED, 60)], reason="It should have been hidden.")
    second = frozen(here, scorecard)
    (revised,) = rules.compare(first.content, second.content).revised
    assert (revised.before, revised.after) == ("Not said, because it is suppressed now", "Suppressed")
    page = main_of(client_of(here.manager).get(f"/{here.slug}/scorecards/editions/{second.pk}/"))
    assert "Not said, because it is suppressed now" in page


def test_the_rules_of_editions_compare_frozen_values_alone():
    """scorecards.compare_editions, scorecards.revision_keeps_hidden"""
    figure = {
        "period": "May 2026", "said": "20%", "value": {"state": "number", "number": "20"}, "numerator": None,
        "denominator": None, "numerator_said": "", "denominator_said": "",
    }  # fmt: skip
    line = {"code": "A1", "name": "One", "signals": [], "figures": [figure]}
    same = {"lines": [line]}
    assert not rules.compare(same, same)
    loud = {"lines": [{**line, "signals": [{"key": "missed", "words": "It misses."}]}]}
    assert rules.compare(same, loud).signals == ("A1 One: It misses.",)
    assert rules.compare(loud, same).quiet == ("A1 One",)
    assert rules.compare(same, {"lines": []}).left == ("A1 One",)
    assert rules.compare({"lines": []}, same).joined == ("A1 One",)


def test_pages_cost_the_same_with_many_editions(here, client_of):
    scorecard = filled(here)
    made = frozen(here, scorecard)
    client = client_of(here.manager)
    pages = [
        f"/{here.slug}/scorecards/{scorecard.pk}/editions/",
        f"/{here.slug}/scorecards/{scorecard.pk}/freeze/",
        f"/{here.slug}/scorecards/editions/{made.pk}/",
        f"/{here.slug}/scorecards/editions/{made.pk}/put-on-agenda/",
    ]
    small = [cost(client, page) for page in pages]
    assert max(small) <= QUERY_CEILING
    for _ in range(3):
        frozen(here, scorecard)
    for days in range(5):
        meeting(here, 30 + days)
    assert [cost(client, page) for page in pages] == small


def cost(client, page):
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return sum(1 for one in found.captured_queries if not NOT_COUNTED.search(one["sql"]))


def test_the_day_of_the_figures_is_kept(here):
    assert frozen(here, filled(here)).ends_on == date(2026, 9, 30)
