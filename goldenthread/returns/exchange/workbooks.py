"""A question set as an Excel workbook: a sheet for each sort of thing, and a sheet that says how it is filled in."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from goldenthread.rendering.cleaning import printable
from goldenthread.rendering.excel import Sheet, SheetCell, Value, workbook
from goldenthread.rendering.lists import about
from goldenthread.returns import rules

SET, SCHEMES, SECTIONS, QUESTIONS = "Set", "Rating schemes", "Sections", "Questions"
DESCRIPTORS, COLUMNS, HELP = "Descriptors", "Columns", "How to fill it in"
# What a cell of Excel holds at most.
LONGEST = 32_767
# For each sheet: the heading of a column, its name in a document, its width.
LABELS = (
    ("Title", "title"), ("Sort", "kind"), ("Purpose", "purpose"), ("Basis", "basis"), ("In use from", "starts_on"),
    ("In use until", "ends_on"),
)  # fmt: skip
HEADS: dict[str, tuple[tuple[str, str, float], ...]] = {
    SCHEMES: (("Scheme", "name", 28), ("Not applicable allowed", "allows_not_applicable", 14),
              ("Not applicable counts", "counts_not_applicable", 14), ("Level", "word", 20), ("Level key", "key", 16),
              ("Weight", "weight", 10), ("Colour", "colour", 12), ("What it means", "descriptor", 60)),
    SECTIONS: (("Number", "number", 10), ("Title", "title", 40), ("Guidance", "guidance", 70)),
    QUESTIONS: (("Section", "section", 10), ("Question", "text", 60), ("Key", "key", 22), ("Asks for", "asks", 18),
                ("Required", "is_required", 10), ("Hint", "hint", 40), ("Options", "options", 36),
                ("Rating scheme", "scheme", 26), ("Weight", "weight", 10), ("Unit", "unit", 12),
                ("Smallest", "smallest", 12), ("Largest", "largest", 12), ("Filled from", "fills_from", 20)),
    DESCRIPTORS: (("Question key", "question", 22), ("Level key", "level", 18), ("What it means here", "words", 70)),
    COLUMNS: (("Question key", "question", 22), ("Heading", "label", 36), ("Column key", "key", 20),
              ("Asks for", "asks", 16), ("Options", "options", 36)),
}  # fmt: skip
HOW = (
    "Set: one line for each label. The sort is one of the codes listed below.",
    "Rating schemes: a line for each level, lowest first. Levels of one scheme stand together under the same name.",
    "Sections: a line for each section, numbered 1, 2, 3. Each is answered on a page of its own.",
    "Questions: a line for each question, in order, with the number of its section.",
    "Key: the short name a question keeps in every version, so that last time’s answers are shown. Left empty, it is "
    "made from the question’s first words.",
    "Options, for choices: one on each line of the cell (Alt and Enter begin a new line).",
    "Descriptors: where a level means something particular for one question.",
    "Columns: a line for each column of a question that is answered as a table.",
    "Formulas are not read. Put their results in their place.",
)


def write_workbook(document: rules.SetDocument, kinds: Sequence[tuple[str, str]], marking: str = "") -> bytes:
    """The document as a workbook that reads back as itself. Raises `ValueError` for a text too long for a cell."""
    raw = rules.as_raw(document)
    sheets = [about(document.title or "Question set", marking), _set(raw)] if marking else [_set(raw)]
    sheets += [_sheet(name, rows) for name, rows in _tables(raw).items()]
    sheets.append(_help(kinds))
    for cell in (cell for sheet in sheets for row in sheet.rows for cell in row):
        if isinstance(cell.value, str) and len(printable(cell.value)) > LONGEST:
            raise ValueError("A text of this question set is longer than a cell of Excel holds.")
    return workbook(sheets, document.title, marking, opens_on=1 if marking else 0)


def _set(raw: dict[str, Any]) -> Sheet:
    rows = tuple((SheetCell(label, bold=True), SheetCell(raw[name])) for label, name in LABELS)
    return Sheet(SET, ((SheetCell("What"), SheetCell("Value")), *rows), (20, 90), header=1, filters=False)


def _tables(raw: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    questions = [
        {**one, "section": number, "options": "\n".join(one["options"])}
        for number, section in enumerate(raw["sections"], start=1)
        for one in section["questions"]
    ]
    return {
        SECTIONS: [{**one, "number": number} for number, one in enumerate(raw["sections"], start=1)],
        QUESTIONS: questions,
        SCHEMES: [{**one, **level} for one in raw["schemes"] for level in one["levels"]],
        DESCRIPTORS: [
            {"question": one["key"], "level": level, "words": words}
            for one in questions for level, words in one["descriptors"].items()
        ],
        COLUMNS: [
            {**column, "question": one["key"], "options": "\n".join(column.get("options", ()))}
            for one in questions for column in one["columns"]
        ],
    }  # fmt: skip


def _sheet(name: str, rows: Iterable[dict[str, Any]]) -> Sheet:
    heads = HEADS[name]
    head = tuple(SheetCell(heading, bold=True) for heading, _, _ in heads)
    body = tuple(tuple(SheetCell(_cell(row.get(field))) for _, field, _ in heads) for row in rows)
    return Sheet(name, (head, *body), tuple(width for _, _, width in heads), header=1)


def _cell(value: Any) -> Value:
    return ("Yes" if value else "No") if isinstance(value, bool) else value


def _help(kinds: Sequence[tuple[str, str]]) -> Sheet:
    lines: list[tuple[str, str]] = [("", sentence) for sentence in HOW]
    lines += [("Sort", ""), *kinds, ("Asks for", ""), *((str(key), words) for key, words in rules.ASKS.items())]
    lines += [("Filled from", ""), *((one.key, one.label) for one in rules.fillers().values())]
    rows = tuple(
        (SheetCell(code, bold=not words, border=False), SheetCell(words, border=False)) for code, words in lines
    )
    return Sheet(HELP, rows, (26, 110))


def template(kinds: Sequence[tuple[str, str]]) -> bytes:
    """A workbook to start from: a small question set that can be brought in as it is, and how to fill it in."""
    levels = (rules.Level("not-met", "Not met"), rules.Level("met", "Met", weight=Decimal(1)))
    column = (("key", "team"), ("label", "Team"), ("asks", "text"))
    asked = (
        rules.QuestionDocument("how", "How is supervision given?", rules.Asks.LONG_TEXT, hint="In short."),
        rules.QuestionDocument("often", "How often?", rules.Asks.CHOICE, options=("Every month", "Less often")),
        rules.QuestionDocument("standard", "It is recorded", rules.Asks.RATING, scheme="Met or not met",
                               descriptors=(("met", "On the child’s file within two days."),)),
        rules.QuestionDocument("teams", "In which teams?", rules.Asks.TABLE, is_required=False, columns=(column,)),
    )  # fmt: skip
    document = rules.SetDocument(
        "Supervision", "self_assessment", purpose="What it is for", basis="On what basis it is asked",
        schemes=(rules.Scheme("Met or not met", levels),),
        sections=(rules.SectionDocument("Supervision", "What to know before answering", asked),),
    )  # fmt: skip
    return write_workbook(document, kinds)
