"""Plans for the tests of writing: one that uses every field, and a space of made-up ones."""

from typing import Any

from hypothesis import strategies as st

from goldenthread.plans.exchange.document import (
    ActionDocument,
    AssuranceArea,
    AssuranceMethod,
    BusinessAsUsual,
    Driver,
    Governance,
    GroupDocument,
    MilestoneDocument,
    NamedText,
    ObjectiveDocument,
    PlanDocument,
    PlanPeriod,
    PriorityDocument,
    ReportingLine,
    Section,
    UsualBusiness,
    VersionControl,
    VersionLine,
)


def full_plan() -> PlanDocument:
    """A fictional plan in mid-life with something in every field that a document can print."""
    return PlanDocument(
        partnership="Harrowmere Safeguarding Partnership",
        abbreviation="HSP",
        title="Strategic Plan 2026-29",
        period=PlanPeriod("2026-04-01", "2029-03-31"),
        version=_version(),
        vision="Every child in Harrowmere is heard, safe and well.",
        purposes=["Children are helped early", "Agencies hold each other to account"],
        values=[NamedText("Candour", "we say what we see"), NamedText("Care", "we listen before we act")],
        drivers=[Driver("Leadership", ["Chairs meet every six weeks", "Papers go out five days before"])],
        focus_groups=["Children who go missing", "Young carers"],
        priorities=[_neglect(), _home()],
        assurance_areas=[AssuranceArea("Private fostering", ["Numbers are reported yearly", "Visits are on time"])],
        assurance_methods=[AssuranceMethod("Case audits", "To see how practice feels to a child")],
        learning_journey=["Share what went well", "Change the training"],
        reporting=[ReportingLine("Yearly report", "Business unit", "Executive group", "each July")],
        business_as_usual=BusinessAsUsual(
            ["Yearly report"],
            [UsualBusiness("Oversight of:", ["Neglect", "Missing episodes"])],
            [UsualBusiness("Oversight of:", ["Self-neglect", "Hoarding"])],
        ),
        governance=_governance(),
        sections=[
            Section("Introduction", ["This plan says what we will change by 2029."]),
            Section("How the plan was made", ["We asked four hundred people."], ["Pupils in six schools", "Carers"]),
        ],
    )


def _version() -> VersionControl:
    line = VersionLine("V0.9", "Business manager", "March 2026", "First draft for the executive")
    return VersionControl("Strategic Plan", "V1.0", "April 2026", "Business unit", None, [line], "", "April 2027")


def _neglect() -> PriorityDocument:
    screening = ActionDocument(
        reference="1.1.1",
        description="Agree one screening tool for neglect",
        leads=["Neglect subgroup", "Named nurse"],
        evidence=["Tool agreed by the board", "Half of staff trained"],
        due=["June 2026", "March 2027"],
        due_parsed=["2026-06", "2027-03"],
        milestones=[
            MilestoneDocument("Tool agreed by the board", ["June 2026"], ["2026-06"]),
            MilestoneDocument("Half of staff trained", ["March 2027"], ["2027-03"]),
        ],
        progress="The tool was agreed in May.",
        rag="green",
        rag_printed=True,
    )
    audit = ActionDocument(
        reference="1.1.2",
        description="Audit thirty cases of long neglect",
        leads=["Audit subgroup"],
        due=["October 2026"],
        due_parsed=["2026-10"],
        progress="",
        rag="red",
        rag_printed=True,
        provenance=["Joint inspection, page 12"],
    )
    return PriorityDocument(
        reference="1",
        title="Neglect is seen early",
        outcome="Children grow up fed, clean and cared for.",
        what_we_will_do="Train staff and share what schools see.",
        quality_measures=["Plans are reviewed on time", "Children are seen alone"],
        success_measures=["% of referrals that mention neglect"],
        objectives=[ObjectiveDocument("1.1", "Staff spot neglect", ["Fewer repeat referrals"], [screening, audit])],
    )


def _home() -> PriorityDocument:
    mapping = ActionDocument(
        reference="2.1",
        description="Map the places where young people are harmed",
        leads=["Exploitation subgroup"],
        due=["Quarter 2 2026-27"],
        due_parsed=[{"from_quarter": 2, "to_quarter": 2, "financial_year": "2026-27"}],
        progress="",
        rag=None,
        rag_printed=True,
    )
    return PriorityDocument(
        reference="2",
        title="Harm outside the home",
        areas_of_focus=["Bus stations", "Online spaces"],
        areas_of_focus_by_audience={"children": ["Bus stations"], "adults": ["Online spaces"]},
        linked_boards=["CSP", "YJB"],
        definition=["In places people share"],
        examples=["Criminal exploitation", "Serious violence"],
        notes=["Work with transport partners began in 2025."],
        actions=[mapping],
    )


def _governance() -> Governance:
    executive = GroupDocument("Executive Group", "executive", "", "Partnership chair", "every six weeks")
    audit = GroupDocument(
        "Audit subgroup",
        "subgroup",
        "Executive Group",
        "Head of quality",
        "every eight weeks",
        ["Police", "Health"],
        ["Plans the audits of the year"],
        "to begin in 2027",
    )
    return Governance([executive, audit], ["Harrowmere College", "Harrowmere Housing"])


_STARTS = ("Agencies", "Schools", "The police", "Health visitors", "Carers", "Young people", "Practitioners")
_VERBS = ("share", "review", "report on", "agree", "test", "publish", "listen to")
_THINGS = ("their findings", "one tool", "what children say", "the audit plan", "a joint response", "thresholds")
_ENDS = ("each quarter", "before the summer", "with every ward", "in all settings", "across the county")


class Sentences:
    """Sentences of the field, each numbered so that it is unlike the others."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.said = draw, 1

    def one(self) -> str:
        """The next sentence."""
        self.said += 1
        parts = [self.draw(st.sampled_from(words)) for words in (_STARTS, _VERBS, _THINGS, _ENDS)]
        return f"{' '.join(parts)} {self.said}"

    def some(self, most: int) -> list[str]:
        """None, one or several, all different."""
        return [self.one() for _ in range(self.draw(st.integers(0, most)))]


_LEADS = ("Audit subgroup", "Learning subgroup", "Business manager", "Named nurse", "Police")
_DUES = (("June 2026", "2026-06"), ("31 March 2027", "2027-03-31"), ("October 2028", "2028-10"))
_RAGS = ("green", "amber", "red", "blue", None)


def _action(draw: Any, texts: Sentences, progress: bool) -> ActionDocument:
    """An action with any of its fields; `progress` says whether the plan has those two columns."""
    due = draw(st.lists(st.sampled_from(_DUES), max_size=2, unique=True))
    return ActionDocument(
        description=texts.one(),
        leads=draw(st.lists(st.sampled_from(_LEADS), max_size=2, unique=True)),
        evidence=texts.some(2),
        due=[words for words, _ in due],
        due_parsed=[meaning for _, meaning in due],
        progress=draw(st.sampled_from(("", "Two agencies have answered so far."))) if progress else None,
        rag=draw(st.sampled_from(_RAGS)) if progress else None,
        rag_printed=progress,
    )


@st.composite
def plans(draw: Any) -> PlanDocument:
    """A plan of one to three priorities, with objectives or with actions of their own."""
    texts = Sentences(draw)
    progress, with_objectives = draw(st.booleans()), draw(st.booleans())
    priorities = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        priority = PriorityDocument(reference=str(number), title=texts.one())
        made = [_action(draw, texts, progress) for _ in range(draw(st.integers(1, 3)))]
        if with_objectives:
            priority.objectives = [ObjectiveDocument(f"{number}.1", texts.one(), texts.some(2), made)]
        else:
            priority.actions = made
        priorities.append(priority)
    return PlanDocument(
        partnership="Harrowmere Safeguarding Partnership",
        title="Business Plan 2026-29",
        period=PlanPeriod("2026-04-01", "2029-03-31"),
        priorities=priorities,
    )
