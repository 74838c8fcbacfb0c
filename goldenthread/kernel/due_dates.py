"""Due dates as people write them: the words are kept, the meaning is read, and no year is ever invented."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from goldenthread.kernel import periods

Kind = Literal[
    "date",
    "month",
    "quarter",
    "financial_year",
    "span",
    "recurrence",
    "ongoing",
    "unknown",
]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
}

_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DASH = r"\s*(?:-|\u2013|\u2014|\bto\b|&|\band\b)\s*"
_QUARTER_NUMBER = r"(?:[1-4](?:st|nd|rd|th)?|one|two|three|four)"
_YEARS = (
    r"(?P<{0}>(?:fy\s*)?(?:\d{{4}}\s*[-/\u2013]\s*\d{{4}}|\d{{4}}\s*[-/\u2013]\s*\d{{2}}|"
    r"\d{{2}}\s*/\s*\d{{2}}))(?![\d/]|\.\d)"
)
_COUNT = r"(?:once|twice|(?:\d+|one|two|three|four|five|six|eight|ten|twelve)\s*(?:x|times))"
_UNIT = r"(?:day|week|fortnight|month|quarter|term|half[ -]?year|year|meeting|annum)"

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_SHORT_YEAR = r"(?:['\u2019]\d{2}|-?(?:1[5-9]|[2-6]\d))(?![\d/:]|\.\d|st|nd|rd|th|\s*[-\u2013/]\s*\d)"
_MONTH_YEAR = (
    r"(?:[\s,-]*(?:of\s+)?(?P<y>\d{4}(?!\d|/\d|\s*[-\u2013]\s*\d{2}\b)|"
    + _SHORT_YEAR
    + r"(?!\s+(?:"
    + "|".join(_MONTHS)
    + r")\b)))?"
)
_IN_YEARS = r"(?:[\s,(of]*" + _YEARS.format("years") + r"\)?)?"
_Q = r"(?:quarters?|qtrs?|q)\.?\s*"
_QUARTERS = rf"{_Q}(?P<q1>{_QUARTER_NUMBER})\b(?:{_DASH}(?:{_Q})?(?P<q2>{_QUARTER_NUMBER})\b(?!\s*/\s*\d))?"
_MANY = r"(?:\d+|other|two|three|four|six|eight|ten|twelve)"
_SEASON_YEAR = r"(?:\s+(?:\d{4}\s*[-/]\s*\d{2,4}|\d{4}))?"

# Tried in this order at each place in the text; the first that fits is taken.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso_date", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?!\d)"),
    ("numeric_date", r"(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?!\d)"),
    ("recurrence", rf"every\s+(?:{_MANY}\s+)?{_UNIT}s?\b"),
    ("recurrence", rf"{_COUNT}\s*(?:a|an|per|each|every|/)\s*(?:calendar\s+)?{_UNIT}\b"),
    ("recurrence", rf"(?:each|per)\s+{_UNIT}\b"),
    ("recurrence", rf"{_MANY}[ -]?(?:weekly|monthly)\b"),
    ("recurrence", r"(?:bi|half)[ -]?(?:weekly|monthly|yearly|annual(?:ly)?|termly)\b"),
    ("recurrence", r"(?:daily|weekly|fortnightly|monthly|quarterly|termly|annual(?:ly)?|yearly|per annum)\b"),
    ("academic_year", r"academic year\s*" + _YEARS.format("years")),
    ("academic_year", _YEARS.format("years") + r"\s*academic year\b"),
    ("quarter", _QUARTERS + _IN_YEARS),
    ("quarter", rf"(?P<q1>1st|2nd|3rd|4th|first|second|third|fourth|last)\s+(?:quarter|qtr)\b{_IN_YEARS}"),
    ("quarter", _YEARS.format("years") + r"[\s,:(-]*" + _QUARTERS + r"\)?"),
    (
        "day_month",
        _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?[\s-]?" + _MONTH.format("mon")
        + r"(?:[\s,-]*(?P<y>\d{4}\b|['\u2019]?\d{2}(?![\d/:]|st|nd|rd|th|\s*/)))?",
    ),
    ("month_day", _MONTH.format("mon") + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b"),
    ("month_day", _MONTH.format("mon") + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)\b"),
    ("month", _MONTH.format("mon") + _MONTH_YEAR),
    ("month_numeric", r"(?P<m>\d{1,2})/(?P<y>\d{4})(?![\d/])"),
    ("years", _YEARS.format("years")),
    ("iso_month", r"(?P<y>\d{4})-(?P<m>\d{2})(?!\d)"),
    ("year", r"(?<!\d[./-])(?P<y>(?:19|20)\d{2})(?![\d%]|/\d)"),
    ("ongoing", r"on[ -]?going|continuous(?:ly)?|continual(?:ly)?|continuing|throughout"),
    ("ongoing", r"business as usual|\bbau\b|rolling\b"),
    ("unknown", r"\bt\.?b\.?[cad]\.?(?![a-z])|to be (?:confirmed|agreed|decided|determined)"),
    ("unknown", r"\basap\b|as soon as possible"),
    ("unknown", rf"(?:spring|summer|autumn|winter)(?:\s+term)?(?:\s+\d)?{_SEASON_YEAR}\b"),
    ("unknown", r"as (?:and when )?required|as needed|immediate(?:ly)?|\bn/?a\b"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE | re.ASCII)) for name, pattern in _PATTERNS)
_JOINS_A_SPAN = re.compile(r"^\s*(?:-|\u2013|\u2014|to|until|through to)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s*$", re.IGNORECASE)
_TRAILING_BRACKET = re.compile(r"^\s*\([^()]*\)")
_EDGES = " \t\r\n,;/&|+\u2022\u00a0"


@dataclass(frozen=True, slots=True)
class DueDate:
    """One printed due date. `parsed` is its JSON value in a plan document's `due_parsed`; None where nothing was read.

    `starts_on` and `ends_on` are the first and last day meant, and None wherever no year is printed.
    """

    words: str
    kind: Kind = "unknown"
    parsed: Any = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    meaning: DueDate
    month: int | None = None
    year: int | None = None


def read_due_dates(text: str, financial_year_starts: int = periods.APRIL) -> list[DueDate]:
    """Every due date printed in `text`, one for each phrase, in the order printed, each in its own words.

    "June 2019 Oct 2019" gives two, "June-July 2024" one, and words without a date give one of kind "unknown"; blank
    text gives none. It never raises and never invents a year. Source: the vague dates of real plans (domain.md,
    sections 8.1 and 11) and the shape of `due_parsed` in the reference plans.
    """
    found: list[DueDate] = []
    for line in re.split(r"[\r\n\v\f;]+", text):
        if line.strip(_EDGES):
            found += _read_line(line, financial_year_starts)
    return found


def due_date(words: str, financial_year_starts: int = periods.APRIL) -> DueDate:
    """What one phrase means. Words that hold several dates, or none, come back as "unknown" with the words kept.

    It never raises and never invents a year. Source: as `read_due_dates`.
    """
    tidy = " ".join(words.split())
    found = read_due_dates(tidy, financial_year_starts)
    return replace(found[0], words=tidy) if len(found) == 1 else DueDate(tidy)


def _read_line(line: str, starts_in: int) -> list[DueDate]:
    tokens = _join_spans(line, _tokens(line, starts_in))
    if not tokens:
        return [DueDate(_tidy(line))]
    found = []
    start = 0
    for index, token in enumerate(tokens):
        end = token.end
        following = tokens[index + 1].start if index + 1 < len(tokens) else len(line)
        if bracket := _TRAILING_BRACKET.match(line[end:following]):
            end += bracket.end()
        if index + 1 == len(tokens):
            end = len(line)
        found.append(replace(token.meaning, words=_tidy(line[start:end])))
        start = end
    return found


def _tokens(line: str, starts_in: int) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(line):
        token = _token_at(line, at, starts_in)
        if token is None:
            at = _next_word(line, at)
        else:
            tokens.append(token)
            at = token.end
    return tokens


def _next_word(line: str, at: int) -> int:
    """The next place a phrase may begin: past this run of letters or digits, or past one other character."""
    if not line[at].isalnum():
        return at + 1
    digits = line[at].isdigit()
    at += 1
    while at < len(line) and line[at].isalnum() and line[at].isdigit() == digits:
        at += 1
    return at


def _token_at(line: str, at: int, starts_in: int) -> _Token | None:
    if at and line[at].isdigit() and line[at - 1].isdigit():
        return None
    for name, pattern in _COMPILED:
        match = pattern.match(line, at)
        if match and match.end() > at and (token := _meaning(name, match, starts_in)):
            return token
    return None


def _meaning(name: str, match: re.Match[str], starts_in: int) -> _Token | None:
    groups = match.groupdict()
    if name in {"iso_date", "numeric_date", "day_month", "month_day"}:
        return _day(match, groups)
    if name in {"month", "month_numeric", "iso_month"}:
        return _month(match, groups)
    if name == "quarter":
        return _quarter(match, groups, starts_in)
    if name in {"years", "academic_year"}:
        return _years(name, match, groups, starts_in)
    if name == "year":
        year = int(groups["y"])
        whole = periods.financial_year(year, 1)
        return _token(
            match,
            "span",
            {"from": f"{year}-01", "to": f"{year}-12"},
            whole.starts_on,
            whole.ends_on,
        )
    words = " ".join(match[0].lower().split())
    if name == "recurrence":
        return _token(match, "recurrence", {"recurs": words})
    if name == "ongoing":
        return _token(match, "ongoing", {"ongoing": True})
    return _token(match, "unknown", None)


def _token(
    match: re.Match[str],
    kind: Kind,
    parsed: Any,
    starts_on: date | None = None,
    ends_on: date | None = None,
    month: int | None = None,
    year: int | None = None,
) -> _Token:
    return _Token(
        match.start(),
        match.end(),
        DueDate(match[0], kind, parsed, starts_on, ends_on),
        month,
        year,
    )


def _day(match: re.Match[str], groups: dict[str, str | None]) -> _Token | None:
    number = _month_number(groups)
    printed = _year(groups.get("y"))
    day = int(groups["d"] or 0)
    if printed is None:
        try:
            date(2000, number, day)
        except ValueError:
            return None
        return _token(match, "date", None, month=number)
    try:
        exact = date(printed, number, day)
    except ValueError:
        return None
    return _token(match, "date", exact.isoformat(), exact, exact, number, printed)


def _month(match: re.Match[str], groups: dict[str, str | None]) -> _Token | None:
    number = _month_number(groups)
    year = _year(groups.get("y"))
    if not 1 <= number <= 12:
        return None
    if year is None:
        return None if _is_the_verb_may(match) else _token(match, "month", None, month=number)
    whole = periods.month(year, number)
    return _token(
        match,
        "month",
        f"{year}-{number:02d}",
        whole.starts_on,
        whole.ends_on,
        number,
        year,
    )


def _is_the_verb_may(match: re.Match[str]) -> bool:
    """Lower-case "may" amid words is the verb; "May", or "may" standing alone, is the month."""
    return match[0].strip(" .") == "may" and match.string.strip(_EDGES) != "may"


def _quarter(match: re.Match[str], groups: dict[str, str | None], starts_in: int) -> _Token | None:
    first = _quarter_number(groups["q1"] or "")
    last = _quarter_number(groups.get("q2") or "") or first
    if first > last:
        return None
    parsed: dict[str, Any] = {"from_quarter": first, "to_quarter": last}
    years = periods.read_year_span(_year_words(groups.get("years")))
    if years is None or years[1] != years[0] + 1:
        return _token(match, "quarter", parsed)
    parsed["financial_year"] = periods.short_span(*years)
    starts_on = periods.quarter(years[0], first, starts_in).starts_on
    return _token(
        match,
        "quarter",
        parsed,
        starts_on,
        periods.quarter(years[0], last, starts_in).ends_on,
    )


def _quarter_number(words: str) -> int:
    return int(words[0]) if words[:1].isdigit() else _NUMBERS.get(words.lower(), 0)


def _year_words(words: str | None) -> str:
    return re.sub(r"(?i)^fy\s*", "", words or "")


def _years(name: str, match: re.Match[str], groups: dict[str, str | None], starts_in: int) -> _Token | None:
    years = periods.read_year_span(_year_words(groups.get("years")))
    if years is None:
        return None
    if name == "academic_year":
        whole = periods.academic_year(years[0])
        return (
            _token(match, "span", _months_of(whole), whole.starts_on, whole.ends_on)
            if years[1] - years[0] == 1
            else None
        )
    if years[1] == years[0] + 1:
        whole = periods.financial_year(years[0], starts_in)
        parsed: Any = {"financial_year": periods.short_span(*years)}
        return _token(match, "financial_year", parsed, whole.starts_on, whole.ends_on)
    whole = periods.financial_years(*years, starts_in=starts_in)
    return _token(match, "span", _months_of(whole), whole.starts_on, whole.ends_on)


def _months_of(whole: periods.Period) -> dict[str, str]:
    return {"from": f"{whole.starts_on:%Y-%m}", "to": f"{whole.ends_on:%Y-%m}"}


def _month_number(groups: dict[str, str | None]) -> int:
    if name := groups.get("mon"):
        return _MONTHS[name.lower()]
    return int(groups.get("m") or 0)


def _year(words: str | None) -> int | None:
    digits = (words or "").strip("'\u2019 ")
    if not digits:
        return None
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return year if 1900 <= year <= 2199 else None


def _join_spans(line: str, tokens: list[_Token]) -> list[_Token]:
    """Two dates with a dash or "to" between them are one span, unless a third hangs on in the same way."""
    joined: list[_Token] = []
    index = 0
    while index < len(tokens):
        run = 1
        while index + run < len(tokens) and _is_joined(line, tokens[index + run - 1], tokens[index + run]):
            run += 1
        span = _span(tokens[index], tokens[index + 1]) if run == 2 else None
        if span:
            joined.append(span)
        else:
            joined += tokens[index : index + run]
        index += run
    return joined


def _is_joined(line: str, first: _Token, second: _Token) -> bool:
    between = line[first.end : second.start]
    if _JOINS_A_SPAN.match(between):
        return True
    if between.strip() == "/":
        return bool(
            first.month and second.month and first.year is None and second.year and first.month + 1 == second.month
        )
    return between.strip().lower() == "and" and bool(_BETWEEN.search(line[: first.start]))


def _span(first: _Token, second: _Token) -> _Token | None:
    """The span from one token to another, or None where they are not two dates or months in order."""
    kinds = {first.meaning.kind, second.meaning.kind}
    if not kinds <= {"month", "date", "span"} or (first.month is None and first.meaning.kind != "span"):
        return None
    first = _with_year_of(first, second)
    begins, ends = first.meaning.starts_on, second.meaning.ends_on
    if begins and ends and begins > ends:
        return None
    parsed = None
    if begins and ends:
        parsed = {"from": _point(first, begins), "to": _point(second, ends)}
    words = ""
    return _Token(first.start, second.end, DueDate(words, "span", parsed, begins, ends))


def _with_year_of(first: _Token, second: _Token) -> _Token:
    """ "June-July 2024": the year is printed once for both, which holds only where the months are in order."""
    if first.year or not second.year or not first.month or not second.month or first.month > second.month:
        return first
    if first.meaning.kind != "month":
        return first
    whole = periods.month(second.year, first.month)
    meaning = replace(first.meaning, starts_on=whole.starts_on, ends_on=whole.ends_on)
    return replace(first, meaning=meaning, year=second.year)


def _point(token: _Token, day: date) -> str:
    return day.isoformat() if token.meaning.kind == "date" else f"{day:%Y-%m}"


def _tidy(words: str) -> str:
    tidy = " ".join(words.split()).strip(_EDGES)
    without_and = re.sub(r"(?i)^(?:and|-|\u2013)\s+(?=\S)", "", tidy)
    return without_and.strip(_EDGES) or tidy
