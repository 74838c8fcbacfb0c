"""Where a chart begins anew, which figures are final, and what was revised: each with who and why."""

from datetime import date

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.measures.cells import SUPPRESSED
from goldenthread.scorecards import presenters, queries, services
from goldenthread.scorecards.models import Observation
from goldenthread.scorecards.presenters.revisions import NOT_SAID
from goldenthread.scorecards.tests.factories import NOW, TODAY, counted, month, months, percent, sent
from goldenthread.trail.models import Event


def filled(place):
    values = [20, 21, 19, 22, 18, 20, 21, 19, 40, 41, 39, 42, 38, 40, 41, 39]
    sent(place, [percent("CP05", one, value, 100) for one, value in zip(months((2025, 1), 16), values, strict=True)])


def anew(place, actor=None, **more):
    told = {"from_day": date(2025, 9, 1), "reason": "A new front door.", "decided_by": "The executive",
            "decided_on": date(2026, 1, 5)} | more  # fmt: skip
    return services.begin_anew(actor or place.manager, NOW, TODAY, place.indicators["CP05"].pk, **told)


def chart(place):
    (found,) = presenters.charted([queries.show_indicator(place.manager, place.indicators["CP05"])], None)
    return found


def test_a_chart_begins_anew_and_says_so(here, client_of):
    filled(here)
    assert len({point.mean for point in chart(here).made.chart.points}) == 1
    anew(here)
    means = [point.mean for point in chart(here).made.chart.points]
    assert (means[0], means[-1]) == (20.0, 40.0)
    assert "Begins anew" in presenters.large(chart(here)).svg
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert "A new front door. Decided by The executive on 5 January 2026." in page.content.decode()


def test_it_can_be_undone_and_both_stay_on_the_page(here, client_of):
    filled(here)
    made = anew(here)
    services.undo_begin_anew(here.manager, NOW, TODAY, made.pk, reason="The old way came back.")
    assert len({point.mean for point in chart(here).made.chart.points}) == 1
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert "The old way came back." in page.content.decode()
    with pytest.raises(Refused, match="undone already"):
        services.undo_begin_anew(here.manager, NOW, TODAY, made.pk, reason="Again.")
    anew(here)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_on": date(2027, 1, 1)}, "decided_on"),
        ({"from_day": date(2025, 9, 2)}, "from_day"),
        ({"from_day": date(2025, 1, 1)}, "from_day"),
    ],
)
def test_a_decision_needs_its_reason_who_made_it_when_and_a_period(here, told, field):
    filled(here)
    with pytest.raises(Refused) as refused:
        anew(here, **told)
    assert refused.value.field == field


def test_it_begins_anew_only_once_in_one_place(here):
    filled(here)
    anew(here)
    with pytest.raises(Refused, match="already"):
        anew(here)


def test_others_decide_nothing(here, there):
    filled(here)
    with pytest.raises(NotPermitted):
        anew(here, here.role("agency_lead", here.agency_id))
    made = anew(here)
    with pytest.raises(Refused, match="no such decision"):
        services.undo_begin_anew(there.manager, NOW, TODAY, made.pk, reason="Mine.")


def test_figures_are_marked_final_to_a_period_and_the_trail_says_by_whom(here):
    filled(here)
    ids = [here.indicators["CP05"].pk]
    assert services.mark_final(here.manager, NOW, ids, date(2025, 12, 31), said="December 2025") == 12
    statuses = [one.status for one in queries.show_indicator(here.manager, here.indicators["CP05"]).figures]
    assert (statuses[11], statuses[12]) == ("final", "provisional")
    event = Event.objects.get(name="scorecards.indicator.marked_final")
    assert (event.actor_name, event.after["until"]) == (here.manager.name, "December 2025")
    with pytest.raises(Refused, match="final already"):
        services.mark_final(here.manager, NOW, ids, date(2025, 12, 31), said="December 2025")


def test_a_final_figure_that_is_revised_says_so(here):
    filled(here)
    services.mark_final(here.manager, NOW, [here.indicators["CP05"].pk], date(2026, 4, 30), said="April 2026")
    sent(here, [percent("CP05", month(2025, 1), 25, 100)], reason="Two were entered late.")
    assert Observation.objects.get(current=True, starts_on=date(2025, 1, 1)).status == "revised"


def revised(place, code="CP05"):
    line = queries.show_indicator(place.manager, place.indicators[code])
    return [one[:4] for one in presenters.revisions(line)]


def test_what_was_revised_says_old_new_and_why(here, client_of):
    filled(here)
    sent(here, [percent("CP05", month(2025, 1), 25, 100)], reason="Two were entered late.")
    assert revised(here) == [("January 2025", "20% (20 of 100)", "25% (25 of 100)", "Two were entered late.")]
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert "Two were entered late." in page.content.decode()


def test_a_standing_decision_is_told_once_on_the_page_and_in_an_edition_under_the_chart(here, client_of):
    filled(here)
    services.begin_anew(
        here.manager, NOW, TODAY, here.indicators["CP05"].pk, from_day=date(2025, 7, 1), reason="A new law.",
        decided_by="the board", decided_on=TODAY,
    )  # fmt: skip
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert page.content.decode().count("A new law.") == 1
    (charted,) = presenters.charted([queries.show_indicator(here.manager, here.indicators["CP05"])], None)
    assert sum("A new law" in note for note in presenters.row(charted).notes) == 1


def test_what_is_suppressed_stays_so_in_what_was_revised(here):
    sent(here, [counted("CP15", month(2025, 1), 12)])
    sent(here, [counted("CP15", month(2025, 1), 14)], reason="Counted again.")
    sent(here, [counted("CP15", month(2025, 1), SUPPRESSED)], reason="It was too small.")
    rows = revised(here, "CP15")
    assert rows == [
        ("January 2025", NOT_SAID, NOT_SAID,
         "Counted again."),
        ("January 2025", NOT_SAID, "Suppressed", "It was too small."),
    ]  # fmt: skip
    assert "12" not in str(rows)
    assert "14" not in str(rows)


def test_what_was_suppressed_before_stays_suppressed(here):
    sent(here, [counted("CP15", month(2025, 1), SUPPRESSED)])
    sent(here, [counted("CP15", month(2025, 1), 14)], reason="More came in.")
    assert revised(here, "CP15") == [("January 2025", "Suppressed", "14", "More came in.")]
