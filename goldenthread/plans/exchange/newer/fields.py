"""In which fields a line of the file differs from the live one. What a file leaves blank it says nothing of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.actions.queries import ActionLine, Party
from goldenthread.actions.rules import amount_of_slip, final_date, owner_word
from goldenthread.kernel.due_dates import DueDate, read_due_dates
from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.plans.exchange.deciding import Proposal
from goldenthread.plans.exchange.newer.differences import Change
from goldenthread.plans.exchange.newer.lines import Json, plain, spaced
from goldenthread.rendering.palette import rating_of

PART_FIELDS: Mapping[str, Mapping[str, str]] = {
    "priority": {
        "reference": "Number",
        "title": "Words",
        "outcome": "Outcome",
        "what_we_will_do": "What we will do",
        "areas_of_focus": "Areas of focus",
        "areas_of_focus_by_audience": "Areas of focus by audience",
        "linked_boards": "Linked boards",
        "definition": "Definition",
        "examples": "Examples",
        "under": "Heading above it",
        "notes": "Notes",
    },
    "objective": {"reference": "Number", "title": "Words", "outcomes": "Outcomes"},
}


def part_changes(kind: str, file_row: Json, live_row: Json) -> list[Change]:
    """The fields of a priority or objective that the file says otherwise."""
    found = []
    for name, label in PART_FIELDS[kind].items():
        new, old = file_row.get(name), live_row.get(name)
        if new and _flat(new) != _flat(old):
            found.append(Change(name, label, in_words(old), in_words(new), to=new))
    return found


def in_words(value: Any) -> str:
    """A value of a document as text, one line for each entry."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {'; '.join(texts)}" for name, texts in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    return str(value or "")


def _flat(value: Any) -> str:
    return spaced(in_words(value))


@dataclass(frozen=True)
class Printed:
    """What is known of the file beside an action's row: its day, who would lead, a real date chosen by a person."""

    dated_on: date
    who: Proposal | None
    real_date: date | None
    said_before: Sequence[str]


def action_changes(file_row: Json, live_row: Json, line: ActionLine, printed: Printed) -> list[Change]:
    """The fields of an open action that the file says otherwise, in the order in which a person reads them."""
    found = []
    if file_row.get("reference") and spaced(file_row["reference"]) != spaced(line.reference):
        found.append(Change("reference", "Number", line.reference, file_row["reference"], to=file_row["reference"]))
    if spaced(file_row["description"]) != spaced(line.description):
        words = file_row["description"]
        found.append(Change("description", "What will be done", line.description, words, to=words))
    found += _lead(file_row, live_row, line, printed.who)
    found += _due(file_row, line, printed.real_date)
    found += _evidence(file_row, line)
    found += _origin(file_row, live_row)
    return found + _said(file_row, line, printed)


def _lead(file_row: Json, live_row: Json, line: ActionLine, who: Proposal | None) -> list[Change]:
    words = file_row.get("leads", [])
    if not words or who is None or [plain(one) for one in words] == [plain(one) for one in live_row.get("leads", [])]:
        return []
    lead = who.lead if who.is_sure and who.lead else line.lead
    helpers = [one for one in who.contributors if one != lead]
    if who.is_sure and lead == line.lead and set(helpers) == set(line.contributor_parties):
        return []
    after = "; ".join(words)
    note = ""
    if not who.is_sure:
        note = f"Nobody here is called “{words[0]}”, so {line.lead_name} goes on leading; the words are kept."
    elif lead != line.lead and who.name and plain(who.name) != plain(after):
        note = f"Read as {who.name}."
    to = {"lead": _key(lead), "words": words, "helpers": [_key(one) for one in helpers] if who.is_sure else None}
    before = "; ".join(live_row.get("leads", [])) or line.lead_name
    return [Change("lead", "Who leads", before, after, take=who.is_sure, note=note, to=to)]


def _key(party: Party) -> str:
    return f"{party.kind}:{party.id}"


def party_of(key: str) -> Party:
    """The party behind "group:<id>"."""
    kind, _, found = key.partition(":")
    return Party(kind, UUID(found))


def due_of(words: Sequence[str], real_date: date | None) -> list[DueDate]:
    """The due dates as printed; a real date chosen by a person stands behind the words."""
    if real_date:
        said = "; ".join(words) or f"{real_date.day} {real_date:%B %Y}"
        return [DueDate(said, "date", real_date.isoformat(), real_date, real_date)]
    return [one for each in words for one in read_due_dates(each)]


def _due(file_row: Json, line: ActionLine, real_date: date | None) -> list[Change]:
    words = file_row.get("due", [])
    new = due_of(words, real_date)
    after_on = final_date(new)
    same_words = spaced("; ".join(one.words for one in new)) == spaced(line.due_words)
    if not words or (same_words and (after_on == line.due_on or not real_date)):
        return []
    days = amount_of_slip(line.due_on, after_on)
    note = f"{days:,} {'day' if days == 1 else 'days'} later, which counts as a slip." if days and after_on else ""
    if days and not after_on:
        note = "The new words name no day with a year, so the date that was promised goes."
    to = {"words": words, "real_date": real_date.isoformat() if real_date else ""}
    return [Change("due", "By when", line.due_words, "; ".join(words), note=note, to=to)]


def milestones_printed(row: Json) -> list[tuple[str, list[str]]]:
    """The lines of evidence of an action's row, each with the dates printed beside it."""
    paired = [(one.get("evidence", ""), one.get("due", [])) for one in row.get("milestones", [])]
    texts = {text for text, _ in paired}
    return [(text, due) for text, due in paired if text] + [
        (text, []) for text in row.get("evidence", []) if text not in texts
    ]


def _evidence(file_row: Json, line: ActionLine) -> list[Change]:
    new = milestones_printed(file_row)
    old = [(one.text, [due.words for due in one.due]) for one in line.milestones if not one.dropped_on]
    if not new:
        return []
    dates = {spaced(text): due for text, due in old}
    filled = [(text, due or dates.get(spaced(text), [])) for text, due in new]

    def evened(rows: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
        return sorted((spaced(text), [spaced(one) for one in due]) for text, due in rows)

    if evened(filled) == evened(old):
        return []
    to = [[text, due] for text, due in filled]
    return [Change("evidence", "How we will know", _milestones(old), _milestones(filled), to=to)]


def _milestones(rows: list[tuple[str, list[str]]]) -> str:
    return "\n".join(f"{text} ({'; '.join(due)})" if due else text for text, due in rows)


def _origin(file_row: Json, live_row: Json) -> list[Change]:
    new, old = file_row.get("provenance", []), live_row.get("provenance", [])
    if not new or sorted(plain(one) for one in new) == sorted(plain(one) for one in old):
        return []
    return [Change("origin", "Where it came from", "; ".join(old), "; ".join(new), to=new)]


def _said(file_row: Json, line: ActionLine, printed: Printed) -> list[Change]:
    """What the file says of progress, where nobody said it before: one update, with its rating if that is new."""
    text = (file_row.get("progress") or "").strip()
    is_new = bool(text) and spaced(text).lower() not in {spaced(one).lower() for one in printed.said_before}
    rating = rating_of(file_row.get("rag"))
    if rating in (None, Delivery.NO_UPDATE, Delivery.NOT_STARTED) or rating in (line.rating, line.delivery_owner):
        rating = None
    if not is_new and rating is None:
        return []
    is_older = line.last_update_on is not None and line.last_update_on > printed.dated_on
    notes = []
    if is_older and line.last_update_on:
        day = f"{line.last_update_on.day} {line.last_update_on:%B %Y}"
        notes.append(f"An update of {day} is newer and stays the latest; this one goes beneath it.")
    if not is_new:
        notes.append("The rating has no words with it. Tick it to keep it as the lead’s word.")
    if rating and not owner_word(rating, line.due_on, printed.dated_on):
        notes.append(_not_rated(rating))
        text, rating, is_new = text or f"{WORDS[rating].tag}, the file says.", None, is_new
    before = line.last_update.text if line.last_update else "Nothing said yet"
    after = "\n".join(filter(None, [text, WORDS[rating].tag if rating else ""]))
    take = is_new and not is_older
    to = {"text": text, "rating": str(rating or "")}
    return [Change("said", "How it stands", before, after, take=take, note=" ".join(notes), to=to)]


def _not_rated(rating: Delivery) -> str:
    if rating == Delivery.COMPLETE:
        return "The file gives it as complete: that is asked for on the action’s own page, with evidence."
    return f"Its date has passed, so “{WORDS[rating].tag}” is kept as words and not as a rating."
