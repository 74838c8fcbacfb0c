"""Edit an exported plan as a partner would in Word, Excel or a text editor: change a line, add one, take one out."""

import csv
import io
from copy import deepcopy

import docx
import openpyxl
from docx.oxml.ns import qn

ADDED = "Hold a listening day in every library of the county"
MORE = " as well"


def more(words):
    """The words with a little more before their full stop."""
    return f"{words[:-1]}{MORE}." if words.endswith(".") else f"{words}{MORE}"


def last_lines(document):
    """Actions that come last of two or more beneath their objective or priority, and stand on one line."""
    holders = [*document.priorities, *document.all_objectives(), document]
    found = [holder.actions[-1] for holder in holders if len(holder.actions) > 1]
    return [one for one in found if "\n" not in one.description and len(one.description) > 30]


def edit(content, name, wanted, how):
    """The file with one line edited: `how` is "change", "add" or "remove"; returns the words edited, and the file."""
    editor = {"docx": _word, "xlsx": _excel, "csv": _csv}[name.rpartition(".")[2]]
    for words in wanted:
        made = editor(content, words, how)
        if made is not None:
            return words, made
    raise AssertionError("None of these lines stands by itself in the exported file.")


def _is(text, words):
    """True where a cell or paragraph holds these words, with or without a number or mark in front."""
    return text.strip() == words or (text.strip().endswith(words) and len(text.strip()) - len(words) < 10)


def _word(content, words, how):
    document = docx.Document(io.BytesIO(content))
    found = [
        p for p in document.element.body.iter(qn("w:p")) if _is("".join(t.text or "" for t in p.iter(qn("w:t"))), words)
    ]
    if len(found) != 1:
        return None
    paragraph = found[0]
    cell = next((one for one in paragraph.iterancestors(qn("w:tc"))), None)
    shares = cell is None or len(list(cell.iter(qn("w:p")))) > 1
    part = paragraph if shares else next(paragraph.iterancestors(qn("w:tr")))
    if how == "change":
        last = list(paragraph.iter(qn("w:t")))[-1]
        last.text = more(last.text)
    elif how == "remove":
        part.getparent().remove(part)
    else:
        copy = deepcopy(part)
        part.addnext(copy)
        texts = [p for p in copy.iter(qn("w:p")) if _is("".join(t.text or "" for t in p.iter(qn("w:t"))), words)]
        runs = list((texts[0] if texts else copy).iter(qn("w:t")))
        for run in runs[1:]:
            run.text = ""
        runs[0].text = ADDED
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _excel(content, words, how):
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if _lines(cell, words)]
    if len(cells) != 1:
        return None
    cell, sheet = cells[0], cells[0].parent
    lines = str(cell.value).split("\n")
    at = _lines(cell, words)[0]
    if how == "change":
        lines[at] = more(lines[at])
    elif len(lines) > 1:
        lines[at : at + 1] = [lines[at], ADDED] if how == "add" else []
    if how == "change" or len(lines) > 1 or len(str(cell.value).split("\n")) > 1:
        cell.value = "\n".join(lines)
    else:
        _rows(sheet, cell, how)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(cell, words):
    """The lines of a cell that hold these words, by their place."""
    return [at for at, text in enumerate(str(cell.value or "").split("\n")) if _is(text, words)]


def _rows(sheet, cell, how):
    """Excel moves merged cells with the rows; openpyxl does not, so that is done here."""
    at, step = cell.row, 1 if how == "add" else -1
    merged = [(r.min_col, r.min_row, r.max_col, r.max_row) for r in sheet.merged_cells.ranges]
    for one in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(one))
    if how == "add":
        sheet.insert_rows(at + 1)
        for column in range(1, sheet.max_column + 1):
            above = next((m for m in merged if m[0] <= column <= m[2] and m[1] < at <= m[3]), None)
            if above is None and column >= cell.column:
                sheet.cell(at + 1, column).value = sheet.cell(at, column).value
        bullet = "• " if str(cell.value).startswith("• ") else ""
        sheet.cell(at + 1, cell.column).value = bullet + ADDED
    else:
        sheet.delete_rows(at)
    for left, top, right, bottom in merged:
        top, bottom = top + (step if top > at else 0), bottom + (step if bottom >= at else 0)
        if (right, bottom) != (left, top) and bottom >= top:
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


def _csv(content, words, how):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    found = [(at, column) for at, row in enumerate(rows) for column, text in enumerate(row) if _is(text, words)]
    if len(found) != 1:
        return None
    at, column = found[0]
    if how == "change":
        rows[at][column] = more(rows[at][column])
    elif how == "remove":
        del rows[at]
    else:
        rows.insert(at + 1, [ADDED if here == column else text for here, text in enumerate(rows[at])])
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
