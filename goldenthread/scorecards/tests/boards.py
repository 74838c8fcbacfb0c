"""A scorecard with everything that may stand on one, frozen; and what can be read out of its files."""

import io
import re
from zipfile import ZipFile

from pypdf import PdfReader

from goldenthread.measures.cells import SUPPRESSED
from goldenthread.scorecards import exchange, queries, services
from goldenthread.scorecards.tests.factories import NOW, TODAY, counted, months, percent, sent, target

PERIODS = months((2025, 1), 21)
# Where nothing was sent, where it is hidden, where there is no denominator, where it is nought.
GAP, HIDDEN, NONE, NOUGHT = 7, 9, 12, 15


SEXES = {"F": 150, "M": 140, "U": 10}
AGES = {"Under 1": SUPPRESSED, "1 to 4": 90, "5 to 9": SUPPRESSED, "10 to 15": 110, "16 and over": 62}


def by_groups(place):
    """The newest counts of CP15 and shares of CP09 by sex and age: two hidden that share enough, and one that is told.

    Of CP20 the figures by sex leave the one that is hidden, so that they must not be shown.
    """
    last = PERIODS[-1]
    sent(place, [counted("CP15", last, 300)], reason="Counted anew, with what it is made of.")
    sent(place, [counted("CP20", last, 90)])
    sent(
        place,
        [
            # Of a month before, which nobody is shown any more.
            counted("CP15", PERIODS[-2], 30, by="sex", of="F"),
            counted("CP15", PERIODS[-2], 22, by="sex", of="M"),
            *(counted("CP15", last, count, by="sex", of=of) for of, count in SEXES.items()),
            *(counted("CP15", last, count, by="age", of=of) for of, count in AGES.items()),
            percent("CP09", last, 20, 35, by="sex", of="F"),
            percent("CP09", last, 22, 25, by="sex", of="M"),
            counted("CP20", last, SUPPRESSED, by="sex", of="F"),
            counted("CP20", last, 87, by="sex", of="M"),
            counted("CP20", last, 50, by="age", of="Under 1"),
            counted("CP20", last, 40, by="age", of="1 to 4"),
        ],
    )


def filled(place, more=()):
    """A board's scorecard of four indicators whose figures hold all four things that are no ordinary number."""
    figures = []
    for number, period in enumerate(PERIODS):
        top, under = 30 + number % 5, 100 + number
        if number == HIDDEN:
            top = SUPPRESSED
        if number == NONE:
            top, under = 0, 0
        if number == NOUGHT:
            top = 0
        if number != GAP:
            figures.append(percent("CP05", period, top, under))
        figures.append(
            counted("CP15", period, SUPPRESSED if number == HIDDEN else (50, 54, 48, 53, 47, 52, 51)[number % 7])
        )
        figures.append(percent("CP09", period, 40 + number % 3, 60))
    sent(place, [*figures, *more])
    target(place, "CP05", "10")
    return services.make_scorecard(
        place.manager, NOW, title="Board scorecard", group_id=place.board_id, purpose="Are children seen?",
        indicator_ids=[place.indicators[code].pk for code in ("CP05", "CP09", "CP15")],
    )  # fmt: skip


def ask_all(place, scorecard):
    """Ask the agencies what everything that stands out means."""
    from goldenthread.scorecards import presenters

    board = queries.board(place.manager, scorecard)
    rows = presenters.rows(board.lines, board.until)
    services.ask_for_what_is_missing(place.manager, NOW, TODAY, presenters.missing(rows))


def frozen(place, scorecard, **more):
    """The next edition, everything missing asked for."""
    ask_all(place, scorecard)
    return exchange.freeze(place.manager, NOW, TODAY, scorecard, **more)


def files(place, edition):
    """Every file of an edition by its format, as bytes."""
    found = queries.find_edition(place.manager, edition.pk)
    return {format: exchange.edition_file(place.manager, found, format)[1] for format in exchange.TYPES}


def texts(made):
    """The words in every file of an edition, by format; of Word and Excel every part of the package, drawings too."""
    said = {"csv": made["csv"].decode("utf-8-sig")}
    said["pdf"] = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages)
    for format in ("docx", "xlsx"):
        with ZipFile(io.BytesIO(made[format])) as package:
            parts = [package.read(name) for name in package.namelist() if name.endswith((".xml", ".svg"))]
        said[format] = re.sub(r"<[^>]+>", " ", b" ".join(parts).decode("utf-8", "replace"))
    return {format: " ".join(words.split()) if format != "csv" else words for format, words in said.items()}
