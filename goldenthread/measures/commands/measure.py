"""`goldenthread measure`: count an extract on the machine where it lies, and write the file that may leave it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from itertools import groupby
from pathlib import Path

from goldenthread.measures import calendar_table, readers
from goldenthread.measures.calendar_table import Span, read_month
from goldenthread.measures.commands import mention, say
from goldenthread.measures.counting import BREAKDOWNS, count, counted_again
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.engines import ENGINES
from goldenthread.measures.indicators.catalogue import chosen
from goldenthread.measures.populations import asked_for, ending_march, population_year
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results.figures import Results, Shown
from goldenthread.measures.results.files import read, write
from goldenthread.measures.results.protecting import protected
from goldenthread.measures.spc.figures import said

# By which word problems begin that checks have found, see `checks`.
CHECKED = "check_"
LISTED = "`goldenthread check_extract` lists them."
# As many groups of whom everybody is told as are named one by one.
FLAGS = 5
SENTENCE = "Count indicators from a child-level extract, on this machine, and write only figures that may be shared."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    add = parser.add_argument
    add("input", nargs="+", type=Path, help="an Annex A workbook, a census XML, a folder of 903 or canonical tables")
    add("--from", dest="first", required=True, metavar="YYYY-MM", help="the first month")
    add("--to", dest="last", required=True, metavar="YYYY-MM", help="the last month")
    add(
        "--by",
        default="",
        choices=calendar_table.GRAINS,
        help="a figure for each of these; otherwise one for the whole",
    )
    add("--indicator", action="append", default=[], metavar="CODE", help="only this one (may be repeated)")
    add("--breakdown", action="append", default=[], choices=BREAKDOWNS[:-1], help="also by this (may be repeated)")
    add("--limit", action="append", default=[], metavar="CODE=N", help="a local limit, for example CP24=15")
    add(
        "--population", action="append", default=[], metavar="N",
        help="people under 18, for rates: a number, YEAR=N for the middle of a year, or a file of mid-year estimates",
    )  # fmt: skip
    add("--area", default="", metavar="NAME", help="which place in that file is yours, by its name or code")
    add("--engine", default="duckdb", choices=ENGINES, help="what counts; all give the same figures")
    add(
        "--suppress",
        default="children_in_need",
        metavar="RULES",
        help="the rule set for small numbers, or a TOML file with one; `internal` hides nothing and must stay inside",
    )
    add(
        "--last", dest="given_out", action="append", default=[], type=Path, metavar="FILE",
        help="a results file given out before, so that the two together give nothing away (may be repeated)",
    )  # fmt: skip
    add("--out", required=True, type=Path, metavar="FILE", help="the results: .json, .csv or .xlsx")


def run(arguments: argparse.Namespace) -> int:
    """Read, count, hide what is small, write. 0; raises `Unreadable` with the reason, and then nothing is written."""
    span = calendar_table.span(read_month(arguments.first), read_month(arguments.last), arguments.by)
    indicators = chosen(arguments.indicator, _limits(arguments.limit))
    population = asked_for(arguments.population, arguments.area)
    extract = readers.read_all(arguments.input, _reading)
    found = count(
        extract,
        indicators,
        span.periods,
        by=arguments.breakdown,
        engine=arguments.engine,
        progress=_progress(len(indicators)),
    )
    last = _given_out(arguments.given_out, find_rule_set(arguments.suppress).code)
    then = counted_again(extract, last, arguments.engine)
    figures, rule_set, flags = protected(found.figures, arguments.suppress, population, last, then)
    results = Results(
        source=extract.kind,
        covers=extract.covers,
        engine=arguments.engine,
        rule_set=rule_set,
        figures=figures,
        not_counted=found.not_counted,
        # How many children something odd was found about is a small number as any other, and stays here.
        problems={kind: number for kind, number in extract.problems.counts.items() if not kind.startswith(CHECKED)},
        refused_rows=extract.problems.refused,
        population=population,
    )
    write(results, arguments.out)
    _tell(results, None if extract.is_silent else extract.covers, span, arguments.out, flags)
    if number := len(extract.problems):
        mention(f"{number} problems in the extract, {extract.problems.refused} rows refused; {LISTED}")
    return 0


def _given_out(paths: list[Path], rules: str) -> list[Shown]:
    """The figures of earlier files; where two of them say the same figure, the later file's.

    Raises `Unreadable` for one by other rules: what one hides and another shows cannot be told from what is known.
    """
    found: dict[tuple[object, ...], Shown] = {}
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
        results = read(content, path.name)
        if results.rule_set != rules:
            raise Unreadable(
                f"{path} was made by the rules “{results.rule_set}”, and this would be by “{rules}”; what two sets of "
                "rules give away together cannot be told."
            )
        for one in results.figures:
            found[one.code, one.limit, one.period, one.by, one.of] = one
    return list(found.values())


def _reading(name: str) -> None:
    if sys.stderr.isatty():
        mention(f"Reading {name}")


def _limits(words: list[str]) -> dict[str, int]:
    limits = {}
    for one in words:
        code, sign, number = one.partition("=")
        if not sign or not number.strip().isdecimal():
            raise Unreadable(f"“{one}” is not a limit; write it like CP24=15.")
        limits[code.strip()] = int(number)
    return limits


def _progress(number: int) -> Callable[[str], None]:
    counted = iter(range(1, number + 1))

    def tell(code: str) -> None:
        place = next(counted)
        if sys.stderr.isatty():
            mention(f"Counting {code} ({place} of {number})")

    return tell


def _lacks(figure: Shown, results: Results) -> bool:
    """True where there would be a rate, had the population of that year been given with the others."""
    return figure.rate is not None and bool(results.population.years) and results.population.of(figure.period) is None


def _tell(results: Results, covers: tuple[date, date] | None, span: Span, out: Path, flags: list[str]) -> None:
    hidden = sum(not cell.shown for one in results.figures for cell in (one.numerator, one.value))
    say(f"{out}: {len(results.figures)} figures from {results.source}, small numbers by “{results.rule_set}”.")
    if hidden:
        say(f"{hidden} numbers are hidden or cannot be given.")
    if covers and not covers[0] <= span.starts_on <= span.ends_on <= covers[1]:
        first, until = map(said, covers)
        mention(f"It speaks of {first} to {until} only: figures of other days are too low, and marked.")
    for year in sorted({population_year(ending_march(one.period)) for one in results.figures if _lacks(one, results)}):
        mention(f"No rates for the year that begins in April {year}: --population gives no estimate for mid-{year}.")
    why = results.not_counted
    for reason, codes in groupby(sorted(why, key=lambda code: (why[code], code)), why.get):
        mention(f"Not counted: {', '.join(codes)}. {reason}")
    for flag in flags[:FLAGS]:
        mention(flag)
    if len(flags) > FLAGS:
        mention(f"And so on, {len(flags)} in all; look them over before the file leaves.")
