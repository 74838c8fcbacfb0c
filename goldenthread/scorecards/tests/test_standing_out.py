"""What stands out first, ages in order, and whether one group is met more often, said only where it can be."""

from dataclasses import replace

from goldenthread.measures.cells import NOT_RETURNED, SUPPRESSED, State, number, share
from goldenthread.scorecards import presenters, queries, services
from goldenthread.scorecards.tests.factories import NOW, counted, month, months, percent, sent, target

SEPTEMBER = month(2026, 9)


def rows(place, *codes):
    board = services.make_scorecard(
        place.manager, NOW, title=f"B{codes}",
        indicator_ids=[place.indicators[code].pk for code in codes],
    )  # fmt: skip
    found = queries.board(place.manager, board)
    return presenters.rows(found.lines, found.until)


def test_what_is_real_comes_first_and_what_is_only_hidden_is_apart(here):
    target(here, "CP05", "10")
    for place, one in enumerate(months((2026, 1), 9)):
        last = place == 8
        sent(here, [percent("CP09", one, SUPPRESSED if last else 40 + place % 2, 60), percent("CP05", one, 30, 100)])
        sent(here, [counted("CP15", one, SUPPRESSED if last else 50 + place % 2)])
        if not last:
            sent(here, [percent("CP20", one, 40 + place % 2, 60)])
    out = presenters.standing_out(rows(here, "CP15", "CP20", "CP09", "CP05"))
    assert [row.indicator.code for row in out.real] == ["CP05", "CP20"]
    assert [row.indicator.code for row in out.hidden] == ["CP15", "CP09"]
    assert len(out.unsaid) == 4


def test_a_figure_that_was_not_returned_says_so_on_the_indicators_page_too(here, client_of):
    sent(here, [percent("CP05", one, 30, 100) for one in months((2026, 1), 9)])
    sent(here, [percent("CP09", one, 30, 60) for one in months((2026, 1), 8)])
    rows(here, "CP05", "CP09")
    indicator = here.indicators["CP09"]
    until = queries.due_until(here.manager, indicator)
    (charted,) = presenters.charted([queries.show_indicator(here.manager, indicator, until)], until)
    assert charted.latest.cell == NOT_RETURNED
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{indicator.pk}/").content.decode()
    assert "Not returned" in page
    assert "Nobody has said yet what it means." in page


def aged(place, bands, whole=(60, 600)):
    figures = [percent("CP05", SEPTEMBER, *whole)]
    for of, (top, under) in bands.items():
        over = top if hasattr(top, "state") else number(top)
        below = under if hasattr(under, "state") else number(under)
        figures.append(
            replace(percent("CP05", SEPTEMBER, 1, 2, by="age", of=of), numerator=over, denominator=below,
                    value=share(over, below))
        )  # fmt: skip
    sent(place, figures)
    return queries.show_indicator(place.manager, place.indicators["CP05"])


BANDS = {
    "16 and over": (10, 150), "1 to 4": (30, 150), "Not known": (1, 50), "Under 1": (9, 100), "10 to 15": (10, 150),
}  # fmt: skip


def test_ages_stand_from_the_youngest_and_who_is_not_known_last(here):
    (table,) = presenters.breakdowns(aged(here, BANDS))
    assert [row[0] for row in table.rows] == ["Under 1", "1 to 4", "10 to 15", "16 and over", "Not known"]


def test_a_group_that_is_met_more_often_is_said_in_a_sentence_with_its_interval(here, client_of):
    (one,) = presenters.disproportion(aged(here, BANDS))
    said = {row[0]: row for row in one.rows}
    assert list(said) == ["Under 1", "1 to 4", "10 to 15", "16 and over"]
    # (30 / 150) over (30 / 450), and the log method by hand: exp(ln 3 ± 1.96 × √(1/30 − 1/150 + 1/30 − 1/450)).
    assert said["1 to 4"][3:] == ("3.00", "1.87 to 4.81")
    assert one.sentences[0].startswith("Children aged 1 to 4 are 3.0 times as likely as all others")
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/")
    assert "3.0 times as likely" in page.content.decode()


def test_too_few_is_said_and_nothing_is_worked_out_from_what_is_hidden(here):
    line = aged(here, {"Under 1": (SUPPRESSED, 100), "1 to 4": (2, 20), "10 to 15": (40, 300)})
    (one,) = presenters.disproportion(line)
    said = {row[0]: row[1:] for row in one.rows}
    assert said["Under 1"] == ("Suppressed", "100", "Too few to say", "")
    assert said["1 to 4"] == ("2", "20", "Too few to say", "")
    assert said["10 to 15"][2] != "Too few to say"


def test_where_the_whole_is_hidden_nothing_is_compared(here):
    line = aged(here, {"Under 1": (20, 100), "1 to 4": (20, 200)}, whole=(SUPPRESSED, 600))
    assert {row[3] for one in presenters.disproportion(line) for row in one.rows} == {"Too few to say"}
    assert line.figures[0].value.state is State.SUPPRESSED


def test_counts_without_what_they_are_out_of_are_not_compared(here):
    sent(here, [counted("CP15", SEPTEMBER, 120), counted("CP15", SEPTEMBER, 70, by="sex", of="F"),
                counted("CP15", SEPTEMBER, 50, by="sex", of="M")])  # fmt: skip
    assert presenters.disproportion(queries.show_indicator(here.manager, here.indicators["CP15"])) == []


def by_sex(place, whole=90):
    """Girls and women are hidden, and the total, which came in another file, would tell how many they are."""
    sent(place, [counted("CP15", SEPTEMBER, SUPPRESSED, by="sex", of="F"),
                 counted("CP15", SEPTEMBER, 87, by="sex", of="M"),
                 counted("CP15", SEPTEMBER, 50, by="age", of="1 to 4"),
                 counted("CP15", SEPTEMBER, 40, by="age", of="5 to 9")])  # fmt: skip
    sent(place, [counted("CP15", SEPTEMBER, whole)])


def test_a_breakdown_that_tells_a_hidden_number_is_not_shown_and_says_so(here, client_of):
    by_sex(here)
    age, sex = presenters.breakdowns(queries.show_indicator(here.manager, here.indicators["CP15"]))
    assert (len(age.rows), sex.rows) == (2, ())
    assert sex.held_back.startswith("The figures by sex are not shown")
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP15'].pk}/")
    assert "The figures by sex are not shown" in page.content.decode()
    assert "Boys and men" not in page.content.decode()
    sent(here, [counted("CP15", SEPTEMBER, 86, by="sex", of="M")], reason="Counted anew.")
    (row,) = presenters.revisions(queries.show_indicator(here.manager, here.indicators["CP15"]))
    assert row[1:3] == ("Not said, because a suppressed number could be worked out from it",) * 2
