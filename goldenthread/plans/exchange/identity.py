"""Whose plan it is, what it is called and which years it is for, from its title and first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from goldenthread.kernel import periods
from goldenthread.kernel.due_dates import read_due_dates
from goldenthread.plans.exchange.blocks import tidy
from goldenthread.plans.exchange.document import PlanPeriod
from goldenthread.plans.exchange.draft import Draft
from goldenthread.plans.exchange.headings import plain_words

_WORD = r"(?:[A-Z][\w'\u2019-]*)"
_NAME = re.compile(
    rf"\b(?P<name>(?:{_WORD}(?:,)?\s+(?:(?:and|of|the|upon|with|&)\s+)*){{1,8}}?Safeguarding\s+"
    r"(?:(?:Children(?:['\u2019]?s)?|Child|Adults?(?:['\u2019]?s)?|Young|People(?:['\u2019]?s)?|and|&)\s+){0,6}(?:Partnership|Board))\b"
)
_YEARS = re.compile(r"(?<![\d/])((?:19|20)\d{2}\s*(?:[-/\u2013\u2014]|to)\s*(?:(?:19|20)\d{2}|\d{2}))(?![\d/])")
_IN_BRACKETS = re.compile(r"\(\s*([A-Z][A-Za-z&]{1,7})\s*\)")
_ARTICLE = re.compile(r"^(?:The|Our|Welcome|For|In|By|All|This)\s+(?:to\s+the\s+|to\s+)?")


def settle_identity(draft: Draft, titles: list[str], headings: list[str], texts: list[str]) -> None:
    """Fill in partnership, abbreviation, title and period. `titles` are the lines of the title, in order."""
    plan = draft.plan
    author = plan.version.author if plan.version and plan.version.author else ""
    plan.partnership = _partnership([*titles, *headings, author, *texts])
    plan.abbreviation = _abbreviation(plan.partnership, [*titles, *headings, *texts])
    plan.title = _title(plan.partnership, plan.abbreviation, titles)
    if not plan.title and plan.version and plan.version.title:
        plan.title = plan.version.title
    _settle_period(draft, [plan.title, *titles], texts[:12])


def _partnership(texts: Iterable[str]) -> str:
    for text in texts:
        for found in _NAME.finditer(text):
            name = _ARTICLE.sub("", tidy(found["name"]))
            if plain_words(name)[0] not in ("safeguarding", "local", "multi"):
                return name
    return ""


def _abbreviation(partnership: str, texts: list[str]) -> str:
    if not partnership:
        return ""
    for text in texts:
        at = text.find(partnership)
        while at >= 0:
            if found := _IN_BRACKETS.match(text[at + len(partnership) :].lstrip()):
                return found[1]
            at = text.find(partnership, at + 1)
    initials = "".join(word[0] for word in partnership.replace("&", " ").split() if word[0].isupper())
    used = any(re.search(rf"\b{re.escape(initials)}\b", text) for text in texts)
    return initials if used and len(initials) > 2 else ""


def _title(partnership: str, abbreviation: str, titles: list[str]) -> str:
    kept = []
    for text in titles:
        own = text
        if partnership and own.startswith(partnership):
            after = own[len(partnership) :].lstrip()
            if abbreviation and after.startswith(f"({abbreviation})"):
                after = after[len(abbreviation) + 2 :].lstrip()
            dashed = re.match(r"^[-\u2013\u2014:]\s*(.+)$", after)
            own = dashed[1] if dashed else ("" if not after else own)
        if own and own not in kept:
            kept.append(own)
    return tidy(" ".join(kept[:2]))


def _settle_period(draft: Draft, titles: list[str], texts: list[str]) -> None:
    """The title's years, else its months or days, else the years in the first lines."""
    if _take_years(draft, titles):
        return
    for each in read_due_dates("\n".join(titles)):
        if each.kind == "span" and each.starts_on and each.ends_on:
            draft.plan.period = PlanPeriod(each.starts_on.isoformat(), each.ends_on.isoformat())
            return
    _take_years(draft, texts)


def _take_years(draft: Draft, texts: list[str]) -> bool:
    for text in texts:
        for found in _YEARS.finditer(text):
            years = periods.read_year_span(re.sub(r"\s*to\s*", "-", found[1]))
            if years and years[1] - years[0] <= 10:
                whole = periods.financial_years(*years)
                draft.plan.period = PlanPeriod(whole.starts_on.isoformat(), whole.ends_on.isoformat())
                draft.doubt("title", found[1], "Read as financial years, April to March; are these the plan's dates?")
                return True
    return False
