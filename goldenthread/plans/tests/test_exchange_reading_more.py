"""Plans as other partnerships lay them out: numbers, joined names, titles, areas, prose and cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from goldenthread.plans.exchange.document import ActionDocument, PlanDocument
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.tests import builders


def csv(*rows: str) -> PlanDocument:
    return read_plan("\n".join(rows).encode(), "plan.csv")


def action(plan: PlanDocument, start: str) -> ActionDocument:
    return next(each for each in plan.all_actions() if each.description.startswith(start))


@pytest.mark.parametrize(
    "heading",
    ["Action ID", "ID", "Action no", "Action no.", "Action ref", "Task number", "Unique ID", "Objective code"],
)
def test_a_column_that_numbers_the_actions_is_their_reference(heading: str) -> None:
    plan = csv(f"{heading},Action,Owner,Due date", "7,Ring every nursery,Chair,30/06/2025", "8,Mend the form,Chair,")
    assert plan.objectives == []
    assert [(each.reference, each.description) for each in plan.actions] == [
        ("7", "Ring every nursery"),
        ("8", "Mend the form"),
    ]


def test_a_priority_number_still_says_which_priority() -> None:
    plan = csv("Priority no,Action,Owner", "Priority 2,Ring every nursery,Chair")
    assert [each.reference for each in plan.priorities] == ["2"]


@pytest.mark.parametrize(
    ("printed", "leads"),
    [
        ("QA & Performance Sub Group", ["QA & Performance Sub Group"]),
        ("Health and Wellbeing Board", ["Health and Wellbeing Board"]),
        ("Police, Health and Wellbeing Board", ["Police", "Health and Wellbeing Board"]),
        ("Police and ICB", ["Police", "ICB"]),
        ("Police, ICB and Education", ["Police", "ICB", "Education"]),
        ("Learning Group and Quality Group", ["Learning Group", "Quality Group"]),
        ("Director of Children and Families", ["Director of Children and Families"]),
        ("Police; ICB", ["Police", "ICB"]),
        ("Ward Sister / Police", ["Ward Sister", "Police"]),
        ("Police/ICB", ["Police", "ICB"]),
    ],
)
def test_leads_are_parted_only_where_each_side_stands_alone(printed: str, leads: list[str]) -> None:
    assert csv("Action,Lead,By when", f'Ring every nursery,"{printed}",May 2025').actions[0].leads == leads


def test_a_name_that_may_be_two_is_kept_whole_and_asked_about() -> None:
    plan = csv("Action,Lead,By when", "Ring every nursery,QA & Performance Sub Group,May 2025")
    assert ("QA & Performance Sub Group", "Read as one lead; is that right?") in [
        (doubt.original, doubt.question) for doubt in plan.doubts
    ]


@pytest.mark.parametrize("left", ["Area for improvement", "Area", "Theme", "Workstream", "Topic"])
@pytest.mark.parametrize("right", ["Recommendation", "Objective", "Aim"])
def test_an_area_to_the_left_of_objectives_is_the_priority(left: str, right: str) -> None:
    plan = csv(
        f"{left},{right},Action required,Lead officer,Completion date",
        "Night cover,1. Staff every shift,Redraw the rota,Head of Wards,July 2025",
        ",,Check it each week,Matron,August 2025",
        "Listening,2. Write down what children say,Print a new form,Chief Clerk,May 2025",
    )
    assert [priority.title for priority in plan.priorities] == ["Night cover", "Listening"]
    assert [(each.reference, each.title) for priority in plan.priorities for each in priority.objectives] == [
        ("1", "Staff every shift"),
        ("2", "Write down what children say"),
    ]
    assert len(plan.priorities[0].objectives[0].actions) == 2
    assert plan.left_over == []


def test_an_area_beside_actions_alone_is_the_priority_and_is_asked_about() -> None:
    plan = csv("Area,Action,Lead", "Night cover,Redraw the rota,Matron", "Listening,Print a new form,Matron")
    assert [priority.title for priority in plan.priorities] == ["Night cover", "Listening"]
    assert any(doubt.original == "Area" for doubt in plan.doubts)


@pytest.mark.parametrize("level", [0, 1])
def test_a_plain_line_under_the_partnerships_name_is_the_title(level: int) -> None:
    def build(document: Any) -> None:
        document.add_heading("Fenmarsh Safeguarding Children Partnership", level)
        document.add_paragraph("Business Plan 2031 - 2033")
        builders.table(document, [["Action", "Lead", "By when"], ["Ring every nursery", "Chair", "May 2031"]])

    plan = read_plan(builders.word(build), "plan.docx")
    assert plan.title == "Business Plan 2031 - 2033"
    assert plan.partnership == "Fenmarsh Safeguarding Children Partnership"
    assert plan.sections == []


def test_a_plain_first_line_gives_title_and_months() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Delivery Plan April 2031 - March 2032")
        document.add_paragraph("It was agreed in 2029/30, and will be looked at every year.")
        builders.table(document, [["Action", "Lead", "By when"], ["Ring every nursery", "Chair", "May 2031"]])

    plan = read_plan(builders.word(build), "plan.docx")
    assert plan.title == "Delivery Plan April 2031 - March 2032"
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == ("2031-04-01", "2032-03-31")
    assert any(doubt.original == plan.title for doubt in plan.doubts)


def test_a_first_sentence_about_the_plan_is_not_its_title() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("This is our plan.")
        builders.table(document, [["Action", "Lead", "By when"], ["Ring every nursery", "Chair", "May 2031"]])

    assert read_plan(builders.word(build), "plan.docx").title == ""


def write_prose(document: Any, headed: Callable[[Any, str, int], None], done: str, known: str) -> None:
    document.add_heading("Strategy 2031-2034", 0)
    for number, title in enumerate(("Warm homes", "Kind words"), 1):
        headed(document, f"{number}. {title}", 1)
        document.add_paragraph("Winters have been hard.")
        headed(document, "What we want to achieve", 2)
        document.add_paragraph(f"Every child has {title.lower()}.", style="List Bullet")
        headed(document, done, 2)
        document.add_paragraph("All of us take part.")
        for words in ("Lend out blankets", "Visit each estate (Lead: Housing, by May 2032)"):
            document.add_paragraph(words, style="List Bullet")
        headed(document, known, 2)
        for words in ("Fewer colds", "Families say so"):
            document.add_paragraph(words, style="List Bullet")


def as_heading(document: Any, words: str, level: int) -> None:
    document.add_heading(words, level)


def as_flat_heading(document: Any, words: str, level: int) -> None:
    document.add_heading(words, 2)


def as_bold(document: Any, words: str, level: int) -> None:
    document.add_paragraph().add_run(words).bold = True


@pytest.mark.parametrize("headed", [as_heading, as_flat_heading, as_bold])
@pytest.mark.parametrize("done", ["What we will do", "Our actions", "Actions", "We will"])
@pytest.mark.parametrize("known", ["How we will know we have made a difference", "Measures of success"])
def test_headings_of_what_is_wanted_and_done_tell_a_priority(
    headed: Callable[[Any, str, int], None], done: str, known: str
) -> None:
    plan = read_plan(builders.word(lambda document: write_prose(document, headed, done, known)), "strategy.docx")
    assert [(each.reference, each.title) for each in plan.priorities] == [("1", "Warm homes"), ("2", "Kind words")]
    first = plan.priorities[0]
    assert first.outcome == "Every child has warm homes."
    described = [each.description for each in first.actions]
    assert described[-2:] == ["Lend out blankets", "Visit each estate"]
    assert first.actions[-1].leads == ["Housing"]
    assert first.success_measures == ["Fewer colds", "Families say so"]
    assert "Winters have been hard." in first.notes
    assert "All of us take part." in [*described, first.what_we_will_do]
    assert plan.title == "Strategy 2031-2034"


def test_deeper_headings_under_what_we_will_do_are_kept() -> None:
    def build(document: Any) -> None:
        document.add_heading("Warm homes", 1)
        document.add_heading("What we want to achieve", 2)
        document.add_paragraph("Nobody is cold.")
        document.add_heading("What we will do", 2)
        document.add_heading("With landlords", 3)
        document.add_paragraph("Inspect boilers", style="List Bullet")
        document.add_heading("Measures of success", 2)
        document.add_heading("By the first winter", 3)
        document.add_paragraph("Fewer colds", style="List Bullet")

    priority = read_plan(builders.word(build), "strategy.docx").priorities[0]
    assert [(each.title, each.actions[0].description) for each in priority.objectives] == [
        ("With landlords", "Inspect boilers")
    ]
    assert priority.success_measures == ["By the first winter", "Fewer colds"]


def test_one_such_heading_alone_tells_no_priority() -> None:
    def build(document: Any) -> None:
        document.add_heading("Foreword", 1)
        document.add_heading("What we will do", 2)
        document.add_paragraph("Listen")
        builders.table(document, [["Action", "Lead", "By when"], ["Ring every nursery", "Chair", "May 2031"]])

    assert read_plan(builders.word(build), "plan.docx").priorities == []


WHO_AND_WHEN = [["Who will lead", "Housing panel"], ["By when", "December 2031"]]
WHAT = [["What we will do", ["Lend out blankets", "Visit each estate"]]]


@pytest.mark.parametrize("rows", [WHAT + WHO_AND_WHEN, WHO_AND_WHEN + WHAT])
def test_a_card_that_says_who_and_when_holds_actions(rows: list[list[str | list[str]]]) -> None:
    def build(document: Any) -> None:
        document.add_heading("Yearly plan 2031-32", 0)
        for number, title in (("1", "Warm homes"), ("2", "Kind words")):
            first: list[list[str | list[str]]] = [[f"Priority {number}", title], ["Why this is a priority", "It froze"]]
            builders.table(document, [*first, *rows, ["How we will measure success", f"Fewer colds {number}"]])
            document.add_paragraph("")

    plan = read_plan(builders.word(build), "yearly.docx")
    assert [(each.reference, each.title) for each in plan.priorities] == [("1", "Warm homes"), ("2", "Kind words")]
    for priority in plan.priorities:
        assert [(each.description, each.leads, each.due, each.due_parsed) for each in priority.actions] == [
            ("Lend out blankets", ["Housing panel"], ["December 2031"], ["2031-12"]),
            ("Visit each estate", ["Housing panel"], ["December 2031"], ["2031-12"]),
        ]
        assert priority.notes == ["It froze"]
        assert priority.success_measures == [f"Fewer colds {priority.reference}"]
    assert any(doubt.original == "Housing panel" for doubt in plan.doubts)
    assert plan.left_over == []


def test_a_card_without_who_or_when_keeps_what_will_be_done_as_text() -> None:
    def build(document: Any) -> None:
        rows = [
            ["Priority 1", "Warm homes"],
            ["What we will do", "We lend out blankets."],
            ["Outcome", "All are warm."],
        ]
        builders.table(document, rows)

    priority = read_plan(builders.word(build), "yearly.docx").priorities[0]
    assert (priority.what_we_will_do, priority.actions) == ("We lend out blankets.", [])
