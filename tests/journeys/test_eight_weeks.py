"""The eight weeks of an executive and its chairs, from the reminder to the direction and what came of it.

The service is started anew on each of its days, with its clock on that day.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import databases
from tests.first_start import copy_demonstration, serving
from tests.journeys.conftest import Site

TRAVELLING = str(Path(__file__).parent / "travelling")
ROWAN, GWEN = "rowan@ambershire.example", "gwen@ambershire.example"
GROUP, EXECUTIVE = "Communications and Engagement Group", "Safeguarding Executive"
EXCEPTION = "The shadow board has lost its youth worker."
DIRECTION = "Find a youth worker for the shadow board from an agency at this table"


class Weeks:
    """One copy of the demonstration, on whichever day it is asked for."""

    def __init__(self, database: str, folder: Path) -> None:
        self.site, self.folder = Site("", database), folder

    @contextmanager
    def on(self, day: date) -> Iterator[str]:
        """The service on a day, with everything done that a day brings by itself; gives its address."""
        path = os.pathsep.join([TRAVELLING, *filter(None, [os.environ.get("PYTHONPATH")])])
        clock = {"PYTHONPATH": path, "CLOCK_STARTS_AT": datetime.combine(day, time(9), UTC).isoformat()}
        self.jobs(clock)
        with serving(self.site.database, self.folder, **clock) as base:
            yield base

    def jobs(self, clock: dict[str, str]) -> None:
        """What the service does by itself, with its clock on that day."""
        environment = databases.environment(self.site.database, GOLDENTHREAD_DOCUMENTS=str(self.folder / "documents"))
        command = [databases.GOLDENTHREAD, "run_jobs"]
        told = subprocess.run(command, cwd=databases.ROOT, env=environment | clock, check=True, capture_output=True)
        assert not told.stderr, told.stderr.decode()

    def day(self, sql: str, *values: object) -> date:
        """A day from the demonstration itself, whose dates move with today's."""
        return date.fromisoformat((self.site.run(sql, *values) or "")[:10])

    def letters(self, kind: str, address: str) -> int:
        """How many messages of a kind somebody was sent."""
        sql = "SELECT count(*) FROM notify_message WHERE kind = %s AND address = %s"
        return int(self.site.run(sql, kind, address) or 0)


@pytest.fixture(scope="module")
def weeks(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    """The demonstration to travel with."""
    database, folder = f"weeks_{worker_id}", tmp_path_factory.mktemp("weeks")
    copy_demonstration(tmp_path_factory, database, folder)
    return Weeks(database, folder)


def test_from_the_reminder_to_the_direction_and_what_came_of_it(weeks: Weeks, sign_in):
    due = weeks.day(
        "SELECT min(d.due_on) FROM returns_obligationdate d JOIN returns_obligation o ON o.id = d.obligation_id "
        "WHERE o.title = %s AND d.due_on > current_date", f"Report of the {GROUP}",
    )  # fmt: skip
    group = "m.group_id = (SELECT id FROM partnerships_group WHERE name = %s AND partnership_id = m.partnership_id)"
    sql = f"SELECT {{}} FROM meetings_meeting m WHERE {group} AND starts_at::date > %s ORDER BY starts_at LIMIT 1"
    meets = weeks.day(sql.format("m.starts_at::date"), EXECUTIVE, due)
    meeting = f"/ambershire/meetings/{weeks.site.run(sql.format('m.id'), EXECUTIVE, due)}/"
    derek = weeks.site.run("SELECT email FROM people_user WHERE name LIKE 'Derek %%'") or ""
    reminded = weeks.letters("returns.reminder", derek)

    with weeks.on(due - timedelta(days=10)) as base:
        it_is_asked_for(sign_in(derek, base=base))
    with weeks.on(due + timedelta(days=3)) as base:
        assert weeks.letters("returns.reminder", derek) > reminded
        the_chair_reports(sign_in(derek, width=375, javascript=False, base=base))
        the_unit_makes_the_agenda(sign_in(ROWAN, base=base), meeting)
    with weeks.on(meets) as base:
        the_executive_meets(sign_in(ROWAN, base=base), meeting)
        its_chair_agrees(sign_in(GWEN, base=base), meeting)
    with weeks.on(meets + timedelta(days=7)) as base:
        the_group_does_it(sign_in(derek, base=base))
        the_executive_accepts_it(sign_in(GWEN, base=base))
    with weeks.on(due + timedelta(weeks=8)) as base:
        the_next_report_knows_it(sign_in(derek, base=base))


def report_of(chair: Page) -> None:
    """Open the newest report that is asked of the group."""
    chair.goto("/my-work/")
    chair.get_by_role("link", name=f"Report of the {GROUP}").last.click()


def it_is_asked_for(chair: Page) -> None:
    report_of(chair)
    expect(chair.get_by_role("main")).to_contain_text("Not started")


def the_chair_reports(chair: Page) -> None:
    """On a phone, without a script: what the records say stands there already; only judgement is asked."""
    report_of(chair)
    chair.get_by_role("link", name="Start", exact=True).click()
    expect(chair.get_by_role("main")).to_contain_text("Off track, in the words of those who lead")
    chair.get_by_label("What was done that mattered most?").fill("Every school has the four messages.")
    chair.get_by_role("button", name="Save and go on").click()
    chair.get_by_role("button", name="Save and go on").click()
    expect(chair.get_by_role("main")).to_contain_text("Return home interviews within 72 hours")
    chair.get_by_role("button", name="Save and go on").click()
    chair.get_by_label("What difference did it make").fill("More young people ask for help; the helpline counted them.")
    chair.get_by_label("What was learned").fill("Short messages travel.")
    chair.get_by_label("How sure are you").select_option("6")
    chair.get_by_role("button", name="Save and go on").click()
    chair.get_by_label("What is the exception?").fill(EXCEPTION)
    chair.get_by_label("What is asked of the parent group?").select_option("A direction")
    chair.get_by_label("Which options are there?").fill("A worker lent by an agency, or no board until summer.")
    chair.get_by_role("button", name="Save", exact=True).click()
    chair.get_by_role("link", name="Send it").click()
    chair.get_by_role("button", name="Send it").click()
    expect(chair.get_by_role("alert")).to_contain_text("is now with those who asked")


def the_unit_makes_the_agenda(unit: Page, meeting: str) -> None:
    """The report is accepted; the agenda gathers itself; nobody types what the report said."""
    unit.goto("/ambershire/returns/?states=submitted&order=-due_on")
    unit.get_by_role("link", name=f"Report of the {GROUP}").first.click()
    unit.get_by_role("link", name="Accept it").click()
    unit.get_by_role("button", name="Accept it").click()
    unit.goto(meeting)
    unit.get_by_role("link", name="Work on the agenda").click()
    unit.get_by_role("button", name="Propose what belongs on it").click()
    unit.get_by_role("link", name="Issue the agenda").click()
    unit.get_by_role("button", name="Issue the agenda").click()
    expect(unit.get_by_role("link", name=f"{GROUP}: a direction is asked for")).to_be_visible()
    assert EXCEPTION not in unit.content()
    unit.get_by_role("link", name="Issue the pack").click()
    unit.get_by_role("button", name="Issue the pack").click()
    expect(unit.get_by_role("link", name="Board pack", exact=True)).to_be_visible()


def the_executive_meets(unit: Page, meeting: str) -> None:
    unit.goto(meeting)
    unit.get_by_role("link", name="Record who came").click()
    for seat in unit.get_by_role("group").all():
        if seat.get_by_label("Present").count() == 1:
            seat.get_by_label("Present").check()
    unit.get_by_role("button", name="Save who came").click()
    expect(unit.get_by_role("main")).not_to_contain_text("Not quorate")
    unit.get_by_role("link", name="Take minutes").click()
    unit.get_by_role("link", name=re.compile(f"Add to this item.*{GROUP}: a direction")).click()
    # What is asked, of whom and about which item stands there already.
    expect(unit.get_by_label("Direction to a group")).to_be_checked()
    expect(unit.get_by_label("For a direction: which group").locator("option:checked")).to_have_text(GROUP)
    unit.get_by_label("What stands in the minutes").fill(DIRECTION)
    unit.get_by_role("button", name="Add", exact=True).click()
    expect(unit.get_by_role("alert")).to_contain_text("The group has it in its work plan.")
    unit.get_by_role("button", name="Put the draft to the chair").click()
    expect(unit.get_by_role("alert")).to_contain_text("The chair is asked to agree the minutes.")


def its_chair_agrees(executive: Page, meeting: str) -> None:
    executive.goto(f"{meeting}minutes/")
    executive.get_by_role("button", name="Agree these minutes").click()
    expect(executive.get_by_role("alert")).to_contain_text("The minutes are agreed")


def the_group_does_it(chair: Page) -> None:
    """From the exception down to its answer and action; evidence, and the word that it is done."""
    chair.goto("/ambershire/report-requests/")
    chair.get_by_role("link", name=EXCEPTION).click()
    expect(chair.get_by_role("main")).to_contain_text(f"What {EXECUTIVE} answered")
    chair.get_by_role("link", name=DIRECTION).click()
    chair.get_by_role("link", name="Add evidence").first.click()
    chair.get_by_label("What it shows").fill("A youth worker sits with the board every seventh week.")
    chair.get_by_label("Somebody’s word").check()
    chair.get_by_label("What was said, and by whom").fill("The board’s chair: we have somebody again.")
    chair.get_by_label("Children, adults and families").check()
    chair.get_by_label("Moderate").check()
    chair.get_by_role("button", name="Add the evidence").click()
    expect(chair.get_by_role("alert")).to_contain_text("The evidence was added.")
    chair.get_by_text("Everything you can do here").click()
    chair.get_by_role("link", name="Ask for completion").click()
    chair.get_by_role("button", name="Ask for completion").click()
    expect(chair.get_by_role("alert")).to_be_visible()


def the_executive_accepts_it(executive: Page) -> None:
    executive.goto("/my-work/")
    executive.get_by_role("button", name=re.compile(f"Accept or return.*{DIRECTION}")).click()
    executive.get_by_label("Yes, accept it as complete").check()
    executive.get_by_role("button", name="Record your answer").click()
    expect(executive.get_by_role("alert")).to_be_visible()
    # And back up: from the finished action to the exception and the report that raised it.
    executive.get_by_role("link", name="Follow the thread").click()
    expect(executive.get_by_role("main")).to_contain_text(EXCEPTION)
    expect(executive.get_by_role("main")).to_contain_text(f"Report of the {GROUP}")


def the_next_report_knows_it(chair: Page) -> None:
    """Eight weeks later: what was done, and what the executive answered, stand in the next report by themselves."""
    report_of(chair)
    chair.get_by_role("link", name="Start", exact=True).click()
    expect(chair.get_by_role("main")).to_contain_text(DIRECTION)
    expect(chair.get_by_role("main")).to_contain_text(EXCEPTION)
