"""Newer files of a plan for the tests: a plan in CSV, brought in, live, and laid beside another file of it."""

import csv
from datetime import date
from io import StringIO

from goldenthread.partnerships.tests.factories import a_group, found
from goldenthread.plans import queries, services
from goldenthread.plans.exchange import importing
from goldenthread.plans.exchange.applying import apply_import
from goldenthread.plans.exchange.newer.choosing import Answers, compare_again, keep_choices
from goldenthread.plans.exchange.newer.differences import Comparison
from goldenthread.plans.tests.factories import NOW, TODAY

HEADINGS = ("Priority", "No.", "Objective", "Action", "Lead", "By when", "Evidence", "Progress", "RAG")
ROWS = (
    ("Neglect", "1.1", "Find it early", "Publish the toolkit", "Voice group", "June 2027", "Report to BMG", "", ""),
    (
        "Neglect",
        "1.2",
        "Find it early",
        "Train the duty team in naming neglect",
        "Voice group",
        "July 2027",
        "",
        "",
        "",
    ),
    ("Neglect", "1.3", "Find it early", "Ask young people what they noticed", "BMG", "May 2027", "Notes", "", ""),
    ("Exploitation", "2.1", "Disrupt it", "Map the places where harm happens", "BMG", "March 2028", "", "", ""),
)


def a_file(rows=ROWS, headings=HEADINGS):
    """A CSV file of a plan."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()


def changed(row_number, **cells):
    """The rows with some cells of the row of one number changed."""
    at = {"lead": 4, "due": 5, "evidence": 6, "progress": 7, "rag": 8, "action": 3, "objective": 2, "number": 1}
    rows = []
    for row in ROWS:
        cells_now = list(row)
        if row[1] == row_number:
            for name, value in cells.items():
                cells_now[at[name]] = value
        rows.append(tuple(cells_now))
    return tuple(rows)


def without(number):
    """The rows without one."""
    return tuple(row for row in ROWS if row[1] != number)


def a_unit(slug="vale"):
    """A business unit with two groups to lead."""
    unit = found(slug)
    a_group(unit, "Business management group", aliases=["BMG"], kind="business_management")
    a_group(unit, "Voice group")
    return unit


def brought_in(unit, content=None, name="plan.csv", title="Neglect plan"):
    """The plan made of a file; returns the import."""
    row = importing.receive_file(unit, NOW, content or a_file(), name)
    services.correct_plan(unit, NOW, row.pk, row.version, decisions={**row.decisions, "title": title})
    apply_import(unit, NOW, TODAY, row.pk)
    return queries.show_import(unit, row.pk)


def beside(unit, plan_id, content, name="newer.csv", dated_on: date | None = None):
    """A newer file laid beside a plan; returns the import."""
    row = importing.receive_file(unit, NOW, content, name, onto_id=plan_id, dated_on=dated_on)
    return compare_again(unit, NOW, TODAY, row.pk)


def differences(row):
    """What an import's comparison holds."""
    return Comparison.from_json(row.compared).differences


def told(row):
    """The differences as (sort, words, fields)."""
    return [(one.sort, one.title, [change.field for change in one.changes]) for one in differences(row)]


def choose(unit, row, *, same=None, take=None, gone=None):
    """Keep choices about a newer file; returns the import."""
    return keep_choices(unit, NOW, TODAY, row.pk, row.version, Answers(same or {}, take or {}, gone or {}))


def lines_of(unit, plan_id):
    """The live actions of a plan by number."""
    tree = queries.plan_in_full(unit, plan_id, TODAY)
    return {line.reference: line for line in tree.all_actions}
