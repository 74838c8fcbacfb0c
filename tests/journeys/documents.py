"""A plan as a partnership keeps it in Word: numbered aims merged down over their rows, empty progress and RAG."""

from io import BytesIO

from docx import Document

HEADINGS = (
    "No.",
    "What do we want to achieve?",
    "How are we going to do it?",
    "Who will lead?",
    "How will we know?",
    "When?",
    "Comment on progress",
    "RAG rating",
)
ROWS = (
    ("1", "Children on the edge of care are seen early", (
        ("Map the offers of early help in each locality", "BMG", "Map presented to BMG", "June 2027"),
        ("Ask families what made the difference", "Voice and participation panel", "Summary to BMG",
         "Oct 2027\nFeb 2028"),
    )),
    ("2", "Staff know how to raise a concern about practice", (
        ("Republish the escalation steps on one page", "Business management group", "Page on the site", "Quarter 2"),
    )),
)  # fmt: skip
PRIORITIES = (
    "Priority One: Children get help before things go wrong",
    "Priority Two: Our workforce speaks up and is heard",
)


def numbered_aims_plan() -> bytes:
    """A Word file with priorities above one table, in eight columns."""
    document = Document()
    document.add_heading("Merrow Vale Safeguarding Children Partnership Business Plan 2027-29", level=0)
    for priority in PRIORITIES:
        document.add_paragraph(priority)
    table = document.add_table(rows=1, cols=len(HEADINGS))
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    for number, aim, actions in ROWS:
        first = len(table.rows)
        for how, who, know, when in actions:
            cells = table.add_row().cells
            for cell, text in zip(cells[2:6], (how, who, know, when), strict=True):
                cell.text = text
        table.cell(first, 0).merge(table.cell(len(table.rows) - 1, 0)).text = number
        table.cell(first, 1).merge(table.cell(len(table.rows) - 1, 1)).text = aim
    out = BytesIO()
    document.save(out)
    return out.getvalue()
