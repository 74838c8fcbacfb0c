"""Load both partnerships, day by day from the first, in one transaction."""

from datetime import date, datetime

from django.db import transaction

from goldenthread.demo.services.absences import plan_absences
from goldenthread.demo.services.access import plan_access
from goldenthread.demo.services.asked import plan_asked
from goldenthread.demo.services.boards import plan_boards
from goldenthread.demo.services.calendar import Agenda, Calendar
from goldenthread.demo.services.challenges import plan_challenges
from goldenthread.demo.services.data_requests import plan_data_requests
from goldenthread.demo.services.editions import plan_editions
from goldenthread.demo.services.forward import plan_forward
from goldenthread.demo.services.imports import plan_imports
from goldenthread.demo.services.joint import plan_joint
from goldenthread.demo.services.library import plan_library
from goldenthread.demo.services.meetings import plan_meetings
from goldenthread.demo.services.messages import plan_digests, plan_messages
from goldenthread.demo.services.newer import plan_newer_files
from goldenthread.demo.services.plans import plan_plans
from goldenthread.demo.services.refreshes import plan_refreshes
from goldenthread.demo.services.registers import plan_registers
from goldenthread.demo.services.returns import plan_returns
from goldenthread.demo.services.risks import plan_risks
from goldenthread.demo.services.scorecards import plan_scorecards
from goldenthread.demo.services.silence import plan_silence
from goldenthread.demo.services.structure import plan_structure
from goldenthread.demo.services.structures import plan_structures
from goldenthread.demo.services.terms import plan_terms
from goldenthread.demo.services.views import plan_views
from goldenthread.demo.services.world import Shared, World, read
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import services as trail

SLUGS = ("ambershire", "saltmarsh")


def nothing_yet() -> bool:
    """True where no partnership exists, so that the demonstration may be loaded."""
    return not partnerships.any_partnership()


def is_loaded() -> bool:
    """True where the demonstration is there to sign in to."""
    found = partnerships.partnership_by_slug(SLUGS[0])
    return found is not None and found.is_demonstration


@transaction.atomic
def load(now: datetime, today: date) -> None:
    """Make both partnerships as they would have come to stand today, each step by whoever would have done it.

    Everything happened before `now`; nothing is made where one step is refused. Raises `Refused` where a partnership
    exists.
    """
    if not nothing_yet():
        raise Refused("There is a partnership already, so the demonstration is not loaded: it would stand beside it.")
    calendar = Calendar(today)
    agenda, shared = Agenda(calendar, now), Shared()
    worlds = {slug: World(slug, calendar, agenda, shared) for slug in SLUGS}
    for world in worlds.values():
        slug = world.slug
        plan_structure(world, calendar.told(read(slug, "structure")))
        # Papers first: evidence may rest on one that came in on the same day.
        plan_library(world)
        plan_plans(world)
        plan_asked(world)
        plan_imports(world)
        plan_challenges(world)
        plan_silence(world)
        plan_meetings(world)
        plan_refreshes(world)
        plan_newer_files(world)
        plan_access(world)
        plan_returns(world)
        plan_editions(world)
        plan_messages(world)
        plan_structures(world)
        plan_terms(world)
        plan_views(world)
        plan_risks(world)
        plan_scorecards(world)
        plan_boards(world)
        plan_data_requests(world)
        plan_joint(world, worlds)
        plan_registers(world)
        plan_forward(world)
        plan_absences(world)
    plan_digests(agenda)
    agenda.run()
    trail.seal_events(now)
