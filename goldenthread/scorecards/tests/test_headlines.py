"""What a group's report says by itself of its figures, in the scorecard's own words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.measures.cells import SUPPRESSED
from goldenthread.returns import permissions as returns
from goldenthread.returns.rules import fillers
from goldenthread.scorecards import permissions, services
from goldenthread.scorecards.tests.factories import NOW, TODAY, counted, months, percent, sent, target

SINCE, UNTIL = date(2026, 9, 10), date(2026, 11, 3)
NINE = months((2026, 1), 9)


def told(place, since=SINCE, group_id=None):
    find = fillers()["figures"].find
    return find(place.manager, group_id or place.board_id, since, UNTIL, {"duty": None})


def card(place, *codes, title="Board scorecard", group=True):
    return services.make_scorecard(
        place.manager, NOW, title=title, group_id=place.board_id if group else None,
        indicator_ids=[place.indicators[code].pk for code in codes],
    )  # fmt: skip


def missed(place, code="CP05"):
    """Nine months of a figure that misses its target, and so stands out."""
    target(place, code, "10")
    sent(place, [percent(code, one, 30 + number % 2, 100) for number, one in enumerate(NINE)])


def test_each_indicator_that_stands_out_is_told_in_its_scorecards_words_and_leads_to_its_page(here):
    missed(here)
    sent(here, [counted("CP15", one, 50 + number % 2) for number, one in enumerate(NINE)])
    made = card(here, "CP05", "CP15")
    first, second = told(here)
    assert first.text == "Board scorecard, figures to 30 September 2026"
    assert first.note.startswith("1 of 2 indicators shows more than the usual ups and downs")
    assert first.href.endswith(f"/scorecards/{made.pk}/")
    assert second.text == f"{here.indicators['CP05'].name}: 30% in September 2026"
    assert "It misses its target by more than the tolerance." in second.note
    assert second.note.endswith("Nobody has said yet what it means.")
    assert second.href.endswith(f"/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert (second.kind, second.is_restricted) == ("scorecards.indicator", False)


def test_what_is_said_of_the_newest_month_is_told_and_before_that_of_whom_it_is_asked(here):
    missed(here)
    card(here, "CP05")
    key = here.indicators["CP05"].pk
    asked = {"period": "September 2026", "ends_on": NINE[-1].ends_on}
    services.ask_what_it_means(here.manager, NOW, TODAY, key, **asked)
    assert told(here)[1].note.endswith("asked of the lead of Wexcombe Council on 3 November 2026.")
    said = services.Said("Fewer.", "Because.", "Children wait longer.", "Fill the post.", "Council")
    services.say_what_it_means(here.manager, NOW, TODAY, key, said, **asked)
    assert told(here)[1].note.endswith("So what: Children wait longer. Now what: Fill the post.")


def test_a_hidden_number_is_never_told_and_what_is_only_hidden_is_named_in_one_line(here):
    for number, one in enumerate(NINE):
        sent(here, [counted("CP15", one, SUPPRESSED if one == NINE[-1] else 50 + number % 2)])
    card(here, "CP15")
    (line,) = told(here)
    assert line.note.endswith(f"only suppressed. Suppressed: {here.indicators['CP15'].name}.")
    assert not any(str(count) in line.text + line.note for count in (50, 51))


def test_nothing_too_recent_is_judged(here):
    target(here, "CP05", "10")
    sent(
        here,
        [*(percent("CP05", one, 5, 100) for one in NINE[:-1]), percent("CP05", NINE[-1], 90, 100, too_recent=True)],
    )
    card(here, "CP05")
    (line,) = told(here)
    assert line.note == "No indicator shows more than its usual ups and downs."


def test_a_scorecard_of_nobody_or_of_another_group_or_ended_is_not_told(here):
    missed(here)
    card(here, "CP05", title="Of the whole partnership", group=False)
    assert told(here) == []
    assert fillers()["figures"].nothing == "No scorecard is kept for this group, so no figures are told here."


def test_a_scorecard_without_figures_and_one_without_new_ones_say_so(here):
    card(here, "CP05")
    assert told(here)[0].note == "No figures have been brought in for it yet."
    missed(here)
    assert "No figure has come in" not in told(here)[0].note
    assert told(here, since=date(2026, 12, 1))[0].note.endswith("No figure has come in since the last report.")


def test_an_indicator_on_two_scorecards_is_told_once(here):
    missed(here)
    card(here, "CP05")
    card(here, "CP05", "CP15", title="Front door")
    assert [line.kind for line in told(here)] == ["", "scorecards.indicator", ""]


@pytest.mark.parametrize("more", [False, True])
def test_it_asks_as_much_of_one_indicator_as_of_many_on_several_scorecards(here, more):
    missed(here)
    card(here, "CP05")
    if more:
        missed(here, "CP09")
        missed(here, "CP20")
        card(here, "CP09", "CP20", title="Front door")
    with CaptureQueriesContext(connection) as asked:
        told(here)
    assert len(asked) == 8


def test_nobody_reads_a_report_who_may_not_see_scorecards():
    assert returns.SEE.roles <= permissions.SEE.roles
