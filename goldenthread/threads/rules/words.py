"""What somebody typed into the search box, understood; and what was found, cut where the marks stand."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldenthread.kernel.rules import rule
from goldenthread.threads.rules.legacy import LONGEST, equivalents

# As much as is read of what somebody types or pastes.
MOST_LETTERS, MOST_WORDS = 200, 24
# Where the database begins and ends what it marks: letters nobody can type, taken out of every text beforehand.
OPENS, CLOSES = "\ue000", "\ue001"
_TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class Term:
    """One thing looked for: a word, or words that stand together; or one that must not be there.

    `also` are its other names, any of which will do.
    """

    text: str
    is_phrase: bool = False
    is_excluded: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sought:
    """What is looked for: any of the clauses, of each of them every term."""

    clauses: tuple[tuple[Term, ...], ...] = ()

    @property
    def also(self) -> tuple[str, ...]:
        """The other names that are looked for too."""
        return tuple(dict.fromkeys(name for clause in self.clauses for term in clause for name in term.also))

    @property
    def as_any(self) -> str:
        """The same words with OR between them, or nothing where that would change nothing."""
        terms = [term for clause in self.clauses for term in clause if not term.is_excluded]
        words = [f'"{one.text}"' if one.is_phrase else one.text for one in terms]
        return " OR ".join(words) if len(words) > 1 and len(self.clauses) == 1 else ""


@rule("threads.understood", "House rule: whatever is typed can be looked for; quotes, OR and minus as on the web")
def understood(typed: str) -> Sought:
    """What was typed as clauses of terms. Never raises: what cannot be looked for is left out.

    Words in quotes stand together as they are, OR begins another clause, a minus excludes; without any of these, names
    of old find their successors.
    """
    line = "".join(one if _is_plain(one) else " " for one in typed)[:MOST_LETTERS]
    clauses: list[list[Term]] = [[]]
    for term in list(_terms(line))[:MOST_WORDS]:
        if term.text.lower() == "or" and not term.is_phrase and not term.is_excluded:
            clauses.append([])
        else:
            clauses[-1].append(term)
    return Sought(tuple(tuple(_named(clause)) for clause in clauses if clause))


def _is_plain(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def _terms(line: str) -> Iterator[Term]:
    for minus, phrase, word in _TOKEN.findall(line):
        excluded = bool(minus) or (word.startswith("-") and len(word) > 1)
        text = " ".join(phrase.split()) if phrase else word.strip('-"')
        if any(character.isalnum() for character in text):
            yield Term(text, is_phrase=bool(phrase), is_excluded=excluded)


def _named(clause: list[Term]) -> Iterator[Term]:
    """The terms with their other names; words that together are a name are one term."""
    place = 0
    while place < len(clause):
        name, length = _name_at(clause, place)
        term = clause[place]
        if length > 1:
            yield Term(name, also=equivalents(name))
        else:
            yield term if term.is_excluded or term.is_phrase else replace(term, also=equivalents(term.text))
        place += length


def _name_at(clause: list[Term], place: int) -> tuple[str, int]:
    """The longest name that begins here, and of how many words; one word where none does."""
    for length in range(min(LONGEST, len(clause) - place), 1, -1):
        words = clause[place : place + length]
        if not any(one.is_phrase or one.is_excluded for one in words):
            name = " ".join(one.text for one in words)
            if equivalents(name):
                return name, length
    return clause[place].text, 1


@dataclass(frozen=True)
class Part:
    """A piece of a text that was found, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


@rule("threads.marked", "House rule: nothing that was typed reaches a page but as text")
def marked(text: str) -> tuple[Part, ...]:
    """A text cut where the database marked what was found. The marks are gone from every part."""
    found = []
    for number, piece in enumerate(text.split(OPENS)):
        inside, closed, rest = piece.partition(CLOSES) if number else ("", "", piece)
        if number and not closed:
            inside, rest = "", piece
        found += [Part(inside, is_hit=True)] if inside else []
        rest = rest.replace(CLOSES, "")
        found += [Part(rest)] if rest else []
    return tuple(found)
