"""Plans in layouts nobody wrote the reader for: other columns, other orders, other ways of naming a priority."""

from __future__ import annotations

import datetime
from typing import Any

from goldenthread.plans.exchange.document import ActionDocument, PlanDocument
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.tests import builders


def shown(plan: PlanDocument) -> list[tuple[str, str, list[str], list[str]]]:
    """Priority, action, leads and dates, in the order read."""
    found = []
    for priority in plan.priorities:
        own = [*priority.actions, *(action for objective in priority.objectives for action in objective.actions)]
        found += [(priority.title, action.description, action.leads, action.due) for action in own]
    top = [*plan.actions, *(action for objective in plan.objectives for action in objective.actions)]
    return found + [("", action.description, action.leads, action.due) for action in top]


def action(plan: PlanDocument, start: str) -> ActionDocument:
    return next(each for each in plan.all_actions() if each.description.startswith(start))


def test_priorities_as_a_merged_column_with_columns_in_an_odd_order() -> None:
    def build(document: Any) -> None:
        document.add_heading("Delivery plan 2024-2027", 0)
        made = builders.table(
            document,
            [
                ["By when", "Who", "BRAG", "Priority area", "How", "Evidence/impact", "Progress update"],
                [
                    "30/09/2024",
                    "Quality group",
                    "G",
                    "Priority 1: Safe at home",
                    "Visit ten front-line teams",
                    "Notes of each visit",
                    "Six done",
                ],
                [
                    "Q3 2024/25",
                    ["Fen Police", "Marsh Council"],
                    "Amber",
                    "",
                    "Agree one referral form",
                    "Form in use",
                    "",
                ],
                [
                    "Ongoing",
                    "Learning group; Board manager",
                    "",
                    "Priority 2: Heard and believed",
                    "Ask children what changed",
                    "Yearly survey",
                    "",
                ],
            ],
        )
        builders.merge_down(made, 3, 1, 2)

    plan = read_plan(builders.word(build), "fen.docx")
    assert shown(plan) == [
        ("Safe at home", "Visit ten front-line teams", ["Quality group"], ["30/09/2024"]),
        ("Safe at home", "Agree one referral form", ["Fen Police", "Marsh Council"], ["Q3 2024/25"]),
        ("Heard and believed", "Ask children what changed", ["Learning group", "Board manager"], ["Ongoing"]),
    ]
    assert [each.reference for each in plan.priorities] == ["1", "2"]
    assert [each.rag for each in plan.all_actions()] == ["green", "amber", None]
    assert [each.progress for each in plan.all_actions()] == ["Six done", "", ""]
    assert [each.evidence for each in plan.all_actions()] == [
        ["Notes of each visit"],
        ["Form in use"],
        ["Yearly survey"],
    ]
    assert plan.all_actions()[1].due_parsed == [{"from_quarter": 3, "to_quarter": 3, "financial_year": "2024-25"}]


def test_a_header_on_the_third_row_split_in_two_and_repeated_on_each_page() -> None:
    heads = (
        ["Ref", "What will we do", "Delivery", "Delivery", "Status"],
        ["Ref", "What will we do", "Lead officer", "Target date", "Status"],
    )

    def build(document: Any) -> None:
        made = builders.table(
            document,
            [
                ["Marshland Safeguarding Adults Board work plan"],
                ["Updated after the spring meeting"],
                *heads,
                ["1.1", "Write the hoarding protocol", "A Bell", "June 2024", "On track"],
                ["1.1a", "Train two champions", "B Shaw", "July 2024", "Complete"],
                *heads,
                ["1.2", "Audit ten cases", "C Lowe", "TBC", "Overdue"],
            ],
        )
        for row in (2, 6):
            made.cell(row, 2).text = made.cell(row, 3).text = ""
            made.cell(row, 2).merge(made.cell(row, 3)).text = "Delivery"
            for column in (0, 1, 4):
                builders.merge_down(made, column, row, row + 1)

    plan = read_plan(builders.word(build), "marsh.docx")
    assert [(each.reference, each.description, each.leads, each.due, each.rag) for each in plan.all_actions()] == [
        ("1.1", "Write the hoarding protocol", ["A Bell"], ["June 2024"], "green"),
        ("1.1a", "Train two champions", ["B Shaw"], ["July 2024"], "blue"),
        ("1.2", "Audit ten cases", ["C Lowe"], ["TBC"], "red"),
    ]
    assert any("TBC" in doubt.original for doubt in plan.doubts)
    assert {each.text for each in plan.left_over} >= {"Updated after the spring meeting"}


def test_a_heading_before_each_table_names_the_priority() -> None:
    def build(document: Any) -> None:
        document.add_heading("Our plan", 1)
        for title, task in (
            ("Neglect in early years", "Launch the toolkit"),
            ("Harm online", "Hold a parents' evening"),
        ):
            document.add_heading(title, 2)
            document.add_paragraph("Why: it came up in three reviews.")
            builders.table(
                document, [["Action", "Responsible officer", "Timescale"], [task, "Head of Service", "March 2026"]]
            )

    plan = read_plan(builders.word(build), "two.docx")
    assert shown(plan) == [
        ("Neglect in early years", "Launch the toolkit", ["Head of Service"], ["March 2026"]),
        ("Harm online", "Hold a parents' evening", ["Head of Service"], ["March 2026"]),
    ]


def test_a_sheet_for_each_priority_with_rag_as_cell_colour() -> None:
    def build(book: Any) -> None:
        for at, (name, rows) in enumerate(
            {
                "Neglect": [
                    ("Map the offer", "Early help lead", datetime.date(2025, 3, 31), "00B050"),
                    ("Share the map", "Comms group", "Quarterly", "FFC000"),
                ],
                "Exploitation": [
                    ("Review the screening tool", "Harm outside the home group", datetime.date(2025, 6, 30), "FF0000")
                ],
            }.items()
        ):
            sheet = book.active if at == 0 else book.create_sheet()
            sheet.title = name
            sheet.append(["Board action tracker"])
            sheet.append([])
            sheet.append(["Activity", "Owner", "Deadline", "RAG"])
            builders.bold(sheet, 3)
            for described, owner, due, fill in rows:
                sheet.append([described, owner, due, None])
                builders.colour(sheet.cell(sheet.max_row, 4), fill)
            sheet.cell(4, 3).number_format = "dd/mm/yyyy"

    plan = read_plan(builders.excel(build), "tracker.xlsx")
    assert shown(plan) == [
        ("Neglect", "Map the offer", ["Early help lead"], ["31/03/2025"]),
        ("Neglect", "Share the map", ["Comms group"], ["Quarterly"]),
        ("Exploitation", "Review the screening tool", ["Harm outside the home group"], ["30/06/2025"]),
    ]
    assert [each.rag for each in plan.all_actions()] == ["green", "amber", "red"]
    assert plan.layout is not None
    assert plan.layout.shape == "sheet per priority"
    assert any("coloured" in doubt.original for doubt in plan.doubts)


def test_banner_rows_with_objectives_repeated_and_two_evidence_rows_to_an_action() -> None:
    def build(document: Any) -> None:
        builders.table(
            document,
            [
                ["Objective", "Task", "Lead agency", "Success criteria", "Due date"],
                ["Keeping babies safe"],
                [
                    "Parents know about safe sleep",
                    "Brief every health visitor",
                    "Health",
                    "Attendance list",
                    "May 2025",
                ],
                [
                    "Parents know about safe sleep",
                    "Brief every health visitor",
                    "Health",
                    "Survey of parents",
                    "Nov 2025",
                ],
                [
                    "Parents know about safe sleep",
                    "Print the leaflet",
                    "Council",
                    "Leaflet in clinics",
                    "June-July 2025",
                ],
                ["Safer streets"],
                ["Young people have safe places", "Open two drop-ins", "Youth service", "Drop-ins open", "2025-26"],
            ],
        )

    plan = read_plan(builders.word(build), "banners.docx")
    assert [(each.title, [(one.title, len(one.actions)) for one in each.objectives]) for each in plan.priorities] == [
        ("Keeping babies safe", [("Parents know about safe sleep", 2)]),
        ("Safer streets", [("Young people have safe places", 1)]),
    ]
    brief = action(plan, "Brief")
    assert brief.evidence == ["Attendance list", "Survey of parents"]
    assert brief.due == ["May 2025", "Nov 2025"]
    assert [(each.evidence, each.due_parsed) for each in brief.milestones] == [
        ("Attendance list", ["2025-05"]),
        ("Survey of parents", ["2025-11"]),
    ]
    assert action(plan, "Print").due_parsed == [{"from": "2025-06", "to": "2025-07"}]
    assert action(plan, "Open").due_parsed == [{"financial_year": "2025-26"}]


def test_a_semicolon_csv_with_blank_continuation_cells() -> None:
    text = (
        "Theme;Aim;Agreed actions;Who is responsible;Completion date;Comments;RAG status\n"
        "Transitions;Nobody falls between services;Hold a monthly handover;Adult social care;monthly;Started;A\n"
        ";;Name a contact in each team;Children\u2019s services;31.01.2026;;R\n"
        ";Adults shape the plan;Ask the experts by experience;Engagement officer;Spring 2026;;\n"
    )
    plan = read_plan(text.encode("cp1252"), "plan.csv")
    assert shown(plan) == [
        ("Transitions", "Hold a monthly handover", ["Adult social care"], ["monthly"]),
        ("Transitions", "Name a contact in each team", ["Children\u2019s services"], ["31.01.2026"]),
        ("Transitions", "Ask the experts by experience", ["Engagement officer"], ["Spring 2026"]),
    ]
    assert [each.title for each in plan.all_objectives()] == ["Nobody falls between services", "Adults shape the plan"]
    assert [each.rag for each in plan.all_actions()] == ["amber", "red", None]


def test_tracked_changes_content_controls_links_and_text_boxes() -> None:
    def build(document: Any) -> None:
        made = builders.table(
            document,
            [
                ["No.", "Action", "Lead", "By when"],
                ["1", "Keep the ", "", "April 2026"],
                ["2", "", "Board manager", "May 2026"],
            ],
        )
        first = made.cell(1, 1).paragraphs[0]._p
        first.append(builders.xml('<w:ins w:id="1"><w:r><w:t>new words</w:t></w:r></w:ins>'))
        first.append(builders.xml('<w:del w:id="2"><w:r><w:delText>old words</w:delText></w:r></w:del>'))
        made.cell(1, 2).paragraphs[0]._p.append(
            builders.xml("<w:hyperlink><w:r><w:t>Policy officer</w:t></w:r></w:hyperlink>")
        )
        made.cell(2, 1).paragraphs[0]._p.append(
            builders.xml("<w:sdt><w:sdtContent><w:r><w:t>Chosen from a list</w:t></w:r></w:sdtContent></w:sdt>")
        )
        boxed = document.add_paragraph()
        boxed._p.append(
            builders.xml(
                "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Our vision is that nobody goes unheard.</w:t></w:r></w:p>"
                "</w:txbxContent></w:pict></w:r>"
            )
        )

    plan = read_plan(builders.word(build), "tracked.docx")
    assert [(each.reference, each.description, each.leads) for each in plan.all_actions()] == [
        ("1", "Keep the new words", ["Policy officer"]),
        ("2", "Chosen from a list", ["Board manager"]),
    ]
    assert plan.vision == "Our vision is that nobody goes unheard."


def test_a_plan_inside_a_layout_table() -> None:
    def build(document: Any) -> None:
        outer = document.add_table(rows=1, cols=1)
        inner = outer.cell(0, 0).add_table(rows=2, cols=3)
        for row, values in enumerate((["Actions", "Lead", "Timeframe"], ["Set up the panel", "Chair", "Q1"])):
            for cell, value in zip(inner.rows[row].cells, values, strict=True):
                cell.text = value

    assert shown(read_plan(builders.word(build), "nested.docx")) == [("", "Set up the panel", ["Chair"], ["Q1"])]


def test_a_prose_plan_of_headings_and_bullets() -> None:
    def build(document: Any) -> None:
        document.add_heading("Saltmarsh Safeguarding Children Partnership (SSCP)", 0)
        document.add_heading("Our vision", 1)
        document.add_paragraph("Every child in Saltmarsh is safe and knows it.")
        document.add_heading("Our priorities", 1)
        document.add_heading("Priority 1: Early help that arrives early", 2)
        document.add_paragraph("Outcome: Families are helped before things get worse.")
        document.add_heading("What we will do", 3)
        document.add_paragraph("Join up the three front doors.")
        document.add_heading("Actions", 3)
        for text in ("Write one threshold guide", "Train every school lead"):
            document.add_paragraph(text, style="List Bullet")
        document.add_heading("How will we know?", 3)
        document.add_paragraph("Fewer repeat referrals", style="List Bullet")
        document.add_heading("Priority 2: Safer teenagers", 2)
        document.add_paragraph("Links with CSP and YJB")
        document.add_paragraph("Areas of focus:")
        document.add_paragraph("Places where harm happens", style="List Bullet")

    plan = read_plan(builders.word(build), "prose.docx")
    first, second = plan.priorities
    assert (plan.partnership, plan.abbreviation) == ("Saltmarsh Safeguarding Children Partnership", "SSCP")
    assert plan.vision == "Every child in Saltmarsh is safe and knows it."
    assert (first.reference, first.title) == ("1", "Early help that arrives early")
    assert first.outcome == "Families are helped before things get worse."
    assert first.what_we_will_do == "Join up the three front doors."
    assert [each.description for each in first.actions] == ["Write one threshold guide", "Train every school lead"]
    assert first.success_measures == ["Fewer repeat referrals"]
    assert second.linked_boards == ["CSP", "YJB"]
    assert second.areas_of_focus == ["Places where harm happens"]


def test_a_sheet_with_marks_explained_below_and_a_table_of_groups() -> None:
    def build(book: Any) -> None:
        sheet = book.active
        sheet.append(["Ref", "Recommendation", "Agreed action", "Owner", "When", "What have we done?", "Reviewer"])
        sheet.append(
            ["1", "Improve chronologies", "*Publish a template", "Practice lead", "Autumn term", "Drafted", "KP"]
        )
        sheet.append([None, None, "Sample ten files", "Audit group", "within 6 months", None, None])
        sheet.append(["(*as identified by the Peer Challenge)"])
        groups = book.create_sheet("Groups")
        groups.append(["Group", "Chair", "Frequency", "Membership", "Remit"])
        groups.append(["Executive", "Police lead", "6 weekly", "Police, Council, ICB", "Sets direction"])
        groups.append(["Audit subgroup", "Practice lead", "monthly", "All partners", "Audits practice"])

    plan = read_plan(builders.excel(build), "marks.xlsx")
    publish, sample = plan.all_actions()
    assert (publish.description, publish.provenance) == ("Publish a template", ["peer-challenge"])
    assert (publish.progress, sample.progress) == ("Drafted", "")
    assert plan.all_objectives()[0].reference == "1"
    assert plan.governance is not None
    assert [(each.name, each.kind, each.cadence) for each in plan.governance.groups] == [
        ("Executive", "executive", "6 weekly"),
        ("Audit subgroup", "subgroup", "monthly"),
    ]
    assert any("KP" in each.text for each in plan.left_over)


def test_banners_under_a_priority_heading_are_objectives_and_a_table_goes_on_without_headings() -> None:
    def build(document: Any) -> None:
        document.add_heading("Priority One", 1)
        document.add_paragraph("Young people are safe after dark")
        rows = [
            ["Task", "Owner", "Deadline", "RAG"],
            ["Parks and streets"],
            ["Light the paths", "Parks team", "May 2026", ""],
        ]
        builders.shade(builders.table(document, rows).cell(2, 3), "FF0000")
        builders.table(document, [["Walk the routes", "Youth workers", "June 2026", "Amber"]])
        document.add_heading("Measures", 2)
        builders.table(document, [["Measure", "Baseline"], ["Number of safe routes", "Four"]])

    plan = read_plan(builders.word(build), "dark.docx")
    (priority,) = plan.priorities
    assert (priority.reference, priority.title) == ("1", "Young people are safe after dark")
    assert [each.title for each in priority.objectives] == ["Parks and streets"]
    assert [(each.description, each.rag) for each in plan.all_actions()] == [
        ("Light the paths", "red"),
        ("Walk the routes", "amber"),
    ]
    assert priority.success_measures == ["Number of safe routes"]
    assert [each.text for each in plan.left_over] == ["Baseline: Four"]


def test_a_priority_in_two_cells_and_an_assurance_table_below_on_one_sheet() -> None:
    def build(book: Any) -> None:
        sheet = book.active
        sheet.append(["Ref", "Action", "Lead", "Due", "RAG"])
        sheet.append(["Priority 1", "Safer care", None, None, None])
        sheet.append([1.1, "Visit each home", "Quality team", datetime.date(2026, 3, 31), "G"])
        sheet.cell(3, 4).number_format = "mmm-yy"
        sheet.append([])
        sheet.append(["Assurance area", "Expectations"])
        sheet.append(["Private fostering", "A yearly report\nNumbers each quarter"])

    plan = read_plan(builders.excel(build), "two-tables.xlsx")
    assert shown(plan) == [("Safer care", "Visit each home", ["Quality team"], ["Mar-26"])]
    assert plan.all_actions()[0].reference == "1.1"
    assert plan.all_actions()[0].due_parsed == ["2026-03"]
    assert [(each.title, each.expectations) for each in plan.assurance_areas] == [
        ("Private fostering", ["A yearly report", "Numbers each quarter"])
    ]


def test_numbered_actions_and_a_lead_in_with_its_points_in_one_cell() -> None:
    def build(document: Any) -> None:
        builders.table(
            document,
            [
                ["What", "How", "Who", "When", "How will we know"],
                ["1. Children are heard", ["1.1 Ask them", "1.2 Act on it"], "Voice group", "March 2026", "Survey"],
                [
                    "2. Staff are skilled",
                    ["Offer training on:", "* neglect", "* hoarding"],
                    "Learning group",
                    "monthly",
                    "",
                ],
            ],
        )

    plan = read_plan(builders.word(build), "cells.docx")
    assert [(each.reference, each.title) for each in plan.all_objectives()] == [
        ("1", "Children are heard"),
        ("2", "Staff are skilled"),
    ]
    assert [(each.reference, each.description) for each in plan.all_actions()] == [
        ("1.1", "Ask them"),
        ("1.2", "Act on it"),
        ("", "Offer training on:\nneglect\nhoarding"),
    ]


def test_groups_under_their_own_headings() -> None:
    def build(document: Any) -> None:
        document.add_heading("Governance", 1)
        document.add_heading("Partnership Executive", 2)
        for text in ("Chair: Chief Constable", "Meets: every 6 weeks", "Members: Police, Council and ICB"):
            document.add_paragraph(text)
        document.add_heading("Learning and Improvement Subgroup", 2)
        document.add_paragraph("The subgroup meets quarterly and is chaired by the Designated Nurse.")
        document.add_paragraph("Leads learning from reviews", style="List Bullet")
        document.add_heading("Hoarding Task and Finish Group (until March 2027)", 2)

    plan = read_plan(builders.word(build), "groups.docx")
    assert plan.governance is not None
    executive, learning, hoarding = plan.governance.groups
    assert (executive.kind, executive.chair, executive.cadence) == ("executive", "Chief Constable", "every 6 weeks")
    assert executive.members == ["Police", "Council", "ICB"]
    assert (learning.kind, learning.parent, learning.chair) == ("subgroup", "Partnership Executive", "Designated Nurse")
    assert (learning.cadence, learning.responsibilities) == ("quarterly", ["Leads learning from reviews"])
    assert (hoarding.kind, hoarding.note) == ("task and finish", "until March 2027")
