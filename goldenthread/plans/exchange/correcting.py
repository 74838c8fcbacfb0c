"""Correct what was read before it is applied: re-type a line, change its words, place what was left over.

Works on the document's JSON, in which every priority, objective and action carries a `uid` and its `place` in the file.
Every function returns a new document and leaves the one it was given alone. Nothing is ever lost: what is taken out
goes to `left_over`.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from goldenthread.kernel.due_dates import read_due_dates
from goldenthread.kernel.outcomes import Refused
from goldenthread.plans.exchange.document import (
    ActionDocument,
    ObjectiveDocument,
    PlanDocument,
)

Json = dict[str, Any]

TEXT_LISTS = {
    "quality_measures": "quality measure",
    "success_measures": "success measure",
    "outcomes": "outcome",
    "areas_of_focus": "area of focus",
}
KINDS = {
    "action": "Action",
    "objective": "Objective",
    "outcomes": "Outcome",
    "quality_measures": "Quality measure",
    "success_measures": "Success measure",
    "section": "Text of the plan",
    "left_over": "Leave out",
}


@dataclass(frozen=True)
class Line:
    """One line of the plan as a person checks it: what it is, its words, where it stands and where it was read."""

    uid: str
    kind: str
    text: str
    parent_uid: str
    parent_title: str
    place: str
    data: Json

    @property
    def word(self) -> str:
        """What a line of this kind is called."""
        return KINDS.get(self.kind, "Priority" if self.kind == "priority" else self.kind)


def stamped(document: PlanDocument) -> Json:
    """The document's JSON, with a `uid` and the `place` of each priority, objective and action."""
    data = document.to_json()
    numbers = {"p": 0, "o": 0, "a": 0}

    def stamp(letter: str, into: Json, place: str) -> None:
        numbers[letter] += 1
        into["uid"] = f"{letter}{numbers[letter]}"
        into["place"] = place

    def actions(into: Json, of: list[ActionDocument]) -> None:
        for row, action in zip(into.get("actions", []), of, strict=True):
            stamp("a", row, action.place)

    def objectives(into: Json, of: list[ObjectiveDocument]) -> None:
        for row, objective in zip(into.get("objectives", []), of, strict=True):
            stamp("o", row, objective.place)
            actions(row, objective.actions)

    for row, priority in zip(data.get("priorities", []), document.priorities, strict=True):
        stamp("p", row, priority.place)
        objectives(row, priority.objectives)
        actions(row, priority.actions)
    objectives(data, document.objectives)
    actions(data, document.actions)
    for number, row in enumerate(data.get("left_over", [])):
        row["uid"] = f"x{number + 1}"
    return data


def _holders(data: Json) -> Iterator[tuple[Json, str, Json]]:
    """Every priority, objective and action as (holder, list name, row), in the plan's order."""
    for priority in data.get("priorities", []):
        yield data, "priorities", priority
        yield from _beneath(priority)
    yield from _beneath(data)


def _beneath(holder: Json) -> Iterator[tuple[Json, str, Json]]:
    for objective in holder.get("objectives", []):
        yield holder, "objectives", objective
        for action in objective.get("actions", []):
            yield objective, "actions", action
    for action in holder.get("actions", []):
        yield holder, "actions", action


def lines(data: Json) -> list[Line]:
    """Every line of the plan in its order: priorities, their outcomes and measures, objectives, actions."""
    found: list[Line] = []
    for holder, name, row in _holders(data):
        kind = {"priorities": "priority", "objectives": "objective", "actions": "action"}[name]
        text = row["description"] if kind == "action" else row.get("title", "")
        above = holder if "uid" in holder else {}
        found.append(
            Line(row["uid"], kind, text, above.get("uid", ""), above.get("title", ""), row.get("place", ""), row)
        )
        for list_name in TEXT_LISTS:
            for number, words in enumerate(row.get(list_name, [])):
                uid = f"{row['uid']}.{list_name}.{number}"
                found.append(Line(uid, list_name, words, row["uid"], row.get("title", ""), row.get("place", ""), {}))
    for row in data.get("left_over", []):
        found.append(Line(row["uid"], "left_over", row["text"], "", "", row.get("place", ""), row))
    return found


def line(data: Json, uid: str) -> Line | None:
    """One line by its uid, or None."""
    return next((one for one in lines(data) if one.uid == uid), None)


def parents(data: Json) -> list[tuple[str, str]]:
    """The priorities and objectives under which a line may stand, as (uid, words)."""
    rows = [(row["uid"], name, row.get("title", "")) for _, name, row in _holders(data) if name != "actions"]
    return [(uid, f"{'Priority' if name == 'priorities' else 'Objective'}: {title}") for uid, name, title in rows]


def _find(data: Json, uid: str) -> tuple[Json, str, Json]:
    for holder, name, row in _holders(data):
        if row["uid"] == uid:
            return holder, name, row
    raise Refused("That line is no longer there; somebody else changed it. Look at the list again.")


def _new_uid(data: Json, letter: str) -> str:
    taken = {row["uid"] for _, _, row in _holders(data)} | {row["uid"] for row in data.get("left_over", [])}
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def change_action(data: Json, uid: str, **fields: Any) -> Json:
    """Change the words of an action: description, leads, evidence, due (words, read again), reference, provenance."""
    changed = deepcopy(data)
    _, _, row = _find(changed, uid)
    if "description" in fields and not str(fields["description"]).strip():
        raise Refused("An action needs words that say what will be done.", "description")
    if "due" in fields and fields["due"] != row.get("due", []):
        row["due_parsed"] = [due.parsed for words in fields["due"] for due in read_due_dates(words)]
        row.pop("milestones", None)
    for name, value in fields.items():
        row[name] = value
        if value in ("", [], None):
            row.pop(name)
    return changed


def change_title(data: Json, uid: str, title: str, reference: str = "") -> Json:
    """Change the words of a priority or objective."""
    if not title.strip():
        raise Refused("Write the words before saving them.", "text")
    changed = deepcopy(data)
    _, _, row = _find(changed, uid)
    row["title"] = title.strip()
    if reference:
        row["reference"] = reference
    return changed


def change_text(data: Json, uid: str, text: str) -> Json:
    """Change the words of a measure, outcome or area of focus."""
    if not text.strip():
        raise Refused("Write the words before saving them.", "text")
    changed = deepcopy(data)
    owner, name, number = _text_place(changed, uid)
    owner[name][number] = text.strip()
    return changed


def _text_place(data: Json, uid: str) -> tuple[Json, str, int]:
    owner_uid, name, number = uid.split(".")
    _, _, owner = _find(data, owner_uid)
    if int(number) >= len(owner.get(name, [])):
        raise Refused("That line is no longer there; somebody else changed it. Look at the list again.")
    return owner, name, int(number)


def retype(data: Json, uid: str, to: str, parent_uid: str = "") -> Json:
    """Make a line into another kind of line, under another parent where one is given.

    Raises `Refused` where that would lose something (an objective with actions beneath it) or has no place to stand.
    """
    changed = deepcopy(data)
    what = line(changed, uid)
    if what is None:
        raise Refused("That line is no longer there; somebody else changed it. Look at the list again.")
    if what.kind == "objective" and what.data.get("actions"):
        raise Refused("This objective has actions beneath it. Move or re-type those first.", "kind")
    if what.kind == "priority" and (what.data.get("objectives") or what.data.get("actions")):
        raise Refused("This priority has lines beneath it. Move or re-type those first.", "kind")
    _take_out(changed, what)
    parent = _parent(changed, what, to, parent_uid)
    _put(changed, what, to, parent)
    return _tidied(changed)


def _take_out(data: Json, what: Line) -> None:
    if what.kind in TEXT_LISTS:
        owner, name, number = _text_place(data, what.uid)
        owner[name].pop(number)
    elif what.kind == "left_over":
        data["left_over"] = [row for row in data["left_over"] if row["uid"] != what.uid]
    else:
        holder, name, row = _find(data, what.uid)
        holder[name].remove(row)


def _parent(data: Json, what: Line, to: str, parent_uid: str) -> Json | None:
    if to in ("section", "left_over"):
        return None
    uid = parent_uid or what.parent_uid
    if not uid and to in ("objective", "action"):
        return data
    if not uid:
        raise Refused("Choose the priority or objective it belongs under.", "parent")
    _, _, parent = _find(data, uid)
    return parent


def _put(data: Json, what: Line, to: str, parent: Json | None) -> None:
    """Put a line where it now belongs; whatever it said besides its own words goes to what is left over."""
    if to == "left_over":
        _leave_over(data, what.place, "\n".join([what.text, *_besides(what)]))
        return
    if parent is None:
        data.setdefault("sections", []).append({"heading": "", "paragraphs": [what.text]})
    elif to == "action":
        row = what.data if what.kind == "action" else {"description": what.text, "place": what.place}
        row.setdefault("uid", _new_uid(data, "a"))
        parent.setdefault("actions", []).append(row)
    elif to == "objective":
        if parent.get("uid", "").startswith("o"):
            raise Refused("An objective stands under a priority, not under another objective.", "parent")
        row = what.data if what.kind == "objective" else {"title": what.text, "place": what.place}
        row.setdefault("uid", _new_uid(data, "o"))
        parent.setdefault("objectives", []).append(row)
    else:
        _put_text(parent, to, what.text)
    if to != what.kind and (rest := _besides(what)):
        _leave_over(data, what.place, "\n".join(rest))


def _put_text(parent: Json, to: str, text: str) -> None:
    """Into a list of short texts; an outcome of a priority is its one sentence, others follow it."""
    is_priority = parent["uid"].startswith("p")
    if to == "outcomes" and is_priority:
        parent["outcome"] = "\n".join(filter(None, [parent.get("outcome", ""), text]))
    elif to == "areas_of_focus" and not is_priority:
        raise Refused("Areas of focus belong to a priority.", "parent")
    else:
        parent.setdefault(to, []).append(text)


def _leave_over(data: Json, place: str, text: str) -> None:
    data.setdefault("left_over", []).append({"place": place, "text": text, "uid": _new_uid(data, "x")})


def _besides(what: Line) -> list[str]:
    """Everything a line says besides its own words, so that re-typing loses nothing; dates as printed."""
    own = {"uid", "place", "text", "due_parsed", "title" if what.kind != "action" else "description"}
    return [text for name, value in what.data.items() if name not in own for text in _texts(value)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        return [text for name, one in value.items() if name != "due_parsed" for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []


def _tidied(data: Json) -> Json:
    """Without empty lists, as the JSON shape has it."""
    for holder, _, row in list(_holders(data)):
        for each in (holder, row):
            for name in [key for key, value in each.items() if value == []]:
                each.pop(name)
    for name in [key for key, value in data.items() if value == []]:
        data.pop(name)
    return data


def read_back(data: Json) -> PlanDocument:
    """The corrected JSON as a document again. Raises `Refused` where it no longer holds together."""
    try:
        return PlanDocument.from_json(data)
    except (TypeError, KeyError, AttributeError) as error:
        raise Refused("The corrected plan no longer holds together; upload the file again.") from error
