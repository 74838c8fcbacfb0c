"""What looks as if it told of one child, adult or family: to be looked at again, never held back in silence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.7: nothing about an individual child is kept here; D.1, classes C and X"
NHS_LENGTH = 10
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

# What stands between the parts of a number or date: spaces of every width, hyphens, dashes, full stops.
_DASH = r"\-\u2010-\u2015"
_GAP = rf"[\s.{_DASH}]{{0,3}}"
_NHS = re.compile(rf"(?<!\d)(?<!\d-)(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}})(?!-?\d)")
_UPN = re.compile(r"\b([A-Za-z])(\d{11})(\d|[A-Za-z])(?!\w)")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SEP = rf"[\s./,{_DASH}]+"
_DAY = "|".join(
    (
        rf"\d{{4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}",
        rf"\d{{1,2}}(?:st|nd|rd|th)?{_SEP}(?:of\s+)?(?:\d{{1,2}}|{_MONTHS}){_SEP}(?:\d{{4}}|\d{{2}})",
        rf"{_MONTHS}{_SEP}(?:\d{{1,2}}(?:st|nd|rd|th)?{_SEP})?\d{{4}}",
    )
)
_BORN = re.compile(
    rf"\b(?:born|d\.?\s?o\.?\s?b\.?|date of birth)\b[^\w\n]*(?:(?:on|in|is|was)\s+)?(?:the\s+)?(?:{_DAY})", re.I
)
_NUMBERS = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)")
# Latin Extended-A holds capitals and small letters in turn, so it stands with both.
_BIG, _SMALL = r"[A-ZÀ-ÖØ-Þ\u0100-\u017f]", r"[a-zß-öø-ÿ\u0100-\u017f]"
_NAME = rf"{_BIG}{_SMALL}+(?:['’-]{_BIG}?{_SMALL}+)*"
_PAIR = re.compile(rf"\b({_NAME})\s+((?:Mc|Mac|O['’])?{_NAME})\b")

# Words that begin a sentence, and words of the field that stand with a capital and are nobody's name.
BEGINNINGS = """a all an and any are as at because before both but by during each every few for from how if in into is
it its lack late less loss many more most new no not of on one only or our over poor several since so some that the
their then there these they this those though to too turnover two under until we weak what when where which while who
with without"""
FIELD = """act adult adults agency agreement alliance annual assurance audit authority board boroughs borough care
central chair chief child children christmas clinical college commissioner committee community conference constabulary
council county court courts crime criminal delegated department designated director district domestic early east easter
education england executive exploitation families family fire forward general government group guidance head health
help home hospital house housing independent information inspectorate integrated justice keeping lead learning local
management mental minister ministry multi national neglect network north nhs nurse office officer ofsted outside panel
partner partners partnership plan police policy practice prevent priority probation programme protection public quality
register regional report rescue review reviews risk royal safe safeguarding school schools scrutineer service services
sexual social south spring start state statement statutory strategic strategy subgroup summer supporting team together
trust trusts united version virtual voice voluntary wales welfare west winter working young youth abuse violence
adulthood moving january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday"""
_PLAIN = frozenset(BEGINNINGS.split()) | frozenset(FIELD.split())


@dataclass(frozen=True)
class Warned:
    """One place worth another look: what was found, what it looks like, and in which answer."""

    found: str
    looks_like: str
    where: str = ""

    @property
    def sentence(self) -> str:
        """As a page says it."""
        return f"“{self.found}” looks like {self.looks_like}."


@rule("kernel.nhs_number", "NHS Data Dictionary: ten digits, the last a check digit by modulus 11")
def is_nhs_number(digits: str) -> bool:
    """True for ten digits whose last one is the right check digit."""
    if len(digits) != NHS_LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


@rule(
    "kernel.upn",
    "DfE guide to unique pupil numbers: a check letter and twelve digits, a temporary one ending in a letter",
)
def is_upn(text: str) -> bool:
    """True for a letter and twelve digits (the last may be a letter) whose first letter is the right check letter."""
    said = text.upper()
    if not re.fullmatch(r"[A-Z]\d{11}[0-9A-Z]", said):
        return False
    last = int(said[12]) if said[12].isdigit() else UPN_LETTERS.find(said[12])
    if last < 0:
        return False
    values = [*(int(digit) for digit in said[1:12]), last]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return UPN_LETTERS[total % 23] == said[0]


@rule("kernel.warnings", SOURCE)
def warnings(texts: Mapping[str, str], known: Iterable[str] = ()) -> list[Warned]:
    """What in the texts, by the name of each answer, looks like a number, birthday or name of one person; each once.

    `known` are names of agencies, groups and people of the partnership, which may be written.
    """
    words = {part.lower().removesuffix("s") for name in known for part in re.findall(r"[^\W\d_]+", name)}
    found: dict[tuple[str, str], Warned] = {}
    for where, text in texts.items():
        for one in _looked(text or "", words):
            found.setdefault((one.found.lower(), one.looks_like), Warned(one.found, one.looks_like, where))
    return list(found.values())


def _looked(text: str, known: set[str]) -> Iterator[Warned]:
    for match in _NHS.finditer(text):
        if is_nhs_number("".join(match.groups())):
            yield Warned(match[0], "an NHS number")
    for match in _UPN.finditer(text):
        if is_upn(match[0]):
            yield Warned(match[0], "a unique pupil number")
    born = [*_BORN.finditer(text)]
    yield from (Warned(match[0], "a date of birth") for match in born)
    for match in _NUMBERS.finditer(text):
        if not any(one.start() <= match.start() < one.end() for one in born):
            yield Warned(match[0], "a date of birth")
    yield from _names(text, known)


def _names(text: str, known: set[str]) -> Iterator[Warned]:
    """Two words with capitals, neither of them a plain word, a word of the field or a known name."""
    place = 0
    while match := _PAIR.search(text, place):
        first, second = match.groups()
        if _is_plain(first, known) or _is_plain(second, known):
            place = match.end(1)
        else:
            yield Warned(" ".join(match[0].split()), "somebody’s name")
            place = match.end()


def _is_plain(word: str, known: set[str]) -> bool:
    said = re.sub(r"['’]s$", "", word).lower()
    return said in _PLAIN or said.removesuffix("s") in known
